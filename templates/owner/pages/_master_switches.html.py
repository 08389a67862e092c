 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXXXXXXX gettext(u'Open or closed') XXXXX
    XXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBXX
        BBBBBBBBBB
        XXXXX
            XXXXXXX
                XXXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXXXXXX
                XXXXXXXFFFFFFFFFFFFFFX
                XXXXXXXXXXXXXXFFFFFFFFFFFFFFFFFFX
                XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            X
                 gettext(u'Accept bookings') 
            XXXXXXXXX
            XX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
                BB BBBBBBBBBB ngettext(u'When off, the page and %(number)s outstanding link are paused. They work again when you turn it back on.', u'When off, the page and %(number)s outstanding links are paused. They work again when you turn it back on.', count) SSSS SSSS SSS SSSS SSS
                        SSSSSSSSSS SSSSSSSSSSS SSSS SSS SSSSSSS SSSS SSSS SSSSS SSSS SSS SSSS SS SSSS
                        SSSPPPP PPPP PPP PPPP PPP PPPPPPPPPP PPPPPPPPPPP PPPPP PPP PPPPPPP PPPP PPPP PPPPP
                        PPPP PPP PPPP PP PPPP PPPBBBB gettext(u'When off, the page and its links are paused. They work again when you turn it back on.') SSSS SSSS
                        SSS SSSS SSS SSS SSSSS SSS SSSSSSS SSSS SSSS SSSSS SSSS SSS SSSS SS SSSS
                        SSSBBBBB
            XXXX
        XXXXXX
        XXXXX
            XXXXXXX
                XXXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXFFFFFFFFFFFFFFX
                XXXXXXXXXXXXXXFFFFFFFFFFFFFFFFFFX
                XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            X
                 gettext(u'Listed') 
            XXXXXXXXX
            XX XXXXXXXXXXXX XXXXXXXXXXXXXXXXX
                 gettext(u'When off, the public address is closed and the page only opens from links.') 
            XXXX
        XXXXXX
    XXXXXXX
XXXXXXXXXX
