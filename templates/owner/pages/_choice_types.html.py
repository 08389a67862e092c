 #

 _("Event types")  _("Add an event type") 
