BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Delete webhook?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX XXXXXXXXXXXX XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXX
             gettext(u'Delete the webhook %(endpoint)s?') SSSSSS SSS SSSSSSS SSSSSSSSSSSSS
        XXXXX
        XXX
             gettext(u'Its program hears nothing more, also of what is still on its way. Its secret is gone for good.') 
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Delete') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBB BBBBBBBBBBBXX gettext(u'Keep it') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
