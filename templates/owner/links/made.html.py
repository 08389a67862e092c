BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Your link')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Links") 
        BBBB BBBBB
            BB BBBB
                 gettext(u'This link is closed') 
            BBBB BBBBBBB
                 gettext(u'Your link is ready') 
            BBBB
                 gettext(u'Address no longer works') 
            BBBBB
        BBBBBBB
        BBBB BBBBBBB BBBBBBBBBBBBBB
        XXX
            BB BBBBBBBBBBBBBBBBBBBX
                 gettext(u'for %(name)s') SSS
                    SSSSSSSSBBBBB
        XXXX
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXX
        BB BBBBBBBXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                BBBB BBBBBBB
                XXXXXXXXXXX
            XXXXXXBBBBB
        BB BBBBBBB
            XXXX XXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Address') XXXXXXXX
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
            XXXXXX
            XXXXXXX
            XX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Select the address to copy it.') XXXX
            XXX
                BB BBBBBBBBBBBBBBBBBBBBXX XXXXXXBBB BBBBBBBBBBB BBBBBBBXX gettext(u'Email it') XXXX X
                BBBBBXX XXXXXXBBB BBBBBBBBBBBB BBBBBBBXX gettext(u'Times for an email') XXXX
            XXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
            BB BBB BBBBBBBBBBBBBBBB BBB BBB BBBBBBBBBBBBBBBBBBB BBB BBB BBBBBBBBBBBBBBBBBBBB
                XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBB BBBBBBBX XXXXXXXXXX XXXXXXXXXXXXXXXXX
                    BBBBBBBBBB
                    XXXX XXXXXXXXXXXXXX
                        XXXXXX XXXXXXXXXXX gettext(u'For whom?')  XXXXX
                                XXXXXXXXXXXXXXXX
                            X gettext(u'so you find it later') XXXXXXXXXXXXXXX
                        XXXX XXXXXXXXXXXXXXXXX
                            XXXXXX XXXXXXXXX XXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
                            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXX
                        XXXXXX
                    XXXXXX
                XXXXXXX
            BBBBB
        BBBB BBBB
            XXXXXXX
        BBBB
            XXX
                 gettext(u'The old address no longer works. Make a new one and send it again. Nothing else about the link changes.') 
                    SSS SSS SSSSSSS SS SSSSSS SSSSSS SSSS S SSS SSS SSS SSSS SS SSSSSS SSSSSSS SSSS SSSSS SSS SSSS
                    SSSSSSSS
                
            XXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBB BBBBBBBX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                XXXXXXX XXXXXXXXXXXXXX gettext(u'Make a new address') XXXXXXXXX
            XXXXXXX
        BBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XX
                XXXXXXXXXXXXX XXXXXXXX
                XXXXXXBBB BBBBBBBXXXXXXX
                XXXXXXXXXXXXXXXXXX
            X gettext(u'Make another') XXXX
        XXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
