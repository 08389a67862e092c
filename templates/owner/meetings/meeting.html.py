BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBBX  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
     _("Meetings") 
        BBBB BBBBB
             gettext(u'%(title)s with %(name)s') SSSSSSSSS SSSS
                SSSSSSSS
        BBBBBBB
        BB BBB BBBBBBBBBXXX XFFFFFFXXXXXBBBBB
        BBBB BBBBBB
            XXXX XXXXXXXXXXXXXXXXXXXXX BB BBBBBBXXXXXXXXXXXXXXXXXXXXBBBBBX
                BBBBB BBBB BBBBBBBBBBBBB
                BB BBXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
            XXXXXX
        BBBBBBB
    BBBBBBBBBBBB
    BB BBBBBBBBBBBBBBXXXX XXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                 gettext(u'The customer was asked for a new time on %(asked_new_time)s. Until they choose one, the current time still stands.') SSS SSSSSSSS SSS SSSSS SSS S SSS SSSS SS SSSSSSSSSSSSSSSSSSS SSSSS SSSS
                    SSSSSS SSSS SSS SSSSSSS SSSS SSSSS SSSSSSS
            XXXXXX
        XXXXXXBBBBB
    BB BBB BBBBBBBBBBBBBB BBB BBBBBBBBBBBBBB BB BBBBBBBBBBB BBBBBBBBBBBBBBXXXX XXXXXXXXXXXXXXX
                BBBB BBBBBB
                XXXXX
                     X XXXXXXXXXXXXX
                        XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
                    XXXXXXXXXXXXX
                XXXXXX
            XXXXXXBBBBBBBBBB
    BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXX
        BB BBBBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXX gettext(u'Suggested times') XXXXX
                XXX XXXXXXXXXXXXXX
                    BBB BBB BB BBBBBBBBB
                        XXXX
                            XXXXX
                                 XXXXX XXXXXXXXXXXXXXXXXXXXFFFFFFXXXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXX
                                X gettext(u'For the customer: %(when)s (%(zone)s)') SSS
                                        SSS SSSSSSSSS SSSSSSSS
                                        SSSSSSSSSSXXXXXXXBB BBBBBBBXXXXXXXXX
                                        XXXXXXXXXXXXXXX
                                    XXXXXXXXBBBBB
                            XXXXXX
                            BB BBBBBBBBBBB BBB BBB BBBBBBBXXXXX
                                    XX
                                        XXXXXXXXXXXXX XXXXXXX XXXXXX
                                        XXXXXXBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBXXXXXXXX
                                    X gettext(u'Approve') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
                                XXXXXXBBBBB
                        XXXXX
                    BBBBBB
                XXXXX
            XXXXXXXXXXBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BB BBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXX gettext(u'Customer’s answers') XXXXX
                XXX XXXXXXXXXXXXXX
                    BB BBBBBBBBBBBBBBXXXX gettext(u'Note') XXXXXXXXX
                            XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
                        XXXXXBBBBB
                    BBB BBBBBB BB BBBBBBBBBBBBBBBBBXXXXXXXXXXXXX
                            XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXXBB BBBBBBBBBBBBBXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXX
                                X gettext(u'not shown to the customer') XXXXXXXBBBBB
                        XXXXXBBBBBB
                XXXXX
            XXXXXXXXXXBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXX gettext(u'Private note') XXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB
        XXXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB
        BB BBBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXX gettext(u'The package') XXXXX
                XXX XXXXXXXXXXXXXX
                    BBB BBBB BBBBB BBBB BB BBBBBBBB
                        XXXX
                            XXXXX
                                BB BBBBBB BB BBBBBBBBBBXXXXXXXXXXXXXXXXXBBBBXX
                                        XXXXXXBBB BBBBBBBBB BBBBBBX
                                    XXXXXBBBBB
                            XXXXXX
                            XXXX XXXXXXXXXXXXXXXXXXXX
                                BB BBBB
                                     gettext(u'Session %(number)s of %(total)s, %(said)s') 
                                        SSSSSSS SSSSSSSSSS SS SSSSSSSSSS SSSSSSSS
                                    
                                BBBB
                                     gettext(u'Session %(number)s of %(total)s') 
                                        SSSSSSS SSSSSSSSSS SS SSSSSSSSS
                                    
                                BBBBB
                            XXXXXX
                        XXXXX
                    BBBBBB
                XXXXX
            XXXXXXXXXXBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXX gettext(u'Emails') XXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB
            BB BBBBBBBBBBBBBBBXXXXXXXXX
                    XXXXXXXXX
                         ngettext(u'%(count)s replaced email', u'%(count)s replaced emails', count) SSSSSSSSS SSSSSSSS
                            SSSSSPPPPPPPPP PPPPPPPP PPPPPP
                    XXXXXXXXXX
                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBB
                XXXXXXXXXXBBBBB
        XXXXXXXXXX
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXX gettext(u'History') XXXXX
            XXX XXXXXXXXXXXXXX
                BBB BBBB BB BBBBB
                    XXXX
                        XXXXX
                            BB BBBBBBBBBBXXXXXXXXXXXX
                                    XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
                                XXXXXXXXXXXXXBBBBB
                        XXXXXX
                        XXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXX
                BBBBBB
            XXXXX
        XXXXXXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
