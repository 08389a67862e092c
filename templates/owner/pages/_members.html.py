 #

BBBB BBBB
BB BBBBBBBBB
    XXXXXX XXXXXXXXXXXX XXXXXXXX XXXXXXXXXX
        XXXXXXX
            XXXX
                XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Order') XXXXXXXXXXXX
                XXX XXXXXXXXXXXX gettext(u'Booking page') XXXXX
                XXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'Priority') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Takes part') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Bookings received') XXXXX
                XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
            XXXXX
        XXXXXXXX
        BBB BBBBBB BB BBBBBBBBB
            BBBB BBBBBBBBBBBBBBBBBBB
                 gettext(u'%(name)s, %(number)s of %(count)s') SSSSSSSSS
                    SSSSSSSSSS SS SSSSSSSSS
                XXXXXX XXXXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXXXXXXXXX
                            XXXXXX
                                XXXXXXXXXXXXX
                                XXXXXXXXXXXXX
                                XXXXXXXX
                            XBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
                        XXXXX
                        XXX XXXXXXXXXXXX
                            BB BBBBBBBB BB BBBBBB _("Next in line") BBBBB
                            BB BBBBBBBBBBBBBXXXXXXXXXXXXXXXBBBBB
                            BB BBB BBBBBBBBBBBBBBBBBBXXXXXX
                                X gettext(u'Its host is deactivated') XXXXXXXXBBBB BBB BBBBBBBBBBBBBBBBBBBBXXXXXX
                                X gettext(u'Paused: gets nothing at the moment') XXXXXXXXBBBBB
                        XXXXX
                        XXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Priority') XX
                            XXXXXX
                                XXXXXXXXXXX
                                XXXXXXXXXXXXXXXXXXX
                                XXXXXXXXXXXXXXXX
                                XXXXXXXXXXXXXX
                                XXXXXXXX
                                XXXXXXXXXXXXX
                                XXXXXXXXXXXXXXXXXX
                                XXXXXXXXXXXX gettext(u'Priority of %(name)s, 1 to 10') SSSSSSSS SS SSSSSSSSS S SS SSX
                                BB BBBBBBBBBBBB
                                    XXXXXXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                                BBBBB
                            X
                            BB BBBBBBBBBBBBXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX
                                    XXXXXXXXX
                                XXXXXBBBBB
                        XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Takes part') XX
                            XXXXXX
                                XXXXXXXXXXXXXXX
                                XXXXXXXXXXXXX
                                XXXXXXXXXXXXXX
                                XXXXXXXXXXXX gettext(u'%(name)s takes part') SSSSSSSS SSSSS SSSSX
                                BB BBBBBBBBBBBBBXXXXXXXBBBBB
                            X
                        XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Bookings received') XXXXXXX
                        XXX XXXXXXXXXXXXXXXXXX
                            BBBB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBB
                                BB BBBBBBBBBBBB BB BBBBBBBBBBBBBBBB
                                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBB
                                BBBB
                                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBB
                                BBBBB
                            BBBBBBB
                        XXXXX
                    XXXXX
                XXXXXXXX
            BBBBBBB
        BBBBBB
    XXXXXXXX
BBBB
    XX XXXXXXXXXXXXX gettext(u'No members yet. Add a booking page to start sharing meetings.') XXXX
BBBBB
 _("Add a booking page") 
