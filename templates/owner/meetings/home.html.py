BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Home')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBB
        BBBB BBBBBBB
            XX XXXXXXXXXXXXX XXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBXXXXXXXXXXXX gettext(u'Block time') XXXX
            XX XXXXXXXXXXXXX XXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Book for a customer') XXXX
        BBBBBBB
    BBBBBBBBBBBB
    BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            BB BBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                    XXX XXXXXXXXXXX gettext(u'Needs you')  XXXXX XXXXXXXXXXXXXXFFFFFFXXXXXXXXXXXX
                    XXXX
                        BBB BBBB BB BBBBBXXXX
                                XXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXBBBB BBBBBBBBBXXXXXXX
                                XXX
                                    XXXXXXXBB BBBBBBBBBBBXXXXXX
                                        XXXXXXXXXBBBBB
                                XXXX
                                XX XXXXXXXXXXXXX XXXXXXX XXXXXX XXXXXXXXXXXXX
                                        XXXXXXXXXXXXXXXXXXXXXXX
                                    XX XXXXXXXXXXX
                            XXXXXBBBBBB
                    XXXXX
                XXXXXXXXXXBBBBB
            BB BBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB
                XX XXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'All meetings') XXXXXXXX
            BBBB BBBBBB
                 _("No meetings yet") 
                     gettext(u'Share a one-time link: it admits exactly one booking. Your customer picks a time, and the meeting appears here.') 
                    BBBB BBBBBBXX
                            XXXXXXXXXXXXXBB BBBBB XXXXXXXBBBBBX
                            XXXXXXBBB BBBBBBBX
                        X gettext(u'Share') XXXXBBBBBBB
                BBBBBBBBBBBB
            BBBB
                 _("Nothing coming up") 
                    BBBB BBBBBBXX
                            XXXXXXXXXXXXX XXXXXXXX
                            XXXXXXBBB BBBBBBBBBBXXXXXXXXXXX
                        X gettext(u'Past meetings') XXXXBBBBBBB
                BBBBBBBBBBBB
            BBBBB
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXXX
BBBBBBBB BBBBBBB
