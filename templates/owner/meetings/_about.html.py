 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXX gettext(u'About the meeting') XXXXX
    XXX XXXXXXXXXXXXXX
        BB BBB BBBBBBBBBXXXX gettext(u'Your time') XXXXXXXXX
                XXXXXXXXX XXXXXXXXXXXXXXXXXXXXFFFFFFXXXXXXX
            XXXXX
            XXXX gettext(u'Customer’s time') XXXXXXXXX
                XXXXXXXXX XXXXXXXXXXXXXXXXXXXXFFFFFFXXXXXXX
            XXXXXBBBBB
        XXXX gettext(u'Length') XXXXX
        XXXXXXXXX
        XXXX gettext(u'Customer') XXXXX
        XXXX
            XXXXX XXXXXXXXXXXXXXXXXXXXXXXXBB BBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
                    XXXXXXXXXXXXXX
                XXXXXBBBBB
        XXXXX
        BBB BBBBBB BBBBB BB BBBB
            BB BBBBB
                XXXXXXXXX
                XXXX
                    BB BBBBBBBBBBBBBB BB BBBBBBBB
                        BBB BBBBBBB BB BBBBBXX
                                XXXXXXXXXXXXXX
                            XXXXXBB BBB BBBBBBBBBBBBXXXXBBBBBBBBBBB
                    BBBB BBBBBBBBBBBBBB BB BBBBBBB
                        XX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    BBBB
                        XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                    BBBBB
                XXXXX
            BBBBB
        BBBBBB
        XXXXBB BBBBBBBBBBBB B B gettext(u'Hosts') BBBB gettext(u'Host') BBBBBXXXXX
        XXXXBBB BBBB BB BBBBBBB BBB BBBBBBBBBBBBXXXXBBBBBBBBBBBXXXXX
        XXXX gettext(u'Where') XXXXX
        XXXX
            BB BBBBBBBBBBBBBBBBXXXXXXXXX
                    XXXXXXXXXXXXXXXX
                XFFFFFFXXXXXXXBBBBB
        XXXXX
        BB BBBBBBBBBBBBBBBBBB B BXXXX gettext(u'Session') XXXXXXXXX
                 gettext(u'%(number)s of %(total)s') SSSSSSSSSS SS
                    SSSSSSSSS
            XXXXXBBBBB
        XXXX gettext(u'Reference') XXXXX
        XXXXXXXXX
    XXXXX
XXXXXXXXXX
