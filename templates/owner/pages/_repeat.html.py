 #
 #
 #

BBBB BBBB
XXXX XXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
        XX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXX _("Incomplete repeating day") XXXX
        BB BBBBXX XXXXXXXXXXXXXXXXXXXX
                BB BBBBBB gettext(u'Next:') 
                    BBB BBB BB BBBBBBXXXXXXBB BBB BBBBBBBBBBBBXBBBBBXXXXXXX
                    BBBBBBBBBB gettext(u'No matching day in the next two years.') BBBBB
            XXXXBBBBB
    XXXXXX
    XXXXXXX
        XXXXXXXXXXXX XXXXX XXXXXXXXXX
        XXXXXXXXXXXXX
        XXXXXXXXXXXXX
        XXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXXX
        XXXXXXXXXX
        XXXXXXXXXXXX gettext(u'Remove the repeating day') X
        XXXXXXXXXXXXXXXXXXXXXXXX
        XXXXXXX gettext(u'Remove') X
    X
        BBBB BBB
    XXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'Every') XXXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXX
                XXXXXXXX
                XXXXXXX
                XXXXXXXX
                XXXXXXXX
                BB BBBBBXXXXXXXXXBBBBB
                BB BBBBBBBBBBBBXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
            X
        XXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Weeks or months') XXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXX
            X
                BBB BBBBBB BBBBB BB BBBBBXXXXXXX
                        XXXXXXXX
                        BB BBBBB BB BBBBBBBBBBBXXXXXXXXBBBBB
                    X
                        
                    XXXXXXXXXBBBBBB
            XXXXXXXXX
        XXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Day') XXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXXX
            X
                BBB BBBBBB BBBBB BB BBBBBBBBXXXXXXX
                        XXXXXXXX
                        BB BBBBB BB BBBBBBBBBBBBBBXXXXXXXXBBBBB
                    X
                        
                    XXXXXXXXXBBBBBB
            XXXXXXXXX
        XXXXXX
    XXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'Hours')  XXXXX
                    XXXXXXXXXXXXXXXX
                X gettext(u'(empty: closed)') XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                XXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXX
                    XXXXXXXX
                    XXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX gettext(u'closed') X
                    XXXXXXXXXXXX gettext(u'From, empty for a closed day') X
                    BB BBBBBBBBBBBBXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
                XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                    XXXXXXXX
                    XXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX gettext(u'closed') X
                    XXXXXXXXXXXX gettext(u'To, empty for a closed day') X
                    BB BBBBBBBBBBBBXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
                X
            XXXXXX
        XXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'Counted from') XXXXXXXXXXXXXX
                XXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXX
                XXXXXXXX
            X
        XXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'Until')  XXXXX
                    XXXXXXXXXXXXXXXX
                X gettext(u'(optional)') XXXXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXX
                XXXXXXXX
            X
        XXXXXX
    XXXXXX
    BB BBBBBBBBBBBBXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
XXXXXX
