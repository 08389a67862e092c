BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB BB
BBBBB BBBBB gettext(u'Secret')  X  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBB BBBBBBBBBBB BB BBBB
     _("Secret") 
        XXX
             gettext(u'Each call is signed with this secret. Your program checks the signature, so that it takes nobody else’s word for ours.') 
        XXXX
    BBBBBBBBBBBB
    XXXXXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Signing secret') XXXXXXXXXXXXX
        BB BBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBBBBB
            XX XXXXXXXXXXXXXXXXXXXX
                 gettext(u'Every library for Standard Webhooks takes it as it is. It is never stored here, and never sent.') 
            XXXX
        BBBB
            XXX gettext(u'The key of this secret was dropped, so nothing can be signed. Make a new secret.') XXXX
        BBBBB
        BB BBBBBBBBBBBB
            XXX
                 gettext(u'Until %(until)s each call is signed with the former secret, too.') 
                    SSSSS SSSSSSSSS SSSS SSSS SS SSSSSS SSSS SSS SSSSSS SSSSSSS SSSS
                
            XXXX
        BBBBB
        XXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            XXXXXXX XXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX gettext(u'Make a new secret') XXXXXXXXX
            XXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'The present one goes on working for 24 hours.') XXXXXXX
        XXXXXXX
    XXXXXXXXXX
BBBBBBBB BBBBBBB
