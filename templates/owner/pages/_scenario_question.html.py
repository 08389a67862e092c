 #

BBBB BBBB
BB BBBBBBBB
    XXXX
        XXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXX
        XXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    X
        BBBB BBBBBBB
        XXXX XXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXXXX
                 gettext(u'Change the scenario? It is “%(scenario)s” now.') SSSSSS SSS SSSSSSSSS SS SS
                    SSSSSSSSSSSSSS SSSS
            XXXXX
            XXXXBBB BBBB BB BBBBBBBBXXXXXXXXXBBBBBBXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX XXXXXXXXX
                     gettext(u'Change the scenario and save') 
                XXXXXXXXX
                XX
                    XXXXXXXXXXXXX XXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBX
                X gettext(u'Keep it as it was') XXXX
            XXXXXX
        XXXXXX
    XXXXXX
BBBBB
