BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Notifications')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXX XXXXXXXXXXXXXX
        XXXX gettext(u'Notifications') XXXXX
        XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
            XXXXXXXXX XXXXXXXXXXXXXX
                XXXXXXXX gettext(u'Email me when') XXXXXXXXX
                XXXXXBBB BBBBB BB BBBBBBBBBBBBBBBXXXXXX
                XX XXXXXXXXXXXXX
                     gettext(u'These emails also keep your calendar up to date, unless you connected one. Customers always get theirs.') 
                XXXX
            XXXXXXXXXXX
            XXXXXXXXX XXXXXXXXXXXXXX
                XXXXXXXX gettext(u'Daily email') XXXXXXXXX
                XXXXXXXXXXX
            XXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXXXXXXXX
        XXXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
