BBBB BBBB
 _("Times offered") 
    BBBB BBBB gettext(u'How often a meeting can start, and free time around it') BBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXX
         _("minutes") 
         _("minutes") 
    XXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
         _("minutes") 
         _("minutes") 
    XXXXXX
BBBBBBBBBBBB
