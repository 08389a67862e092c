BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Withdraw %(name)s?') SSSSSSSS
        SSSSSSSSS
    X  gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBBBBB
    XXXXX XXXXXXXXXXXX XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXX
             gettext(u'Withdraw “%(name)s”?') SSSSSSSS
                SSSSSSSSSSS
        XXXXX
        BB BBBBBBBB
            XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                BBBB BBBBBBB
                XXXXX
                     ngettext(u'<strong>%(number)s one-time link made from it is outstanding.</strong> It stops working too.', u'<strong>%(number)s one-time links made from it are outstanding.</strong> They stop working too.', count) SSSSSSSSSSSSSSSSSS SSSSSSSS SSSS SSSS SSSS SS SS
                            SSSSSSSSSSSSSSSSSSSSS SS SSSSS SSSSSSS SSSSPPPPPPPPPPPPPPPPPP
                            PPPPPPPP PPPPP PPPP PPPP PP PPP PPPPPPPPPPPPPPPPPPPPP PPPP PPPP PPPPPPP
                        PPPP
                XXXXXX
            XXXXXX
        BBBB
            XXX gettext(u'No one-time link made from it is outstanding.') XXXX
        BBBBB
        XXX
             gettext(u'The address stops working right away. Anyone who opens it is told to contact %(owner)s. Existing meetings are not affected.') SSS SSSSSSS SSSSS SSSSSSS SSSSS SSSSS SSSSSS SSS
                SSSSS SS SS SSSS SS SSSSSSS SSSSSSSSSS SSSSSSSS SSSSSSSS SSS SSS SSSSSSSSS
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Withdraw') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBB BBBBBBBXX gettext(u'Keep it') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
