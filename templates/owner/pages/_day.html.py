 #

BBBB BBBB
XXXXXXXXX XXXXXXXXXXXX
    XXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXX
        BBB BBB BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBXXXXX
                XXXXXXXXXXX XXXXXXX
            X gettext(u'Closed') XXXXXXXBBBBBB
    XXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXX
        XXXXXXX
            XXXXXXXXXXXX XXXXX XXXXXXXXXX
            XXXXXXXXXXXXX
            XXXXXXXXXX
            XXXXXXXX
            XXXXXXXXX
            XXXXXXXXXXXXXX
            XXXXXXXXXX
            XXXXXXXXXXXX gettext(u'Add hours on %(day)s') SSS SSSSS SS SSSSSSSX
            XXXXXXX gettext(u'Add hours') X
            BB BBBBBBBBXXXXXXXXXBBBBB
        X
            BBBB BBBBBB
        XXXXXXXXX
        XXXXXXX
            XXXXXXXXXXXX XXXXX XXXXXXXXXX
            XXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXX
            XXXXXXXXXXXX gettext(u'Copy the hours of %(day)s') SSSS SSS SSSSS SS SSSSSSSX
            XXXXXXX gettext(u'Copy to other days') X
            BB BBBBBBBBBBB BB BBBBBBXXXXXXXXXBBBBB
        X
            BBBB BBBBBB
        XXXXXXXXX
        XXXX
            XXXXXXXXXXX XXXXXXXXXX
            XXXXXXXXXX
            XXXXXXX
            XXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXXXXXXXXX
        X
            XX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
                 gettext(u'Copy %(day)s’s hours to') SSSS SSSSSSSSS SSSSS SS
            XXXX
            XXX XXXXXXXXXXXXXXXXXX
                BBB BBBBB BB BBBBBB BBBBBBBBBBBB BB BBBBBBBBBBXXXX
                            XXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                                XXXXXXXX
                        XXXXXBBBBBBBBBBB
            XXXXX
            XXXXXXX XXXXXXXXXXXX XXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXX
                 gettext(u'Copy to the ticked days') 
            XXXXXXXXX
            XXXX
            XXXX
                XXXX
                    XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXX
                         gettext(u'To Monday to Friday') 
                    XXXXXXXXX
                XXXXX
                XXXX
                    XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXX
                         gettext(u'To every day') 
                    XXXXXXXXX
                XXXXX
            XXXXX
        XXXXXX
    XXXXXX
XXXXXXXXXXX
