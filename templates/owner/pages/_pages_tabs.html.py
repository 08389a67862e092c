 #

BBBB BBBB
XXXX XXXXXXXXXXXX gettext(u'Pages') XX
    XXX XXXXXXXXXXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Booking pages') XXXX
        XXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Event types') XXXX
        XXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Master pages') XXXX
        XXXXX
        BB BBBBBBBBBBBBBXXXX
                XX
                    XXXXXXBBB BBBBBBBX
                    BB BBBBBBB BB BBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                X gettext(u'Pools') XXXX
            XXXXXBBBBB
    XXXXX
XXXXXX
