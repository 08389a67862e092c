 #
 #
 #

BBBB BBBBXXXXXXX
    XXXXXXXXXXXX XXXXXXXXXX
    XXXXXXXXXXXXX
    XXXXXXXXXXXXXXXXXXXXX
    XXXXXXXXXX
    XXXXXXXXXXXX gettext(u'More actions for %(title)s') SSSS SSSSSSS SSS SSSSSSSSSX
    BB BBBBB BB BBBBBBXXXXXXXXXBBBBB
X
    BBBB BBBBBB
XXXXXXXXX
XXXX XXXXXXXXXXXX XXXXXXXXXX XXXXXXXX
    XXXX
        BB BBB BBBBBXXXX
                XXXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXXXBB BBBBXBBBBBX
                    XXXXXXX
                    XXXXXXXXXXXXXX
                    XXXXXXXXXX
                X
                    BBBB BBBBBBBBBBBB
                     gettext(u'Move up') 
                XXXXXXXXX
            XXXXXBBBBB
        BB BBB BBBBXXXX
                XXXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXXXXXBB BBBBXBBBBBX
                    XXXXXXXXX
                    XXXXXXXXXXXXXX
                    XXXXXXXXXX
                X
                    BBBB BBBBBBBBBBBBBB
                     gettext(u'Move down') 
                XXXXXXXXX
            XXXXXBBBBB
        XXXX
            XXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXX
                XXXXXXXXXXXXXXBB BBBBXBBBBBX
                XXXXXXXXXXXXXX
                XXXXXXXXXX
                XXXXXXXXXXXXXXXXXXXXX
            X
                BBBB BBB
                 gettext(u'Remove') 
            XXXXXXXXX
        XXXXX
    XXXXX
XXXXXX
