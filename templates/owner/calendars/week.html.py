BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'What we see')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBBBBBBBBBBBBBB BB BBBB
     _("What we see")  _("Connected calendars") 
        XXX
            X X
             gettext(u'We see when you are busy there, and nothing else: no titles, no places, no people.') 
        XXXX
    BBBBBBBBBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXXX
                BB BBBBBBBBXX
                        XXXXXXXXXXXXX XXXXXXX XXXXX XXXXXXXXXX
                        XXXXXXXXXXXFFFFFFFFFFFFX
                        XXXXXXXXXXXX gettext(u'The week before') X
                    XBBBB BBBBBBBBBBBBBBBXXXXBBBBB
                BB BBBBXX
                        XXXXXXXXXXXXX XXXXXXX XXXXX XXXXXXXXXX
                        XXXXXXXXXXXFFFFFFFFFFFFX
                        XXXXXXXXXXXX gettext(u'The week after') X
                    XBBBB BBBBBBBBBBBBBXXXXBBBBB
            XXXXXX
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX gettext(u'In words') XXXXX
        XXX XXXXXXXXXXXXXXXXXXX
            BBB BBB BB BBBBBBBBBBBBXXXXX
                    XXXX
                        BB BBBBBBBBBBBB
                            XXXXX XXXXXXXXXXXXX gettext(u'(today)') XXXXXXXBBBBB
                    XXXXX
                    BBB BBBB BB BBBBBBBBBXXXXXXXXXBBBBBB
                XXXXXXBBBBBB
        XXXXX
    XXXXXXXXXX
BBBBBBBB BBBBBBB
