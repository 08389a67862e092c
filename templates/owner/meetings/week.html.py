BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Week') X  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Meetings") 
        BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXXX
        BB BBBBBBBBB
            XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
            XXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXFFFFFFFFFFFFXX
                XXXX XXXXXXXXXXXXXXXXXXXX
                    XXXXXX
                        XXXXXXXXXXXXXXXXXXXXXXX
                        XXXXXX
                    XXXXXXXXX
                XXXXXX
                XXXXXXX XXXXXXXXXXXXXX XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Show') XXXXXXXXX
            XXXXXXX
        BBBBB
        XXXX XXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
    XXXXXX
    XXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXXXXX XXXXXXXXXXXXXXXXXX
            XX
                XXXXXXXXXXXXX XXXXXXX XXXXX XXXXXXXXXX
                XXXXXXXX
                XXXXXXXXXXXX gettext(u'Previous week') X
            XBBBB BBBBBBBBBBBBBBBXXXX
            XX
                XXXXXXXXXXXXX XXXXXXX XXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBB BBBBXBBBBBX
            X gettext(u'Today') XXXX
            XX
                XXXXXXXXXXXXX XXXXXXX XXXXX XXXXXXXXXX
                XXXXXXXX
                XXXXXXXXXXXX gettext(u'Next week') X
            XBBBB BBBBBBBBBBBBBXXXX
            XXX XXXXXXXXXXXXXXXXBB BBB BBBXXXXXXXXXXXXXBBBBBXXXXX
            XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
                XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Meeting') XXXXX
                XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Request') XXXXX
                XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Blocked') XXXXX
                XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Busy in a connected calendar') XXXXX
                XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Outside hours') XXXXX
            XXXXX
        XXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Days') XX
            BBB BBBBBB BB BBBBBBBBBBBBXX
                    XXXXXXXBB BBBBXXXXXBBBBBXXXXFFFFFFFFFFFFX
                    BB BBBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                XXXXXX XXXXXXXXXXXXXXXXXXXFFFFFFFFFFXXXXXXXXX
                        XBBB BBB BB BBBBBBBBBBBBBBB BBBBBBBB BB BBBBBBBBBXBBBBBBBBBBBXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXXXXXXXXXX
                    XX  ngettext(u'%(count)s meeting', u'%(count)s meetings', count) SSSSSSSSS
                            SSSSSSSPPPPPPPPP PPPPPPPPXXXXXXXXXXXBBBBBB
        XXXXXX
        XXXX XXXXXXXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXXXXXX
                BBB BBBB BBBB BB BBBBBBBBBBBB BBBXXXXX
                            XXXXXXXX
                            XXXXXXX
                            XXXX
                            XXXXXX
                            XXXXXXXXXXXXXXXXX
                        X
                            
                        XXXXXXXBBBBBBBBBBB
            XXXXXX
            BBB BBBBBB BB BBBBBBBBBBBB
                XXXXXXXX
                    XXXXXXXXXXXXXXXXXX
                    BB BBBBBBBBBBBBBBBBXXXXXXXXXXXBBBBB
                    XXXXXXXXXXXXXXXXXXXXXXXXXXX
                X
                    XXX XXXXXXXXXXXXXXX
                        XXXXX XXXXXXXXXXXXXXXXXXX XX
                                BB BBBBBBBBBBBBBBBXXXXXXXXXXXXXBBBBB
                            XXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXXXXXXX
                        XBB BBBBBBBBBBBBBBB
                                 gettext(u'(today)') BBBBBXXXXXXXBB BBBBBBBBBBXXXXXX
                            XXXXXXXXXBBBBB
                    XXXXX
                    XXXX XXXXXXXXXXXX XXXXXXXXX BB BBBBBBBBBBXXXXXXXXBBBBBX
                        BBB BBBB BBBBBB BB BBBBBBBBBBBBBBXXXXX
                                XXXXXXXXXXXXXXXXXXX
                                XXXXXXXXXXXX
                                XXXX
                                XXXXXXXXX
                            XXBBBBBB
                        BBB BBBB BBBB BB BBBBBBBBBBXXXXX XXXXXXXXXXXXXXXXX XXXXX XXXXXXXX XXBBBBBB
                        BBB BBB BB BBBBBBBBBBBBBXXXXXXXXXXXXXX
                                XXXXX
                                XXXX
                                XXXXXXXXX
                                XXXXXXXXX
                            X
                                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                            XXXXXXXXXXXXXXXXBBBBBB
                        BB BBBBBBBBBB BB BBB BBBBXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
                                XXXXX XXXXX XXXXXX XX
                                XXXXXXX
                                    XXXXX
                                    XXXXX
                                XX
                            XXXXBBBBB
                    XXXXXX
                    BB BBB BBBBBBBBBBBBBXX XXXXXXXXXXXXXXXXXXXXXXXX
                             gettext(u'Nothing on this day.') 
                        XXXXBBBBB
                XXXXXXXXXX
            BBBBBB
        XXXXXX
    XXXXXXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
