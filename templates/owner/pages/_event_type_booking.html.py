BBBB BBBB
 _("Approval and packages") 
    BBBB BBBB gettext(u'Whether you approve bookings first, and how many meetings each one includes') BBBBBBB
    BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
        BBBB BBBBB gettext(u'The meeting is confirmed as soon as the customer books.') BBBBBBB
        BBBB BBBBBB gettext(u'Customers suggest up to three times. You approve one or decline.') BBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
    BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBB
        BBBB BBBBB gettext(u'One booking is one meeting.') BBBBBBB
        BBBB BBBBBB gettext(u'One booking is several meetings. Each can be moved or cancelled on its own.') BBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXX
         _("meetings, 2 to 20") 
    XXXXXX
BBBBBBBBBBBB
