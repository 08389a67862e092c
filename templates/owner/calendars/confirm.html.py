BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB
     gettext(u'Connect %(name)s') SSSSSSS SSSSSSSS X
     gettext(u'Admit One') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
    XXXXX XXXXXXXXXXXX XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXX
             gettext(u'Connect %(name)s?') SSSSSSS SSSSSSSSS
        XXXXX
        BB BBBBBBBBBB
            XXX
                 gettext(u'%(name)s agrees. One more step, and %(account)s is read again.') SSSSSSSS SSSSSSS SSS SSSS
                    SSSSS SSS SSSSSSSSSSS SS SSSS SSSSSS
            XXXX
        BBBB
            XXX
                 gettext(u'%(name)s agrees. The calendars of the account you chose there will be connected to %(email)s here. You choose among them next.') SSSSSSSS SSSSSSS SSS
                    SSSSSSSSS SS SSS SSSSSSS SSS SSSSS SSSSS SSSS SS SSSSSSSSS SS SSSSSSSSS SSSSS SSS SSSSSS SSSSS
                    SSSS SSSSS
            XXXX
        BBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX
                BB BBBBBBBBBB
                     gettext(u'Reconnect %(account)s') SSSSSSSSS
                        SSSSSSSSSSS
                BBBB
                     gettext(u'Connect %(email)s') SSSSSSS SSSSSSSSS
                BBBBB
            XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBXX gettext(u'Cancel') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
