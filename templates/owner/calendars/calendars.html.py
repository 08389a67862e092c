BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Connected calendars')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Availability") 
        XXX
             gettext(u'While you are busy in a connected calendar, nobody can book you. Only these times are kept: no titles, no places, no people.') 
        XXXX
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BB BBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX gettext(u'Connected calendars are not being read. Is manage.py deliver running?') XXXXXX
        XXXXXX
    BBBBB
    BB BBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXX gettext(u'Your calendars') XXXXX
            BBB BBBBB BB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXXXXXX
    BBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXX
            BB BBBBBBBBBBB gettext(u'Connect another calendar') BBBB gettext(u'Connect a calendar') BBBBB
        XXXXX
        BB BBBBBBBBBBB
            XXX XXXXXXXXXXXXXXXXX
                BBB BBBBBBB BB BBBBBBBBXXXX
                        XX XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBXXBBBB BBBBBBBBBBBB XXXXXXXX
                                XXXXX
                                XXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXXBBBBBB
            XXXXX
        BBBB
            XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                BBBB BBBBB
                XXXXXXXXXXX
            XXXXXX
        BBBBB
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXX gettext(u'Your meetings in another calendar program') XXXXX
        XXX
             gettext(u'An address that Google Calendar, Outlook, Apple Calendar and others can subscribe to. They show your meetings and change nothing.') 
        XXXX
        XXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Subscribe to your meetings') XXXX
        XXXXXX
    XXXXXXXXXX
BBBBBBBB BBBBBBB
