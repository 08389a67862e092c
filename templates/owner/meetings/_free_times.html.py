 #
 #
 #

BBBB BBBB
BB BBBXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXX
        XXXXXXXX
             XXXXXXX gettext(u'Your time (%(zone)s)') SSSS SSSS
                    SSSSSSSSSSXXXXXXXXBB BBBBBBBBBBXXXXXX
                X gettext(u'Below each: customer’s time (%(zone)s)') SSSSS SSSSS SSSSSSSSSS
                        SSSS SSSSSSSSSSXXXXXXXXBBBBB
        XXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            BBB BBBBB BBBBB BB BBBBBBBB BBBBXXX XXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
                XXXX XXXXXXXXXXXXXXXXXX
                    BBB BBB BB BBBBBXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                                XXXXXXXXXXXX
                                XXXXXXXXXXXX
                                XXXXXXXX
                                BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBBBBBBBBB
                                    XXXXXXX
                                BBBBB
                            X XXXXXXBB BBBBBBBBBB
                                    XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'for the customer') 
                                        XXXXXXXXXXXXXXXBBBBBXXXXXXXXXXXXXXXBBBBBB
                XXXXXX
            BBBBBB
        XXXXXX
        
    XXXXXXXXXXXBBBBB
