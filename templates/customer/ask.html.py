BBBBBBB BBBBBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Ask for a new link') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXXX
        XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBX
        XXXXX
    XXXXXXXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
    XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
        BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXX
            XXXX gettext(u'Ask for a new link') XXXXX
            BB BBBB
                XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                    BBBB BBBBBB
                    XXXXX
                         gettext(u'%(name)s has been told. You will get an email.') SSSSSSSS SSS SSSS SSSSS SSS SSSS
                            SSS SS SSSSSS
                    XXXXXX
                XXXXXX
                XX XXXXXXXXXXXXXXXXXXXX
                     gettext(u'Nothing arrived? Write to %(name)s:') SSSSSSS SSSSSSSS SSSSS SS
                        SSSSSSSSS
                    XX XXXXXXXXXXXXXXXXXXX
                XXXX
            BBBB
                XX XXXXXXXXXXXXX
                     gettext(u'%(name)s will see your request and can email you a new link.') SSSSSSSS SSSS SSS SSSS SSSSSSS SSS SSS SSSSS
                        SSS S SSS SSSSS
                XXXX
                XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXX
                    
                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                    XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Ask for a new link') XXXXXXXXXXXXXXX
                XXXXXXX
                XX XXXXXXXXXXXXXXXXXXXX
                     gettext(u'Or write to %(name)s:') SS SSSSS SS SSSSSSSSS XX
                        XXXXXXXXXXXXXX
                    XXXXX
                XXXX
            BBBBB
        XXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
