BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Disconnect?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX XXXXXXXXXXXX XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXX
             gettext(u'Disconnect %(account)s?') SSSSSSSSSS SSSSSSSSSSSS
        XXXXX
        XXX
             gettext(u'Meetings already in it stay. New ones will not be added, and its busy times no longer count.') 
             gettext(u'You get the invitations of meetings that are not in it yet by email.') 
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Disconnect') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBXX gettext(u'Keep it') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
