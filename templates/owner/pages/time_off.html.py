BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Time off')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Availability") 
        XXX gettext(u'Time off closes whole days on all your pages. Blocked time closes part of a day.') XXXX
        BBBB BBBBBBB
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBXX gettext(u'Block time') XXXX
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXXBBBB BBBBBB gettext(u'Add time off') XXXX
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXX gettext(u'Time off') XXXXX
        BB BBBB
             gettext(u'Days') 
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBB
            XX XXXXXXXXXXXXX gettext(u'No time off is planned.') XXXX
        BBBBB
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Public holidays') XXXXX
        XXXX XXXXXXXXXXXXXX
            BB BBBBBBBB
                XXX
                     gettext(u'Nobody can book you on public holidays in <strong>%(place)s</strong>.') SSSSSS SSS SSSS SSS SS SSSSSS SSSSSSSS SS
                        SSSSSSSSSSSSSSSSSSSSSSSSSSS
                XXXX
                BB BBBBBBBBBBBBBXXX XXXXXXXXXXXXXXXXXXXX
                        BBB BBB BB BBBBBBBBBBBBBXXXX
                                FFFFFFX 
                            XXXXXBBBBBB
                    XXXXXBBBBB
            BBBB
                XXX gettext(u'You can be booked on public holidays.') XXXX
            BBBBB
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBXX
                    BB BBBBBBBB gettext(u'Change') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                             gettext(u'the public holidays') XXXXXXXBBBB gettext(u'Close public holidays') BBBBB
                XXXX
            XXXXXX
        XXXXXX
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Blocked time') XXXXX
        BB BBBBBBB
             gettext(u'Time') 
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBB
            XX XXXXXXXXXXXXX gettext(u'No time is blocked.') XXXX
        BBBBB
    XXXXXXXXXX
BBBBBBBB BBBBBBB
