 #

BBBB BBBB
XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
    BBBB BBBBBBBBBB
    XXXXX
        XXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            BB BBBBBBBBBBBB BBB BBBBBBBBXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXBBB BBBBBBBBBBBBB BBBBBBBBBBX
                    XXXXXXXXXXXXXXXX
                X
                    BBBBBBBBBB
                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXX
                         gettext(u'Move it for %(name)s too') SSSS SS SSS SSSSSSSS
                            SSS
                    XXXXXXXXX
                XXXXXXXBBBBB
            XXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBB BBBBBBBBBBX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                XXXXXXX
                    XXXXXXXXXXXXXX XXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXXXXXXXXX
                X
                     gettext(u'Put it back') 
                XXXXXXXXX
                BB BBB BBBBBBBBBBBBXXXXXXX
                        XXXXXXXXXXXXXX XXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXXX
                        XXXXXXXXXXXXXXXXX
                    X
                         gettext(u'Leave it out') 
                    XXXXXXXXXBBBBB
            XXXXXXX
            BB BBB BBBBBBBBBBBB BBB BBBBBBBBBBXX
                    XXXXXXXXXXXXX XXXXXXX XXXXXX
                    XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBX
                X gettext(u'Cancel the meeting') XXXXBBBBB
        XXXXXX
    XXXXXX
XXXXXX
