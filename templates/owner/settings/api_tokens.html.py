BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'API tokens')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXX gettext(u'API tokens') XXXXX
            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'New token') XXXX
        XXXXXX
        XX XXXXXXXXXXXXX
             gettext(u'With a token, a program of yours makes links and meetings as you do.') 
            XX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'What programs can do') XXXX
        XXXX
        BB BBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBB
        BBBB
             _("No tokens yet") 
                 gettext(u'Make one for each program, so that you can revoke it by itself.') 
            BBBBBBBBBBBB
        BBBBB
    XXXXXXXXXX
    BB BBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXX gettext(u'Tokens of colleagues') XXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBB
            BB BBBBB
                XXXXX XXXXXXXXXXXXXXXX gettext(u'Older') XXXXXXXX
            BBBBB
        XXXXXXXXXX
    BBBBB
BBBBBBBB BBBBBBB
