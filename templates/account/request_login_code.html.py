BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Sign in with a code')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX
        XXXX gettext(u'Sign in with a code') XXXXX
        XX XXXXXXXXXXXXX gettext(u'We will email you a code to sign in without your password.') XXXX
    XXXXXX
    XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        
        
        XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Email me a code') XXXXXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBXXXXX XXXXXXXX gettext(u'Sign in another way') XXXXXXXXBBBBBBBB
