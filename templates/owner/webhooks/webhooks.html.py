BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'Webhooks')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Webhooks') XXXXX
            BB BBBBBXX
                    XXXXXXXXXXXXX XXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBX
                X gettext(u'New webhook') XXXXBBBBB
        XXXXXX
        XX XXXXXXXXXXXXX
             gettext(u'A webhook tells another program, such as your CRM, what happens here as soon as it happens: each meeting that is booked, moved or cancelled, and through which link it came.') S SSSSSSS SSSSS SSSSSSS SSSSSSSS SSSS SS SSSS SSSS SSSS SSSSSSS SSSS SS SSSS SS
                SS SSSSSSSS SSSS SSSSSSS SSSS SS SSSSSSS SSSSS SS SSSSSSSSSS SSS SSSSSSS SSSSS SSSS SS
                SSSSS
        XXXX
        BB BBB BBBBBBBBBBBBB
            XXX
                 gettext(u'Administrators set webhooks up, for the meetings of everybody.') 
                 gettext(u'If you need one, ask %(names)s.') SS SSS SSSS SSSS SSS
                    SSSSSSSSSS
            XXXX
        BBBB BBBBB
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'Webhook') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Status') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Events') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Last call') XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXX
                        BBB BBBB BB BBBBBXXX XXXXXXXXXXXXXXXXXX
                                XXX XXXXXXXXXXXX
                                    XX XXXXXXBBB BBBBBBBBB BBBBBBBBBBBBBBBBXXXXXX
                                    BB BBBBBBBBBBBBBBBBBBBXXXXXXXXXXXXXXXBBBBB
                                XXXXX
                                XXXXBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBXXXXX
                                XXX XXXXXXXXXXXX gettext(u'Events') XXXXXXX
                                XXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Last call') XX
                                     _("None yet") 
                                XXXXX
                            XXXXXBBBBBB
                    XXXXXXXX
                XXXXXXXX
            XXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
        BBBB
             _("No webhooks yet") 
                 gettext(u'Give us an address of your program. We call it, sign each call, and try again for three days if it does not answer.') 
                BBBB BBBBBB
                    XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBXX gettext(u'New webhook') XXXX
                BBBBBBB
            BBBBBBBBBBBB
        BBBBB
    XXXXXXXXXX
BBBBBBBB BBBBBBB
