 #

BBBB BBBB BBBBB
BBBBBBBBBBBBBBBBBBBB BB BBBBBBBB
BBBBBBBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBB
XXXXXXXXX XXXXX
XXXXX XXXXXXX XXXXXBB BBBBBBBBBBBBBXXXBBBBXXXBBBBBXX
    XXXXXX
        XXXXX XXXXXXXXXXXXXXXX
        XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        XXXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXX
        XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXX
        XXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXX XXXXXXXXXXX XXXXXXXXX XXXXXXXX
        XXXXXXXXXXXXXXX
        XXXXXXX
            XXXXX X
                XXXXXXXXXXXXX XXXXX XXXXX
            X
            XXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXX X
                XXXXXXX X
                    XXXXXXXXXXXXXXXXX XXXXXXX XXXXXXXXXXX
                X
                XXXXX X
                    XXXXXXXXXXXXX XXXXXXX XXXXXXXXXXX
                    XXXXXXXXXXXXXXXXX XXXXXXX XXXXXXXXXXX
                X
                XXXXX X
                    XXXXXX XXXXXXX XXXXXXXXXXX
                X
                XXXXX X
                    XXXXXX XXXXXXX XXXXXXXXXXX
                X
                XXXXX X
                    XXXXXXXXXXXXX XXXXXXX XXXXXXXXXXX
                X
                XXXXX X
                    XXXXXX  XXXXXXXXXXX
                X
                XXXXX X
                    XXXXXXXXXXXXXXXXX  XXXXXXXXXXX
                X
                XXX X
                    XXXXXX  XXXXXXXXXXX
                X
                XXXXX X
                    XXXXXXXX XXX XXXXXXXXXXX
                    XXXXXXXXXXXXXXXXX XXXXXXX XXXXXXXXXXX
                    XXXXXX XXXXXXX XXXXXXXXXXX
                X
            X
            XXXXXX XXXXXXXXXXX XXXXXX X
                XXXXXXX X
                    XXXXXXXX XXXX XXXX XXXXXXXXXXX
                X
                XXXXXXX XXXXXX X
                    XXXXXXXX XXXXX XXXXXXXXXXX
                    XXXXXX XXXX XXXXXXXXXXX
                    XXXXXXXX X XXXXXXXXXXX
                    XXXXXXX X XXXXXXXXXXX
                X
                XXXXXX X
                    XXXXXXXXXXXXXXX XXXX XXXXXXXXXXX
                X
            X
        XXXXXXXX
    XXXXXXX
    XXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXX XX XXXXXXXX XX XXXXXXXXXXXXXXXXX XXXXXXXXX
        BB BBBBBBBBB
            XXXX XXXXXXXXXXXXXXX XXXXX XXXXXXXXXXX XX XXXXXXXXX XXXXXXX XXXXXXXXXX XXXX XXXXXXXXXXXX XXXX XXXXXXXX XX XXXXXXXXX XXXXX
                FFFFFFFF
            XXXXXX
        BBBBB
        XXXXXX
            XXXXXXXXXXXXXXXXXXX
            XXXXXXXXXXXXXX
            XXXXXXXXXXXX
            XXXXXXXXXXXXXXX
            XXXXXXXXXXXXXXX
            XXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXX
        X
            XXXX
                XXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXX XXXXX XXXXXXXXXXX XXXXXXXXXXXX
                    XXXXXX
                        XXXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXX
                        XXXXXXXXXXXX
                        XXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXX
                        XXXXXXXXXX
                        XXXXXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXX XXXXXXXX XXXXXXX XXX XXXXX XXXXXXXX XXXXXXXXXXXXXX XXXXX
                    X
                        XXXX
                            XXX
                                XXXXXXXXXXXXX XXXXX
                                XXXXXXXXXXXXXXX XXXX XXXXX XXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXX XXXXXX XXXX XXXXXXX XXXXXXXXXX XXXXXX XXXXXXXXXXX XXXXXXXXXX XXXXX XXXXXXXXXXXX XXXX XXXXXX XXXXXXXX
                            X
                                BB BBBBBBBBBB
                                    XXXX
                                        XXXXXXXXXXXX
                                        XXXXXX
                                        XXXXXX
                                        XXXXXXXXXXX
                                        XXXXXXXXXXXXXXX XXXXXX XXXXXXX XXXXX XXXXXXX X X XXXXX XXXXXXX XX XXXXXXXXXXXXXX XXXX XXXXXXXXXX XXXXX XXXXXXXXXXXX XXXX XXXXXXXXXXXX XXXXX
                                    X
                                BBBBB
                                BBBBB BBBBBBBBBBBBBBB
                            XXXXX
                        XXXXX
                    XXXXXXXX
                    XX
                        XXXXXXXXXXXX
                        XXXXXXXXXXXXXX XXXX X XX XXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXX XXXXXX XXXX XXXXXXX XXXXXXXXXX XXXXXX XXXXXXXXXXX XXXXXXXXXX XXXXX XXXXXXXXXXXX XXXX XXXXXX XXXXXXXX
                    X
                        BB BBBBBBBBBBBBBBBBBBBBBB gettext(u'Sent by %(product)s for %(organization)s') SSSS SS
                                SSSSSSSSSSS SSS SSSSSSSSSSSSSSSSBBBBB
                    XXXX
                XXXXX
            XXXXX
        XXXXXXXX
    XXXXXXX
XXXXXXX
