BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Your link')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBBBB BBBBBBBBBBB
        BBBB BBBBB
            BB BBB
                 gettext(u'This link is closed') 
            BBBB BBB BBBBBBB
                 gettext(u'Address no longer works') 
            BBBB BBBBBBBBBBB
                 gettext(u'Your one-time link is ready') 
            BBBB
                 gettext(u'Your link') 
            BBBBB
        BBBBBBB
        BBBB BBBBB
            BB BBBBBBBBBBBBBBBBBB
                 gettext(u'My links') 
            BBBB
                 gettext(u'Outstanding links') 
            BBBBB
        BBBBBBB
        BBBB BBBB
            BB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBB
        BBBBBBB
        XXX
            FFFFFFFFFFFFFFFFFFFFFFFFFFBB BBBBBBBBBBBBBBBBBBBX
                 gettext(u'for %(name)s') SSS
                    SSSSSSSSBBBBB
        XXXX
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXX
        BB BBBBBBB
            XXXX XXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Address') XXXXXXXX
                BB BBBBBBBBBBBBBBBB
                    XXXX XXXXXXXXXXXXXXXXX
                        XXXXXX
                            XXXXXXXXXXXXXXXXX
                            XXXXXXXXXXX
                            XXXXXXXX
                            XXXXXXXX
                        XBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBB BBBBB
                    XXXXXX
                BBBB
                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
                BBBBB
            XXXXXX
            XXXXXXX
            XX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Select the address to copy it.') XXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
        BBBB BBB
            XXXXXXX
        BBBB
            XXX
                 gettext(u'The old address no longer works. Make a new one and send it again. Nothing else about the link changes.') 
                    SSS SSS SSSSSSS SS SSSSSS SSSSSS SSSS S SSS SSS SSS SSSS SS SSSSSS SSSSSSS SSSS SSSSS SSS SSSS
                    SSSSSSSS
                
            XXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBB BBBBBBBX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                XXXXXXX XXXXXXXXXXXXXX gettext(u'Make a new address') XXXXXXXXX
            XXXXXXX
        BBBBB
        BB BBBBBBBBBBB BBB BBB BBB
            XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBB BBBBBBBBBX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Make another') XXXXXXXXX
            XXXXXXX
        BBBBB
    XXXXXX
BBBBBBBB BBBBBBB
