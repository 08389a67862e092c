 #
 #
 #
 #

BBBB BBBB
BB BBBBBBBBBBB BB BBBB BB BBBBBBB
    XXXX
        XXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXX
        XXXXXXXXXXXX
        XXXXXXXXXXXX gettext(u'Please check the form') X
    X
        BBBB BBBBBBB
        XXXXX
            XXXX gettext(u'Please check the form') XXXXX
            XXXX
                BB BBBBBBBXXXXXXXXXBBBBB
                BB BBBBBBBBBBB
                    BBB BBBBB BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXXXBBBBBB
                    BBB BBBBB BB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBB
                            XXXX
                                XX
                                    XXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBX
                                XXXXXX 
                            XXXXX
                        BBBBBBBBBBB
                BBBBB
                BBB BBBBBBB BBBBBB BBBB BB BBBBXXXX
                        XX XXXXXXXXXXXXXX 
                    XXXXXBBBBBB
            XXXXX
        XXXXXX
    XXXXXX
BBBBB
