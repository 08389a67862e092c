BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Outstanding links')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXXX
        XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX
        XXXXX
    XXXXXXXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBB
    BB BBBBB BB BBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
        BB BBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXX XXXXXXXXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXX XXXXXXXXXXXXX
                                XXXXXX
                                    XXXXXXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXX
                                    XXXXXXXXXXXX gettext(u'Tick all on this page') X
                                X
                            XXXXX
                            XXX XXXXXXXXXXXX gettext(u'For') XXXXX
                            XXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXX gettext(u'Status') XXXXX
                            XXX XXXXXXXXXXX XXXXXXXXXXXXXXXXX gettext(u'Page') XXXXX
                            BB BBBBBBBBBBBBBXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXX
                                     gettext(u'Owner') 
                                XXXXXBBBBB
                            XXX XXXXXXXXXXX XXXXXXXXXXXXXXXXX gettext(u'Made') XXXXX
                            XXX XXXXXXXXXXX XXXXXXXXXXXXXXXXX gettext(u'Closes') XXXXX
                            XXX XXXXXXXXXXX XXXXXXXXXXXXXXXXX
                                XXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXX
                            XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXXBBB BBBB BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXX
                XXXXXXXX
            XXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
            BB BBBBB BB BBBBBXXXX XXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Pages of the list') XX
                    BB BBBBBXX
                            XXXXXXXXXX
                            XXXXXXBBB BBBBBBBXX
                        X gettext(u'Newer links') XXXXBBBBXXXXXXXXXXXXXBBBBB
                    BB BBBBBXX
                            XXXXXXXXXX
                            XXXXXXBBB BBBBBBBXX
                        X gettext(u'Older links') XXXXBBBBB
                XXXXXXBBBBB
        BBBB BBBBBBBBBBBBB
             _("No link matches") 
                BB BBBBBBBBBBBBBBBB
                     gettext(u'No outstanding links match. Choose the status “All” to include links that were booked or have ended.') 
                BBBB BBBBBBBBBBBBBBBBBBBBB
                     gettext(u'No links match these filters.') 
                BBBB
                     gettext(u'No open links, and none that ended in the last %(days)s days. To see older ones, tick the box under “More filters”.') 
                        SS SSSS SSSSSS SSS SSSS SSSS SSSSS SS SSS SSSS SSSSSSSS SSSSS SS SSS SSSSS SSSSS SSSS SSS SSS
                        SSSSS SSSSS SSSSSSSSS
                    
                BBBBB
                BBBB BBBBBB
                    XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Clear the filters') XXXX
                BBBBBBB
            BBBBBBBBBBBB
        BBBB BBBBBB
             _("Nothing outstanding") 
                 gettext(u'Every link you made has been booked or has ended.') 
                BBBB BBBBBB
                    XX
                        XXXXXXXXXXXXXX
                        XXXXXXBBB BBBBBBBXXXXXXXXXXXXXXXXXXXXXXX
                    X gettext(u'Show all links') XXXX
                BBBBBBB
            BBBBBBBBBBBB
        BBBB
             _("No links yet") 
                 gettext(u'A one-time link admits exactly one booking. Once you make one, you can see here who has opened it, copy it again or revoke it.') 
                    S SSSSSSSS SSSS SSSSSS SSSSSSS SSS SSSSSSSS SSSS SSS SSSS SSSS SSS SSS SSS SSSS SSS SSS SSSSSS SSS
                    SSSS SS SSSSS SS SSSSSS SSS
                
                BBBB BBBBBB
                    XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Share') XXXX
                BBBBBBB
            BBBBBBBBBBBB
        BBBBB
    XXXXXX
BBBBBBBB BBBBBBB
