BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Signing up is closed')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXX XXXXXXXXXXXXX
        XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXBBBB BBBBBBXXXXXXX
        XXXX gettext(u'You need an invitation to sign up') XXXXX
        XXX
             gettext(u'Ask an administrator of your organization to invite you under Team, “Invite a colleague”. You will get an email with an invitation link.') 
                SSS SS SSSSSSSSSSSSS SS SSSS SSSSSSSSSSSS SS SSSSSS SSS SSSSS SSSSS SSSSSSS S SSSSSSSSSSS SSS SSSS SSS
                SS SSSSS SSSS SS SSSSSSSSSS SSSSS
            
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXXXXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
