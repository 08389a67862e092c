 #

BBBB BBBB
XXXX XXXXXXXXXXXX gettext(u'Availability') XX
    XXX XXXXXXXXXXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Schedules') XXXX
        XXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Time off') XXXX
        XXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Connected calendars') XXXX
        XXXXX
    XXXXX
XXXXXX
