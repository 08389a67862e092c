 #

BBBB BBBB
BB BBBB BB BBBBBBBBB _("Withdrawn") 
BBBB BBBB BB BBBBBBBBB _("Expired") 
BBBB BBBB BB BBBBBBBB _("Page paused") 
BBBB BBBB BB BBBBBBBBB _("Page archived") 
BBBB BBBB BB BBBBBB _("Used up") 
BBBB BBBBBBBBB _("Address no longer works") XXXXXX
    X gettext(u'Choose Copy link to get a new one.') XXXXXXXX
BBBBB
