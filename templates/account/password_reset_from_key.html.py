BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBBBB BBBBBBBBBB gettext(u'This link no longer works') BBBB gettext(u'Choose a new password') BBBBB
    X  gettext(u'Admit One') BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
    BB BBBBBBBBBB
        XXXX gettext(u'This link no longer works') XXXXX
        XXX gettext(u'It has already been used, has expired, or was not copied in full.') XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Send a new link') XXXX
        XXXXXX
    BBBB
        XXXX gettext(u'Choose a new password') XXXXX
        XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            
            
            XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Save the password') XXXXXXXXX
        XXXXXXX
    BBBBB
BBBBBBBB BBBBBBB
