BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Forgot your password?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX
        XXXX gettext(u'Forgot your password?') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'Enter the email address you sign in with. We will send you a link to choose a new password.') 
        XXXX
    XXXXXX
    XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        
        
        XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Send me the link') XXXXXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBB
    BB BBB BBBBBBBBBBBBBBBBBBBBBXXX
            XX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Back to sign in') XXXX
        XXXXBBBBB
BBBBBBBB BBBBB
