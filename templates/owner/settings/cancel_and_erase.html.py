BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Cancel all and erase')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Cancel all and erase') XXXXX
        XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        BB BBBBB
            XXX
                 ngettext(u'This meeting is cancelled, and its time is free again:', u'These %(number)s meetings are cancelled, and their times are free again:', count) 
                    SSSS SSSSSSS SS SSSSSSSSSS SSS SSS SSSS SS SSSS SSSSSS
                
                    PPPPP PPPPPPPPPP PPPPPPPP PPP PPPPPPPPPP PPP PPPPP PPPPP PPP PPPP PPPPPP
                
            XXXX
            XXX XXXXXXXXXXXXXX
                BBB BBBBBBBB BBBBB BBBBB BB BBBBBXXXX
                        XXXXX
                            XX XXXXXXBBB BBBBBBBBB BBBBBBBBBBXXXXXX
                            BB BBB BBBBBBBBBBBBBBBBBB _("Request") BBBBB
                            XXXXXXXXX XXXXXXXXXXXXXXXXXXXXBB BBBBB
                                    X
                                     gettext(u'with %(names)s') SSSS
                                        SSSSSSSSSBBBBBXXXXXXX
                        XXXXXX
                    XXXXXBBBBBB
            XXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
            XXX
                 gettext(u'An email goes to %(names)s. It says what is cancelled, and nothing about the customer.') SS SSSSS SSSS SS SSSSSSSSSS SS SSSS SSSS SS
                    SSSSSSSSSS SSS SSSSSSS SSSSS SSS SSSSSSSSS
                 gettext(u'The customer and their guests get no email, because nothing about them is kept. To tell them, cancel the meetings one by one instead, and erase once the emails are sent.') SSS SSSSSSSS SSS SSSSS SSSSSS SSS SS SSSSSS SSSSSSS SSSSSSS SSSSS SSSS SS
                    SSSSS SS SSSS SSSSS SSSSSS SSS SSSSSSSS SSS SS SSS SSSSSSSS SSS SSSSS SSSS SSS SSSSSS SSS
                    SSSSS
            XXXX
        BBBB
            XXX gettext(u'Nothing is still to come for this customer.') XXXX
        BBBBB
        XXX
             gettext(u'Then everything about the customer is erased from meetings, links, requests, emails and history. This cannot be undone.') 
        XXXX
        XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
            BBB BBBBBBBB BBBBB BBBBB BB BBBBBXXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXX
                XBBBBBB
            BB BBBBBBBBBB
            
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                    BB BBBBB gettext(u'Cancel all and erase') BBBB gettext(u'Erase permanently') BBBBB
                XXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBXX gettext(u'Keep everything') XXXX
            XXXXXX
        XXXXXXX
    XXXXXXXXXX
BBBBBBBB BBBBBBB
