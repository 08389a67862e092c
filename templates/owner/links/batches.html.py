BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Made from a list')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX
         gettext(u'One-time links for a whole list of people, made at once and emailed if you like.') 
    XXXX
    BB BBBBB
        XXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'Links') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Made from') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Made') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Closes') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Emails') XXXXX
                    XXXXX
                XXXXXXXX
                XXXXXXX
                    BBB BBBB BB BBBBBBBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBXXXX
                                XXX XXXXXXXXXXXX
                                    XX
                                        XXXXXXBBB BBBBBBB BBBBBBBBX
                                    X ngettext(u'%(count)s link', u'%(count)s links', count) SSSSSSSSS
                                            SSSSPPPPPPPPP
                                            PPPPPXXXXBB BBBBBBBBBBXXXXXX
                                        XXXXXXXXXBBBBB
                                XXXXX
                                XXX XXXXXXXXXXXX gettext(u'Made from') XX
                                    BB BBBBBBBBBBBFFFFFFFFFFFFFFFFFFFFFFFFXXXXXX
                                        X gettext(u'Reusable link') XXXXXXXXBBBBBBBBB
                                XXXXX
                                XXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Made') XX
                                    XXXXXXXBB BBBBBBBBBBBBBX
                                             gettext(u'by %(name)s') SS
                                                SSSSSSSSBBBBBXXXXXXXX
                                XXXXX
                                XXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Closes') XX
                                    BB BBBBBBBBBBBBXXXXXX
                                        XXXXXXXXXBBBB gettext(u'Never') BBBBB
                                XXXXX
                                XXX XXXXXXXXXXXX gettext(u'Emails') XX
                                    BB BBB BBBBBBBBBBBBB gettext(u'None') BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                                XXXXX
                            XXXXXBBBBBBBBBBBBB
                XXXXXXXX
            XXXXXXXX
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
    BBBB BBBBBBBBBB
         _("Nothing older") 
             gettext(u'You have reached the end of the list.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBXX gettext(u'Show the newest') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB
         _("Nothing made from a list yet") 
             gettext(u'Paste a list of names and emails, or choose a CSV file: each person gets a link that admits exactly one booking.') 
                SSSSS S SSSS SS SSSSS SSS SSSSSSS SS SSSSSS S SSS SSSSS SSSS SSSSSS SSSS S SSSS SSSS SSSSSS SSSSSSS SSS
                SSSSSSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBXX gettext(u'One-time links from a list') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
