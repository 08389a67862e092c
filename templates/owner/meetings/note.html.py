BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Private note')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
     _("Private note") 
    XXXX XXXXXXXXXXXX XXXXX
        XXX
            XXXXXXXX gettext(u'%(title)s with %(name)s') SSSSSSSSS SSSS
                    SSSSSSSSXXXXXXXXX
        XXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB
        BB BBBBBB BB BBB BBBBXXXX
                XXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXXX
                XXXXXXXXXXXX gettext(u'The note has changed') X
            X
                BBBB BBBBBBB
                XXXXX
                    XXX
                         gettext(u'Someone has changed this note since you opened it. Your version is not saved yet. Saving it replaces this one:') 
                    XXXX
                    XXXXXXXXXXXX
                        XXXXX XXXXXXXXXXXXXXXXX _("(empty)") FFFFFFFFFFFFXXXXXXX
                    XXXXXXXXXXXXX
                XXXXXX
            XXXXXXBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXXX
BBBBBBBB BBBBBBB
