BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Meeting logs')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Meetings") 
        BBBB BBBBBB
            XXXX XXXXXXXXXXXXXX
                BB BBBBBXX
                        XXXXXXXXXXXXX XXXXXXXX
                        XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBXBBBBBX
                    X gettext(u'Download as CSV') XXXXBBBBB
            XXXXXX
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX gettext(u'Every booking, the link it came through, and its status.') XXXX
    BB BBBBB BB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BB BBBBB
        XXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXX XXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'Customer') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Status') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Meeting') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Event type') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Link type') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Booked') XXXXX
                        XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                    XXXXX
                XXXXXXXX
                XXXXXXXBBB BBBB BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXX
            XXXXXXXX
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
        BB BBBBB BB BBBBBXXXX XXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Pages of the list') XX
                BB BBBBBXX
                        XXXXXXXXXX
                        XXXXXXBBB BBBBBBBBBBBBBBXX
                    X gettext(u'Newer bookings') XXXXBBBBXXXXXXXXXXXXXBBBBB
                BB BBBBBXX
                        XXXXXXXXXX
                        XXXXXXBBB BBBBBBBBBBBBBBXX
                    X gettext(u'Older bookings') XXXXBBBBB
            XXXXXXBBBBB
    BBBB BBBBBBBBBBBBBBBBBB
         _("No meeting matches") 
             gettext(u'No meetings match these filters.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBXX gettext(u'Clear the filters') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB BBBBBBBBBBBBB
         _("All of them are hidden") 
             gettext(u'Every meeting here was booked through a single-use link, and those are hidden.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBXX gettext(u'Show them') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB
         _("Nothing booked yet") 
             gettext(u'When a customer books through one of your links or pages, the meeting appears here and stays.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Share') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
