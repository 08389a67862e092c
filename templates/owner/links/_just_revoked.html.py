 #

BBBB BBBB
BB BBBBBBXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            BB BBBBBBBBBBB
                XXXXX
                     gettext(u'Revoked: %(name)s. The address no longer works.') SSSSSSSS SSSSSSSSS SSS SSSSSSS SS SSSSSS
                        SSSSSS
                XXXXXX
                XXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBB BBBBBXBBBB BBBBXBBBBBX
                X
                    BBBBBBBBBB
                    XXXXXXX XXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX gettext(u'Undo') XXXXXXXXX
                XXXXXXX
            BBBB
                XXXXX
                     ngettext(u'%(count)s link is revoked. Its address no longer works.', u'%(count)s links are revoked. Their addresses no longer work.', count) SSSSSSSSS SSSS SS SSSSSSSS SSS SSSSSSS SS
                        SSSSSS SSSSSSPPPPPPPPP PPPPP PPP PPPPPPPP PPPPP PPPPPPPPP PP PPPPPP
                        PPPPP
                XXXXXX
                XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBXX
                    BBBBBBBBBB
                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXX
                    BBB BBBBB BBBBB BB BBBBBBBBBBBBBBBXXXXXX
                            XXXXXXXXXXXXX
                            XXXXXXX
                            XXXXXXXX
                        XBBBBBB
                    XXXXXXX XXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX gettext(u'Undo') XXXXXXXXX
                XXXXXXX
            BBBBB
        XXXXXX
    XXXXXXBBBBB
