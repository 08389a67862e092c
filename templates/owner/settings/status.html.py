BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Status')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXX gettext(u'Status') XXXXX
        XXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'What') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Status') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'In detail') XXXXX
                    XXXXX
                XXXXXXXX
                XXXXXXX
                    BBB BBB BB BBBBBBBBXXXX
                            XXX XXXXXXXXXXXXXXXXX
                            XXX XXXXXXXXXXXX gettext(u'Status') XX
                                BB BBBBBBBBBBB _("OK") BBBB _("Needs attention") BBBBB
                            XXXXX
                            XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'In detail') XXXXXXX
                        XXXXXBBBBBB
                XXXXXXXX
            XXXXXXXX
        XXXXXX
        XX XXXXXXXXXXXXX gettext(u'Whoever runs the server sees more with the command manage.py status.') XXXX
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'Meetings that clocks have moved') XXXXX
        BB BBBBBBBB
            XX XXXXXXXXXXXXX
                 gettext(u'The clocks of a time zone have changed since these meetings were agreed on. Each one is still at the same instant, but at another time of day. Talk to the customer, and reschedule where needed.') 
                    SSS SSSSSS SS S SSSS SSSS SSSS SSSSSSS SSSSS SSSSS SSSSSSSS SSSS SSSSSS SSS SSSS SSS SS SSSSS SS SSS
                    SSSS SSSSSSSS SSS SS SSSSSSS SSSS SS SSSS SSSS SS SSS SSSSSSSSS SSS SSSSSSSSSS SSSSS SSSSSSS
                
            XXXX
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'Meeting') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Time zone') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Agreed on') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Now') XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXX
                        BBB BBB BB BBBBBBBBXXXX
                                XXX XXXXXXXXXXXX
                                    XX XXXXXXBBB BBBBBBBBB BBBBBBBBBBBBBBXXXXXX
                                    XXXXXXXXXXXXXXX
                                XXXXX
                                XXX XXXXXXXXXXXX gettext(u'Time zone') XXXXXXX
                                XXX XXXXXXXXXXXX gettext(u'Agreed on') XXXXXXX
                                XXX XXXXXXXXXXXX gettext(u'Now') XXXXXXX
                            XXXXXBBBBBB
                    XXXXXXXX
                XXXXXXXX
            XXXXXX
            BB BBBBXX XXXXXXXXXXXXX gettext(u'There are more, later ones.') XXXXBBBBB
        BBBB
            XXX gettext(u'None: all upcoming meetings are at the time of day that was agreed on.') XXXX
        BBBBB
    XXXXXXXXXX
BBBBBBBB BBBBBBB
