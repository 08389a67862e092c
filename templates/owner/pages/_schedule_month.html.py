 #

BBBB BBBB
XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXXXXX
        XXXX
            BBB BBBBB BBBBB BB BBBBBBBBBBBBBBXXX XXXXXXXXXXX XXXXXXXX
                    XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXXXXBBBBBB
        XXXXX
    XXXXXXXX
    XXXXXXX
        BBB BBBB BB BBBBBBBBBBBXXXX
                BBB BBB BB BBBBBB BBBXXX
                            BB BBBBBBBBBBBXXXXXXXXXXXXBBBB BBB BBBBBBBBXXXXXXXXXXXXBBBBB
                        X
                            XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                            XXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                    BB BBBBBBBBBBBBXXXXXXXXXXXXXBBBBB
                                XXXXXXXXBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBXXXXXXX
                            BB BBB BBBBBBBBBBBXXXX
                                    XXXXXXXXXXXXXX
                                    XXXXXXXXXX X XX X
                                    XXXXXXXXXXXXXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXX
                                X
                                    XXXXXXXXXXXXXXX
                                    XXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXX XX
                                    BBB BBBB BBBBBB BB BBBBBBBBXXXXX
                                            XXXXXXXXXXXXXXXXXXX
                                            XXXX
                                            XXXXXXXXXX
                                            XXXXXXXXX
                                        XXBBBBBB
                                XXXXXXBBBBB
                        XXXXXBBBBXXXXXXXXXBBBBBBBBBBB
            XXXXX
        BBBBBB
    XXXXXXXX
XXXXXXXX
XXX XXXXXXXXXXXXXXXXXX
    XXXXXXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Open') XXXXX
    XXXXXXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Closed') XXXXX
    BB BBBBBBBB BB BBBBBBBBBBBXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB
             gettext(u'Repeating') 
        XXXXXBBBBB
    BB BBBBBB BB BBBBBBBBBBBXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB
             gettext(u'Override') 
        XXXXXBBBBB
    BB BBBBB BB BBBBBBBBBBBXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBB
             gettext(u'Time off or holiday') 
        XXXXXBBBBB
XXXXX
