BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Is this your address?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BB BBBBBBBBBBBB BBB BBBBBBBBBBB
        XXXX gettext(u'Is this your address?') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'%(name)s used %(email)s for an account here.') SSSSSSSS
                SSSS SSSSSSSSS SSS SS SSSSSSS SSSSS
        XXXX
        XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            XXXX XXXXXXXXXXXX XXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX XXXXXXXXX XXXXXXXXX
                     gettext(u'Yes, this is my address and my account') XXXXXXXX
            XXXXXX
            XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Confirm') XXXXXXXXX
        XXXXXXX
    BBBB BBBBBBBBBBBB
        XXXX gettext(u'This address cannot be confirmed') XXXXX
        XX XXXXXXXXXXXXX gettext(u'Another account has already confirmed it.') XXXX
    BBBB
        XXXX gettext(u'This link has been used or has expired') XXXXX
        XX XXXXXXXXXXXXX gettext(u'Request a new email in your settings.') XXXX
        XX XXXXXXXXXXXXX XXXXXXX XXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Go to settings') XXXX
    BBBBB
BBBBBBBB BBBBBBB
