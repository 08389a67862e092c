BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Public holidays')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Public holidays")  _("Time off") 
        BBBB BBBBBBB BBBBBBBBBBBBBBBBB
        XXX
             gettext(u'Nobody can book you on the ticked days. A date override in a schedule opens a holiday for that schedule.') 
        XXXX
    BBBBBBBBBBBB
    XXXXX XXXXXXXXXXXX XXXXXX XXXXX XXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXX
        XXXXXX
        BB BBBBBBBBBBXXXX XXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXXXX
            XXXXXXBBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Show the holidays') XXXXXXXXX
        XXXXXX
    XXXXXXX
    XXXXX XXXXXXXXXXXX XXXXXX XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXFFFFFFFFFFXX
        XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXFFFFFFFFFFXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'The coming year') XXXXX
        BB BBBBB
            XXX XXXXXXXXXXXXXX
                BBB BBB BB BBBBBXXXX
                        XXXXXXX
                            XXXXXX
                                XXXXXXXXXXXXXXX
                                XXXXXXXXXXXXX
                                XXXXXXXX
                                BB BBBBBBBBBBXXXXXXXBBBBB
                            X
                            XXXXXX XXXXXXXFFFFFFXXXXXXXXXXXXXXX
                        XXXXXXXX
                    XXXXXBBBBBB
            XXXXX
        BBBB BBBBBB
            XX XXXXXXXXXXXXX gettext(u'No public holidays are known there for the coming year.') XXXX
        BBBB
            XX XXXXXXXXXXXXX gettext(u'No country is chosen, so no public holiday is closed.') XXXX
        BBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Cancel') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
