BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Email it')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Email it") 
        BBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBB BBBBBBB BBBBBBBBBBB BBBBBBBBBBBBBB
        BB BBBBBBBBBBBBBBBBBBBBXXX
                 gettext(u'To %(email)s') SS SSSSSSSSS X
                
            XXXXBBBBB
    BBBBBBBBBBBB
    BB BBB BB BBB BBBBBBB BB BBB BBBBBBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXX XXXXXXXX
            XXX
                BB BBBBBBB BBB BBBBBBB
                     gettext(u'The address of this link no longer works. Copy a new one from the link’s page first.') 
                BBBB
                     gettext(u'This link has no recipient email.') 
                BBBBB
            XXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
            BB BBBB BBB BBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXX
    BBBB
        XXXX XXXXXXXXXXXXXXXXXX
            XXXXX XXXXXXXXXXXX XXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXX gettext(u'Send') XXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXX
                         gettext(u'Update the preview') 
                    XXXXXXXXX
                XXXXXX
            XXXXXXX
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXX gettext(u'Preview') XXXXX
                XXX XXXXXXXXXXXXXX
                    XXXX gettext(u'From') XXXXX
                    XXXXXXXXX
                    XXXX gettext(u'Reply to') XXXXX
                    XXXXXXXXX
                    XXXX gettext(u'Subject') XXXXX
                    XXXXXXXXX
                XXXXX
                XXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXX
    BBBBB
    BB BBBBBXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXX gettext(u'Sent emails') XXXXX
            XXX XXXXXXXXXXXXXX
                BBB BBBB BB BBBBB
                    XXXX
                        XXXXX
                            XXXXXXXXX
                                XXXXXXXXXXXXXXXXXXX
                            XXXXXXXXBB BBBBBBBBBBBBBBBBBBBBBBBXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXX
                                X gettext(u'The mail server rejected this email. An admin can resend it under Settings, Emails sent.') XXXXXXXBBBBB
                        XXXXXX
                        XXXXX
                            BB BBBBBBBBBBBBBBBBBBBBB
                                 _("Sent") 
                            BBBB BBBBBBBBBBBBBBBBBBBBBBB
                                 _("Failed") 
                            BBBB
                                 _("On its way") 
                            BBBBB
                        XXXXXX
                    XXXXX
                BBBBBB
            XXXXX
        XXXXXXXXXXBBBBB
BBBBBBBB BBBBBBB
