 #

BBBB BBBB
BB BBB BB BBBBBB
     _("No past meetings") 
         gettext(u'Meetings move here once they have ended.') 
        BBBB BBBBBB
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Upcoming meetings') XXXX
        BBBBBBB
    BBBBBBBBBBBB
BBBB BBB BB BBBBBBBBBB
     _("No requests") 
         gettext(u'Event types with approval let customers suggest times. Their requests appear here for you to answer.') 
        BBBB BBBBBB
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Upcoming meetings') XXXX
        BBBBBBB
    BBBBBBBBBBBB
BBBB BBB BB BBBBBBBBBBB
     _("Nothing cancelled") 
         gettext(u'Cancelled and declined meetings appear here, as do requests that were not answered in time.') 
        BBBB BBBBBB
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Upcoming meetings') XXXX
        BBBBBBB
    BBBBBBBBBBBB
BBBB
     _("No upcoming meetings") 
         gettext(u'When a customer books through one of your links or pages, the meeting appears here.') 
        BBBB BBBBBB
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Share') XXXX
        BBBBBBB
    BBBBBBBBBBBB
BBBBB
