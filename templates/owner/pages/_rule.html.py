 #

BBBB BBBB
 gettext(u'%(name)s, row %(number)s of %(count)s') SSSSSSSSS SSS SSSSSSSSSS SS
    SSSSSSSSS
XXXXXX XXXXXXXXX
    XXXX
        XXX XXXXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXFFFFFXXXXXXX
        XXXXX
        XXX XXXXXXXXXXXX gettext(u'Event type') XX
            XXXXXXX
                XXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXX
                XXXXXXXXXXXX gettext(u'Event type') X X
                BB BBBBB BB BBBBBBBBBBBBXXXXXXXXXBBBBB
                BB BBBBBBBBBBBBBBBBBBBBB
                    XXXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                BBBBB
            X
                XXXXXXX XXXXXXXXX gettext(u'Choose…') XXXXXXXXX
            XXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXX
        XXX XXXXXXXXXXXX gettext(u'Booking assignment') XX
            XXXXXXX
                XXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXX
                XXXXXXXXXXXX gettext(u'Booking assignment') X X
                BB BBBBBBBBBBBBBBBBBBBBB
                    XXXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                BBBBB
            X
                XXXXXXX XXXXXXXXX gettext(u'Choose…') XXXXXXXXX
            XXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXX
        XXX XXXXXXXXXXXX gettext(u'Additional team members') XX
            XXXX XXXXXXXXXXXXXXXXXX
                BB BBBBBBBBXXX XXXXXXXXXXXXXX
                        BBB BBBB BBBBB BBBBBBB BB BBBBBBBBXXX XXXXXXXXXXXXX
                                XXXXXX
                                    XXXXXXXXXXXXX
                                    XXXXXXXXXXXX
                                    XXXXXXXX
                                XBB BBBBBBBBBBB BBBBBBBXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Pool') X
                                    XXXXXXXBBBBBBBB BBBBBBBBBBBXXXXXXXXXXXXXXXXXXXX
                                    XXXXXXXXXXXX XXXXXXXXXX
                                    XXXXXXXXXXXXX
                                    XXXXXXXXXXX
                                    XXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXX
                                    XXXXXXXXXX
                                    XXXXXXXXXXXX gettext(u'Remove %(name)s from %(title)s') SSSSSS SSSSSSSS SSSS SSSSSSSSSX
                                    XXXXXXX gettext(u'Remove') X
                                X
                                    BBBB BBB
                                XXXXXXXXX
                            XXXXXBBBBBB
                    XXXXXBBBBB
                XXXX XXXXXXXXXXXXXXXXXX
                    XXXXXXX
                        XXXXXXXXXXXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXXXX gettext(u'Another team member') X X
                        BB BBBBB BB BBBBBBBBBXXXXXXXXXBBBBB
                        BB BBBBBBBBBBBBBBBBBB
                            XXXXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                        BBBBB
                    X
                        XXXXXXX XXXXXXXXX gettext(u'Add someone…') XXXXXXXXX
                    XXXXXXXXX
                    XXXXXXX
                        XXXXXXXXXXXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXX
                        XXXXXXXXXXXXXX
                        XXXXXXXXXX
                        XXXXXXXXXXXX gettext(u'Add') X X
                    X
                         gettext(u'Add') 
                    XXXXXXXXX
                XXXXXX
            XXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB
        XXXXX
        XXX XXXXXXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBXXXXX
    XXXXX
    BB BBBBBBBBBBBBXXX XXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXX
            XXX XXXXXXXXXXXX
                BBB BBBBBBB BB BBBBBBBBBBBBXX XXXXXXXXXXXXXXXX
                        BBBB BBBBBBBXXXXXXXXXXXXX
                    XXXXBBBBBB
            XXXXX
        XXXXXBBBBB
XXXXXXXX
