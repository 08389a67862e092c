BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBB BBBBBBBBBBB
        BBBB BBBBBBB BBBBBBBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXX
        XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            BB BBBBBBBBBBBB
                XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX
                    BBBB BBBBBBBBBB
                    XXXXX
                        XXX
                             ngettext(u'<strong>%(number)s meeting is booked in this time.</strong> It stays, unless you reschedule or cancel it.', u'<strong>%(number)s meetings are booked in this time.</strong> They stay, unless you reschedule or cancel them.', count) SSSSSSSSSSSSSSSSSS SSSSSSS SS SSSSSS
                                    SS SSSS SSSSSSSSSSSSSS SS SSSSSS SSSSSS SSS SSSSSSSSSS SS SSSSSS
                                SSSPPPPPPPPPPPPPPPPPP PPPPPPPP PPP PPPPPP PP PPPP PPPPPPPPPPPPPP PPPP
                                PPPPP PPPPPP PPP PPPPPPPPPP PP PPPPPP PPPPP
                        XXXX
                        XXXX
                            BBB BBB BB BBBBBBBBBBBBXXXX
                                    XX
                                        XXXXXXBBB BBBBBBBBB BBBBBBX
                                        XXXXXXXXXXXXXXX
                                        XXXXXXXXXXXXXX
                                    XXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                             gettext(u'(opens in a new tab)') XXXXXXXXXXX X
                                    
                                XXXXXBBBBBB
                        XXXXX
                        BB BBBBBBBBBBBXXX
                                 ngettext(u'And %(number)s more.', u'And %(number)s more.', count) SSS SSSSSSSSSS
                                    SSSSSPPP PPPPPPPPPP PPPPP
                            XXXXBBBBB
                    XXXXXX
                XXXXXX
                XXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXX
            BBBBB
            BB BBBBBBBBBBBB BBB BBB BBBBBBBBBBBBXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Often blocked') XX
                    BBB BBBBB BBBBB BB BBBBBBBBBBBBXX
                            XXXXXXXXXXXXX XXXXXXX XXXXXX
                            XXXXXXXBB BBBBB BB BBBBBBBBBBXXXXXXXXXXBBBBBX
                        XXXXXBBBBBB
                XXXXXXBBBBB
            
            BBB BBBBB BB BBBBBBBBBBBBBBBB
            XXXX XXXXXXXXXXXXXXXXXXXBBB BBBBB BB BBBBBBBBBBBBBBBXXXXXX
            
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXX
                    BB BBBBBBBBBBBB gettext(u'Save anyway') BBBB gettext(u'Save') BBBBB
                XXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBXX gettext(u'Cancel') XXXX
            XXXXXX
        XXXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
