BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Check your inbox')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXX gettext(u'Check your inbox') XXXXX
    XXX
         gettext(u'If there is an account with that address, we have sent it a link to choose a new password. It may take a few minutes. Check your spam folder, too.') 
            SS SSSSS SS SS SSSSSSS SSSS SSSS SSSSSSSS SS SSSS SSSS SS S SSSS SS SSSSSS S SSS SSSSSSSSS SS SSS SSSS S SSS
            SSSSSSSS SSSSS SSSS SSSS SSSSSSS SSSS
        
    XXXX
BBBBBBBB BBBBBBB
BBBBB BBBBB
    XXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Send it again, or to another address') XXXXXXXX
BBBBBBBB BBBBB
