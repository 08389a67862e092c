 #

BBBB BBBB
XXXX XXXXXXXXXXXXXX
    XXXXXX XXXXXXXXXXXXXXXXXXX
    BB BBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXXXXXX
            XXXXXXX
                XXXXXXXXXXX
                XXXXXXXXX
                BB BBBBBBBBBXXXXXXXXXBBBBB
                BB BBBBBBBBBBXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
            X
                XXXXXXX XXXXXXXXX gettext(u'Choose…') XXXXXXXXX
                BBB BBB BB BBBBBBBBBBBBXXXXXXX
                        XXXXXXXX
                        BB BBBBBBB BB BBBBBBBBBBBBXXXXXXXXBBBBB
                    X
                        BB BBBBBBBBBBX BBBBB
                    XXXXXXXXXBBBBBB
            XXXXXXXXX
            XXXXXXX
                XXXXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXX
                XXXXXXXXXXXX
                XXXXXXXXXXXXXX
                XXXXXXXXXX
                XXXXXXXXXXXXX
            X
                 gettext(u'Add') 
            XXXXXXXXX
        XXXXXX
    BBBB
        XX XXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXX BB BBBBBBBBBXXXXXXXXXBBBBBX
             gettext(u'All of them are already in the list.') 
        XXXX
    BBBBB
    BB BBBBBBBBBBXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
XXXXXX
