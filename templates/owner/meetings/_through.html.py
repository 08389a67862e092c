 #

BBBB BBBB
BB BBBB BB BBBBBBBB
     gettext(u'Public page') 
BBBB BBBB BB BBBBBBBBBBBB
     gettext(u'One-time link') 
BBBB BBBB BB BBBBBBBBB
     gettext(u'Link for several bookings') 
BBBB
     gettext(u'Reusable link') 
BBBBB
