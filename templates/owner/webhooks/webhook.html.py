BBBBBBB BBBBBBBBBBBBBBBBB
 #
 #
 #

BBBB BBBB
BBBBB BBBBB X  gettext(u'Webhooks')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBBB BB BBBB
     _("Webhooks") 
        XXXBBBBB BBBBBBBBBB BBBBBBBBBBBBBXXXX
        BB BBBBBBBBBBBBBBXX XXXXXXXXXXXXXXXXXBBBBB
        BBBB BBBBBBB
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Send test') XXXXXXXXX
            XXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBXX gettext(u'Edit') XXXX
        BBBBBBB
    BBBBBBBBBBBB
    BB BBBBBBBBBBBBBBBBBBBB
        XXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            XXXX gettext(u'It is not called at the moment') XXXXX
            BB BBBBBB
                XXXXXXX
                    XXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXX
                    XXXXXX
                         ngettext(u'Send the call that it missed within seven days', u'Send the %(missed)s calls that it missed within seven days', count) 
                            SSSS SSS SSSS SSSS SS SSSSSS SSSSSS SSSSS SSSS
                        
                            PPPP PPP PPPPPPPPPP PPPPP PPPP PP PPPPPP PPPPPP PPPPP PPPP
                        
                    XXXXXXX
                XXXXXXXX
            BBBB
                XXX gettext(u'It has missed nothing within seven days.') XXXX
            BBBBB
            XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Enable') XXXXXXXXXXXXXXX
        XXXXXXX
    BBBBB
    XXXXXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'What it is told, and where') XXXXX
        XXX XXXXXXXXXXXXXX
            XXXX gettext(u'Address') XXXXX
            XXX XXXXXXXXXXXXXXXXXXXXXXXXX
            XXXX gettext(u'Events') XXXXX
            XXXXBBB BBBBB BB BBBBBBBB BBB BBBBBBBBBBBBXXXXBBBBBBBBBBBXXXXX
            XXXX gettext(u'In the care of') XXXXX
            XXXXXXXXX
        XXXXX
        XXXX XXXXXXXXXXXXXXXXXXX
            XX
                XXXXXXXXXXXXX XXXXXXX XXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBX
            X gettext(u'Show secret') XXXX
            BB BBB BBBBBBBBBBBBBBBBBBBB
                XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBX XXXXXXXXXXXXXXXXX
                    BBBBBBBBBB
                    XXXXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX gettext(u'Disable') XXXXXXXXX
                XXXXXXX
            BBBBB
            XX
                XXXXXXXXXXXXX XXXXX XXXXXX
                XXXXXXXXXXXXXXXXXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBX
            X gettext(u'Delete') XXXX
        XXXXXX
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'Calls') XXXXX
        XXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXX gettext(u'Status') XXXXXXXX
                XXXXXXX XXXXXXXXXX XXXXXXXXXXXXX
                    BBB BBBBBB BBBB BB BBBBBBXXXXXXX
                            XXXXXXXX
                            BB BBBBB BB BBBBBBBBBBBBXXXXXXXXBBBBB
                        X
                            
                        XXXXXXXXXBBBBBB
                XXXXXXXXX
            XXXXXX
            XXXX XXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXX gettext(u'Event') XXXXXXXX
                XXXXXXX XXXXXXXXXX XXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXX gettext(u'All') XXXXXXXXX
                    BBB BBBBBB BBBB BB BBBBBXXXXXXX
                            XXXXXXXX
                            BB BBBBB BB BBBBBBBBBBBBXXXXXXXXBBBBB
                        X
                            
                        XXXXXXXXXBBBBBB
                XXXXXXXXX
            XXXXXX
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Filter') XXXXXXXXX
        XXXXXXX
        BB BBBBB
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'Event') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Status') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Tries') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Decided') XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXX
                        BBB BBBB BB BBBBBXXX XXXXXXXXXXXXXXXXXX
                                XXX XXXXXXXXXXXX
                                    XX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBBXXXXXX
                                    XXXXXXXXXXXXXXX
                                XXXXX
                                XXXXBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBXXXXX
                                XXX XXXXXXXXXXXX gettext(u'Tries') XX
                                    BB BBBBBBBBBBBBBBBBBBBBXXXXXX
                                        XXXXXXXXXBBBBB
                                XXXXX
                                XXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Decided') XXXXXXX
                            XXXXXBBBBBB
                    XXXXXXXX
                XXXXXXXX
            XXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
            BB BBBBBBXXXX XXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Pages of the list') XX
                    XXXXXXXXXXXXX
                    XX
                        XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    X gettext(u'Older') XXXX
                XXXXXXBBBBB
        BBBB
            XX XXXXXXXXXXXXX
                BB BBBBBBBBBBBB BB BBBBBBBBBBBB
                     gettext(u'No calls match.') 
                BBBB
                     gettext(u'Nothing yet. Send a test, or book a meeting.') 
                BBBBB
            XXXX
        BBBBB
    XXXXXXXXXX
BBBBBBBB BBBBBBB
