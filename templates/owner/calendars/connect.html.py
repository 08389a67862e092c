BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBBBBBBBBBBBBBB BB BBBB
     _("Connected calendars") 
        BB BBBBBBBBBBXXXXXXXBBBBB
    BBBBBBBBBBBB
    XXXXX XXXXXXXXXXXX XXX XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBB BBBBB BB BBBBBBBBBB
        BB BBBBBBBBBBBBBBB
            XX XXXXXXXXXXXXXXXXXXXX
                XX
                    XXXXXXX
                    XXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX XXXXXXXXXXX
                X gettext(u'Make an app password') XXXX
                 gettext(u'(opens a new tab)') 
            XXXX
        BBBBB
        XX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
            BBBB BBBBBB
            XXXXX
            X gettext(u'Kept encrypted, used for your calendars only, and deleted when you disconnect.') XXXXXXX
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX
                BB BBBBBBBBBB gettext(u'Reconnect') BBBB gettext(u'Connect') BBBBB
            XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Cancel') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
