 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXXX
        XXX XXXXXXXXXXXXXXXXXX gettext(u'Rows to fix') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'Fix them here or in the list below, then check again. Empty rows are left out.') 
        XXXX
    XXXXXX
    XXX XXXXXXXXXXXXXXXXXXXXXXX
        BBB BBB BB BBBBBBBBBBBBBXXXX
                BB BBBBBBBBBBBB
                    XXXXXX XXXXXXXXXXX gettext(u'Row %(number)s') SSS
                            SSSSSSSSSSXXXXXXXX
                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXX
                    XXXXXX
                        XXXXXXXXXXX
                        XXXXXXXXX
                        XXXXXXXXXXX
                        XXXXXXXX
                        XXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    X
                BBBB
                    XXX gettext(u'Row %(number)s') SSS SSSSSSSSSSXXXX
                    XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
                BBBBB
                XX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX
            XXXXXBBBBBB
    XXXXX
    XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Check again') XXXXXXXXXXXXXXX
XXXXXXXXXX
