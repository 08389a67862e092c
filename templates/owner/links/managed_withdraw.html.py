BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Withdraw %(name)s?') SSSSSSSS SSSSSSSSS X
     gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBBBBB
    XXXXX XXXXXXXXXXXX XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXX gettext(u'Withdraw all of “%(name)s”?') SSSSSSSS SSS SS SSSSSSSSSSSXXXXX
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                 ngettext(u'<strong>%(number)s user loses this link.</strong>', u'<strong>%(number)s users lose this link.</strong>', count) SSSSSSSSSSSSSSSSSS SSSS SSSSS SSSS
                        SSSSSSSSSSSSSSPPPPPPPPPPPPPPPPPP PPPPP PPPP PPPP
                        PPPPPPPPPPPPPP
                BB BBBBBBBB ngettext(u'%(number)s one-time link made from them is outstanding and stops working too.', u'%(number)s one-time links made from them are outstanding and stop working too.', count) SSSSSSSSSS SSSSSSSS SSSS SSSS SSSS
                        SSSS SS SSSSSSSSSSS SSS SSSSS SSSSSSS SSSSPPPPPPPPPP PPPPPPPP PPPPP PPPP PPPP PPPP
                        PPP PPPPPPPPPPP PPP PPPP PPPPPPP PPPPBBBBB
            XXXXXX
        XXXXXX
        XXX
             gettext(u'The addresses stop working right away. This cannot be undone. Existing meetings are not affected.') 
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Withdraw all') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBXX gettext(u'Keep them') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
