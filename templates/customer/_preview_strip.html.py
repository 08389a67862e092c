 #

BBBB BBBB
XXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Preview') XX
    BBBB BBBBB
    XXX
        XXX gettext(u'Preview: nothing can be booked here.') XXXX
        BB BBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
             gettext(u'The page is paused: customers read that it takes no bookings at the moment.') 
        BBBBB
    XXXX
XXXXXXXX
