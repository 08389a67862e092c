BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB BBBBBBBBBBB gettext(u'Please check')  X
    BBBBB gettext(u'One-time links from a list')  X  gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBBBBB
     _("One-time links from a list")  _("Made from a list") 
        BBBB BBBBBBB BBBBBBBBBBBBBBBB
    BBBBBBBBBBBB
    BB BBBBBBBBBB BB BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXX
            XXXXXXXXXXX XXXXXXXX XXXXXXXXXXX
            XXXXXXXXXXXXX
            XXXXXXXXBBB BBBBBBBBBBBX
            XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXX
            XXXXXXXXXXXXXXXX
        X
            BBBBBBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            BB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXX gettext(u'Which links?') XXXXX
                
                XXXX XXXXXXXXXXXXXXXXXXX
                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
                    
                XXXXXX
            XXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXX gettext(u'For whom?') XXXXX
                XXXXXXXXX XXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXX XXXXXXXXXXXXXXXX
                        BBB BBBBBB BB BBBBBBBBBXXXXXX
                                XXXXXXXXXXXXXX
                                XXXXXX
                            X XXXXXXXXXXXXX XXXXXXX
                                        BB BBBBBBBBBBBBBBBBB BB BBBBBBBB
                                             gettext(u'Each link is filled in with the person’s name and email.') 
                                        BBBB
                                             gettext(u'Each works for the first person who books. You share them yourself.') 
                                        BBBBBXXXXXXXXXXXXXXXXXXXXXXXBBBBBB
                    XXXXXX
                    
                XXXXXXXXXXX
                XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
                    XXXX XXXXXXXXXXXX XXXXXXXXXXXXXX
                    
                XXXXXX
                XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXX gettext(u'Emails') XXXXX
                
                XXXX XXXXXXXXXXXX XXXXXXXXXXXX
                    
                    
                XXXXXX
            XXXXXXXXXX
            
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXX gettext(u'Next: check') XXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBXX gettext(u'Cancel') XXXX
                XX XXXXXXXXXXXXX gettext(u'Nothing is made yet.') XXXX
            XXXXXX
        XXXXXXX
    BBBB
         _("Create a booking page first") 
             gettext(u'Links open a booking page. Create one first.') 
                SSSSS SSSS S SSSSSSS SSSSS SSSSSS SSS SSSSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'New booking page') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
