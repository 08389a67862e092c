BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Availability')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Availability") 
        XXX gettext(u'Schedules set when people can be booked. Booking pages use them.') XXXX
        BBBB BBBBBBB
            BB BBBB BB BBBBBBBBBBBBBBBBBBB
                XX
                    XXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBX
                XBBBB BBBBBB gettext(u'New schedule') XXXX
            BBBBB
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBB
    BB BBBB
        XXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'Name') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Hours') XXXXX
                        BB BBBBBBBBBBBBBXXX XXXXXXXXXXXX gettext(u'Owner') XXXXXBBBBB
                        XXX XXXXXXXXXXXX gettext(u'Used by') XXXXX
                        XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                    XXXXX
                XXXXXXXX
                XXXXXXX
                    BBB BBBBBBBBB BBBBBB BBBBBBBBB BB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                XXXXXXXX
            XXXXXXXX
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
    BBBB BBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
    BBBB
         _("You have no schedule yet") 
             gettext(u'A schedule sets when you can be booked: weekly hours and date overrides.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBXX gettext(u'New schedule') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
