 #

BBBB BBBB
 gettext(u'Place') 
BBBB BBBBBBBBBBBBBBXXXXXXXXX
        XXXXXXXXXXXXX
        XXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXXXXXXXBB BBBBBBBBBBBB XXXXXXBBBBBX
    X
        XXXXXXXXXXXXXXXXX
        BB BBBBBBBBBBB B BBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXX XXXXXXXXXXXXX XXXXXX
            BBB BBB BB BBBB
                XXXX
                    XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXXXX
                            XXXXXXXX
                            BB BBBBBBBBBBXXXXXXXBBBBB
                        X XXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                        XXXXXX
                            XXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXXX
                            XXXXXXXXXXXXXX
                            XXXXXXXX
                            XXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXX
                        XXXXXXXXX
                XXXXX
            BBBBBB
        XXXXX
        BB BBBBBBBBBBB B BBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX
        
    XXXXXXXXXXXBBBBBBB
