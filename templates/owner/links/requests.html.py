BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Requests for a new link')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXX
        XXX
             gettext(u'They opened a link that no longer works. Anyone with that link can ask, so check that you know them.') 
        XXXX
        BB BBBBBBBBBBXXX
                BB BBBB gettext(u'“Send a new link” emails them a link like the old one. It closes in %(life)s.') SSSSS S SSS SSSSS SSSSSS SSSS S SSSS SSSS SSS SSS SSSS SS
                        SSSSSS SS
                        SSSSSSSSSBBBB gettext(u'“Send a new link” emails them a link like the old one. It never expires.') SSSSS S SSS SSSSS SSSSSS
                        SSSS S SSSS SSSS SSS SSS SSSS SS SSSSS SSSSSSSSBBBBB
            XXXXBBBBB
    XXXXXX
    BB BBBBB
        XXX XXXXXXXXXXXXXXXXXXX
            BBB BBBB BB BBBBBBBBB BBBBBBBBBBBBBBBB
                    XXX XXXXXXXXXXXX XXXXXXX
                        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBB
                        BB BBBBBBBBBBBXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                                BBBB BBBBBBBXXXXXXXXXXXXX
                            XXXXBBBBB
                        XXXX XXXXXXXXXXXXXXXXXXXXX
                            BB BBBBBBBBBBB
                                XX
                                    XXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXX
                                XBBBB BBBBBB gettext(u'Write an email') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                        XXXXXXXXXXX
                            BBBB
                                XXXXX
                                    XXXXXXXXXXXXX
                                    XXXXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBX
                                    XXXXXXXXXXXXXXXX
                                X
                                    BBBBBBBBBB
                                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXX
                                    XXXXXXX XXXXXXXXXXXXXX
                                        XXXXXX gettext(u'Send a new link') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                                XXXXXXXXXXXXXX
                                    XXXXXXXXX
                                XXXXXXX
                                XX
                                    XXXXXXXXXXXXX XXXXXXXX
                                    XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBX
                                X gettext(u'Edit before sending') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                        XXXXXXXXXXX
                            BBBBB
                            XXXXX
                                XXXXXXXXXXXXX
                                XXXXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBX
                                XXXXXXXXXXXXXXXX
                            X
                                BBBBBBBBBB
                                XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX
                                    XXXXXX gettext(u'Dismiss') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                            XXXXXXXXXXXXXX
                                XXXXXXXXX
                            XXXXXXX
                        XXXXXX
                    XXXXX
                BBBBBBBBBBBBB
        XXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
    BBBB BBBBBBBBBB
         _("No older requests") 
             gettext(u'You have reached the end of the list.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Show the newest') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB
         _("No one is waiting") 
             gettext(u'People who open a link that no longer works can ask for a new one. Their requests appear here, and you get an email.') 
                SSSSSS SSS SSSS S SSSS SSSS SS SSSSSS SSSSS SSS SSS SSS S SSS SSSS SSSSS SSSSSSSS SSSSSS SSSSS SSS SSS
                SSS SS SSSSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Outstanding links') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
