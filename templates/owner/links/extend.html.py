BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Extend this link')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Extend this link") 
        BBBB BBBBB
            BB BBBB BB BBBBBBBBBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            BBBB
                 gettext(u'Links') 
            BBBBB
        BBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
        BB BBBBBBBBBBXXXXXXXBBBBXXX
                 gettext(u'This link has no expiry date of its own, so there is nothing to extend.') 
            XXXXBBBBB
        BB BBBBBBBBBB BB BBBBBBBBBBBXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXX gettext(u'Extend') XXXXXXXXX
                    XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Cancel') XXXX
                XXXXXX
            XXXXXXXBBBBB
    XXXXXX
BBBBBBBB BBBBBBB
