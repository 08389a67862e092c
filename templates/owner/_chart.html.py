 #

BBBB BBBB BBBB
BBBBBBBB BBBXXXX
        XXXXXXXXXXXXX
        XXXXXXXXXX X  X
        XXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    X
        XXXXXX XXXXXXXXXXXXXXXXX
            BB BBBBBBBBBBBBB
                 gettext(u'Links made, opened and booked, by week') 
            BBBB
                 gettext(u'Links made, opened and booked, by day') 
            BBBBB
        XXXXXXXX
        BBB BB BBBBB BB BBBBBBBBBBBXXXXX XXXX XX XXXXXXX
                XXXFFFFFFFFX
                XXXX
                XXXXXX
                XXXXXXXXXXXXXXXXX
            X
                
            XXXXXXXBBBBBB
        BBB BBB BB BBBBBBBBBBBBB BBB BB BBBBBBBBXXXXX
                    XXXXXXXXXXXX
                    XXXX
                    XXXX
                    XXXXXXXX
                    XXXXXXXXX
                    XXXXXXXX
                XXBBBBBBBB BBBBBBBBXXXXX
                    XXXX
                    XXXX
                    XXXXXXX
                    XXXXXXXXXXXXXXXXXXXX
                    BB BBBBBBBBBBBXXXXXXXXXXBBBBB
                X
                    
                XXXXXXXBBBBBBBBBBB
    XXXXXXBBBBBBBBBBB
