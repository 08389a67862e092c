 #

 _("Booking pages")  _("Add a booking page") 
