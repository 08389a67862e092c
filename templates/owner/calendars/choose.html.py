BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'Choose calendars')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBBBBBBBBBBBBBB BB BBBB
     _("Choose calendars")  _("Connected calendars") 
        XXXX XXXX
    BBBBBBBBBBBB
    XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'Calendar') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Conflicts') XXXXX
                        BB BBBBBBBBBBBBXXX XXXXXXXXXXXX gettext(u'New meetings') XXXXXBBBBB
                    XXXXX
                XXXXXXXX
                XXXXXXX
                    BBB BBB BB BBBBBBBBBXXXX
                            XXX XXXXXXXXXXXXXXXXX
                            XXXX
                                XXXXXX XXXXXXX
                                     gettext(u'Check for conflicts') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                                        XXXXXXXXXXXXXXX
                            XXXXX
                            BB BBBBBBBBBBBBXXXX
                                    BB BBBBBBBBBB
                                        XXXXXX XXXXXXX
                                             gettext(u'Add meetings here') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                                                XXXXXXXXXXXXXXX
                                    BBBB
                                        XXXXX XXXXXXXXXXXXX gettext(u'Can only be read') XXXXXXX
                                    BBBBB
                                XXXXXBBBBB
                        XXXXXBBBBBB
                    BB BBBBBBBBBBBBBBB BBBBBB BB BBBBBBBBBBBXXXX
                                XXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX
                                    XXXXXX XXXXXXX
                                        XXXXXXXX
                                XXXXX
                            XXXXXBBBBBBBBBBB
                XXXXXXXX
            XXXXXXXX
        XXXXXX
        BB BBBBBBBBBBBB BBB BBBBBBBBBBBBB
            XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        BBBBB
        XX XXXXXXXXXXXXXXXXXXXX
             gettext(u'Leave holidays, birthdays and other people’s plans unticked. What such a calendar shows as free never counts.') 
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Cancel') XXXX
            XXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'What you tick is read first, which may take some seconds.') XXXXXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
