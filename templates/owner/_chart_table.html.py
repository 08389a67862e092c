 #

BBBB BBBB
XXXXXXX
    XXXXXXX
        XXXX
            XXX XXXXXXXXXXXX gettext(u'Made on') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Made') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Opened') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Booked') XXXXX
        XXXXX
    XXXXXXXX
    XXXXXXX
        BBB BBB BB BBBBBBBBBBXXXX
                XXX XXXXXXXXXXXXXXXXX
                XXXXXXXXX
                XXXXXXXXX
                XXXXXXXXX
            XXXXXBBBBBB
    XXXXXXXX
XXXXXXXX
