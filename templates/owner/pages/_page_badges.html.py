 #

BB BBBB _("Host deactivated") 
BBBB BBB BBBBBBBBBBBBBBBBBBBBB _("Paused") 
BBBB BBBBBBB BB BBBBB _("Offers nothing yet") 
BBBB BBBBBBB _("Offers nothing at the moment") 
BBBB _("Accepting bookings") BBBBB
BB BBB BBBBBBBBBBB _("Unlisted") BBBBB
