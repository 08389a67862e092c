BBBB BBBB
 _("Notice and limits") 
    BBBB BBBB gettext(u'How soon, how far ahead, and how many') BBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
         _("days") 
    XXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
         _("meetings") 
         _("meetings") 
    XXXXXX
BBBBBBBBBBBB
