 #

BBBB BBBBXXXX
    XXX XXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXX gettext(u'Email') XXXXXXXXXXXXXXXXXXXXXX
    BB BBBBBBBBBBBBBBBBBBBB
        XXXX
             _("Sent") 
        XXXXX
        XXX XXXXXXXXXXXX gettext(u'When') XXXXXXX
    BBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX
             _("Not sent") 
        XXXXX
        XXX XXXXXXXXXXXX gettext(u'When') XX
            XXXXXXX gettext(u'Replaced by a newer email, or no longer needed.') XXXXXXXX
        XXXXX
    BBBB BBBBBBBBBBBBBBBBBBBBB
        XXXX
             _("Trying again") 
        XXXXX
        XXX XXXXXXXXXXXX gettext(u'When') XXXXXXXXXXXXXXXXXXXXXX
    BBBB
        XXXX
             _("On its way") 
        XXXXX
        XXX XXXXXXXXXXXX gettext(u'When') XXXXXXX
    BBBBB
XXXXX
