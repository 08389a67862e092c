BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'Revoke the API token?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX XXXXXXXXXXXX XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXX gettext(u'Revoke “%(name)s”?') SSSSSS SSSSSSSSSSSXXXXX
        XXX
            BB BBBBBBBBBB BB BBBB gettext(u'It is %(name)s’s.') SS SS
                    SSSSSSSSSSSBBBBB
             gettext(u'Programs that use it are locked out at once, and for good. Links and meetings that they made stay.') 
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Revoke') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBXX gettext(u'Keep it') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
