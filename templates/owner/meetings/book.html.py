BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Book for a customer')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBXXBBBBBBBB
BBBBB BBBBBBB
    
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
     _("Book for a customer")  _("Meetings") 
        BBBB BBBBBBB BBBBBBBBBBBBBBBBB
    BBBBBBBBBBBB
    BB BBB BBBB
         _("Nothing to book yet") 
             gettext(u'Meetings are booked on booking pages, and none of yours takes bookings.') 
            BBBB BBBBBBXX
                    XXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBX
                X gettext(u'Booking pages') XXXXBBBBBBB
        BBBBBBBBBBBB
    BBBB
        XXXX XXXXXXXXXXXX XXXXXXXXXX
            XXXXX
                XXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBXX
                    XXXX XXXXXXXXXXXXXX
                        XXXXXX XXXXXXXXXXXXXXXX gettext(u'Page') XXXXXXXX
                        XXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXX
                            BBB BBB BBBB BB BBBBBXXXXXXX
                                    XXXXXXXX
                                    BB BB BB BBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXXBBBBB
                                X
                                    
                                XXXXXXXXXBBBBBB
                        XXXXXXXXX
                    XXXXXX
                    BB BBBBBBXXXX XXXXXXXXXXXXXX
                            XXXXXX XXXXXXXXXXXXXXXXX gettext(u'Event type') XXXXXXXX
                            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX
                                BBB BBBB BBBB BB BBBBBBXXXXXXX
                                        XXXXXXXX
                                        BB BBB BB BBBBBXXXXXXXXBBBBB
                                    X
                                        
                                    XXXXXXXXXBBBBBB
                            XXXXXXXXX
                        XXXXXXBBBBB
                    XXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Show') XXXXXXXXX
                XXXXXXX
            XXXXXX
            BB BBBBBB
                XXXXX
                    XXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXBBB BBBBBBBBBBX
                    XXXXXXXXXX
                    XXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXBB BBBBBBBBBBBBBXXXXBBBBBX
                    XXXXXXXXXXXXBBB BBBBBBBBBBBBBBBBBX
                X
                    BBBBBBBBBB
                    XXXX XXXXXXXXXXXXXX
                        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
                        XX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXX
                        XXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
                        XXXXXXXXX XXXXXXXXXXXXX
                            XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX
                                XXXXX
                                     gettext(u'The times could not be loaded.') 
                                    XXXXXXX XXXXXXXXXXXXXX XXXXXX XXXXXXXXXX XXXXXXXXXXXXXX
                                         gettext(u'Try again') 
                                    XXXXXXXXX
                                XXXXXX
                            XXXXXX
                        XXXXXXXXXXX
                        XXXX XXXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
                    XXXXXX
                    XXXX XXXXXXXXXXXXX
                        
                        BBB BBBBB BB BBBBBBBBBBBBBBBB
                        XXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                        XX XXXXXXXXXXXXXXXXXXXX
                             gettext(u'The same rules apply as for customers: hours, notice, limits and busy time. Everyone gets the usual emails.') 
                        XXXX
                        XXXX XXXXXXXXXXXXXXXXXXXXX
                            XXXXXXX XXXXXXXXXXXXXX gettext(u'Book') XXXXXXXXX
                            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Cancel') XXXX
                        XXXXXX
                    XXXXXX
                XXXXXXX
            BBBB
                XX XXXXXXXXXXXX XXXXXXXXXXXX
                     gettext(u'Nothing on this page can be booked for a customer. Packages of several sessions are booked by customers themselves.') 
                XXXX
            BBBBB
        XXXXXX
    BBBBB
BBBBBBBB BBBBBBB
