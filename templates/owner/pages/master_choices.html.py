BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBB
    XXXX XXXXXXXXXXXXXXXXXX
        BB BBBBBBBBBBBBB BB BBBBBBBBBBBBB
             _("Customers choose one of these first, in this order.") 
             _("Then they choose a booking page that offers the event type, in this order.") 
        BBBB
             _("Customers choose one of these first, in this order.") 
             _("Then they choose an event type that the booking page offers, in this order.") 
        BBBBB
    XXXXXX
BBBBBBBB BBBB
