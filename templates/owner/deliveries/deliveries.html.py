BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBB gettext(u'Emails sent')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX
        XXXX gettext(u'Emails sent') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'Emails go out within seconds. If a mail server does not accept one, we keep trying for hours. Emails it rejects for good are listed here.') 
                SSSSSS SS SSS SSSSSS SSSSSSSS SS S SSSS SSSSSS SSSS SSS SSSSSS SSSS SS SSSS SSSSSS SSS SSSSSS SSSSSS SS
                SSSSSSS SSS SSSS SSS SSSSSS SSSSS
            
            BBBBBBBBBBBBBBBBBBBB BB BBBB
             gettext(u'Times are in %(zone)s.') SSSSS SSS SS SSSSSSSSS
        XXXX
    XXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXX gettext(u'Could not be sent') XXXXX
        BB BBBBBB
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXX XXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'To') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Email') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Reason') XXXXX
                            XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXXBBB BBB BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXX
                XXXXXXXX
            XXXXXX
        BBBB
             _("All emails have been sent") 
                 gettext(u'Emails that could not be delivered appear here, with the reason and a way to try again.') 
                    SSSSSS SSSS SSSSS SSS SS SSSSSSSSS SSSSSS SSSSS SSSS SSS SSSSSS SSS S SSS SS SSS SSSSSS
                
            BBBBBBBBBBBB
        BBBBB
    XXXXXXXXXX
    BB BBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXX gettext(u'Latest') XXXXX
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXX XXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'To') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Email') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Status') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'When') XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXXBBB BBB BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXX
                XXXXXXXX
            XXXXXX
        XXXXXXXXXX
    BBBBB
BBBBBBBB BBBBBBB
