BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Managed links')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX
         gettext(u'Give several users a link to the same event type. You manage the links; users find theirs in My links.') 
    XXXX
    BB BBBB BB BBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BB BBBB
        XXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXX XXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'Name') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Event type') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Expires') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Users') XXXXX
                        XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                    XXXXX
                XXXXXXXX
                XXXXXXX
                    BBB BBBB BBBBBBB BB BBBBXXXX
                            XXX XXXXXXXXXXXX
                                XXXXXXX gettext(u'by %(name)s') SS
                                        SSSSSSSSXXXXXXXX
                            XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Event type') XXXXXXX
                            XXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Expires') XX
                                BB BBBBBBBXXXXXX
                                    XXXXXXXXXBBBB gettext(u'Never') BBBBB
                            XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Users') XXXXXXX
                            XXX XXXXXXXXXXXXXXXXXXXXX
                                XXXXX
                                    XX
                                        XXXXXXXXXXXXX XXXXXXX XXXXXX
                                        XXXXXXBBB BBBBBBBBBBBB BBBBBBX
                                        XXXXXXXXXXXXXXXXXXXXXXXXXXX
                                    X gettext(u'View links') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                            XXXXXXXXXXXXX
                                    XXXXXXX
                                        XXXXXXXXXXXX XXXXXXXXX XXXXXX
                                        XXXXXXXXXXXXX
                                        XXXXXXXXXXXXXXXXXXXXX
                                        XXXXXXXXXXXX gettext(u'More actions for %(name)s') SSSS SSSSSSS SSS SSSSSSSSX
                                    X
                                        BBBB BBBBBB
                                    XXXXXXXXX
                                    XXXX XXXXXXXXXXXX XXXXXXXXXX XXXXXXXX
                                        XXXX
                                            XXXX
                                                XX
                                                    XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBX
                                                X gettext(u'Edit') XXXX
                                            XXXXX
                                            XXXX
                                                XX
                                                    XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBX
                                                    XXXXXXXXXXXXXXXXXXXXX
                                                X gettext(u'Withdraw all') XXXX
                                            XXXXX
                                        XXXXX
                                    XXXXXX
                                XXXXXX
                            XXXXX
                        XXXXXBBBBBB
                XXXXXXXX
            XXXXXXXX
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
    BBBB BBBBBBBBBBBBB BB BBBBBBBBBB
         _("Nothing matches") 
             gettext(u'No managed links match your search.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Show all') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB
         _("No managed links yet") 
             gettext(u'Give each colleague their own link to the same event type, such as a product demo. Change it once here, and every link changes.') 
                SSSS SSSS SSSSSSSSS SSSSS SSS SSSS SS SSS SSSS SSSSS SSSSS SSSS SS S SSSSSSS SSSSS SSSSSS SS SSSS SSSSS
                SSS SSSSS SSSS SSSSSSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'New managed links') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
BBBBB BBBBB
    
    XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'View links') XX
        XXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
        XX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
    XXXXXXXXX
BBBBBBBB BBBBB
