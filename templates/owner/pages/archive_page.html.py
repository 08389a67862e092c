BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
    BB BBBBBBBBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                 ngettext(u'<strong>%(number)s outstanding link opens this page.</strong> Anyone who opens it will see that the page no longer exists, and will be asked to contact %(host)s.', u'<strong>%(number)s outstanding links open this page.</strong> Anyone who opens one will see that the page no longer exists, and will be asked to contact %(host)s.', count) SSSSSSSSSSSSSSSSSS
                        SSSSSSSSSSS SSSS SSSSS SSSS SSSSSSSSSSSSSS SSSSSS SSS SSSSS SS SSSS SSS SSSS SSS SSSS SS SSSSSS
                    SSSSSSS SSS SSSS SS SSSSS SS SSSSSSS SSSSSSSSSPPPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPP
                        PPPP PPPP PPPPPPPPPPPPPP PPPPPP PPP PPPPP PPP PPPP PPP PPPP PPP PPPP PP PPPPPP PPPPPPP PPP PPPP
                    PP PPPPP PP PPPPPPP PPPPPPPPP
            XXXXXX
        XXXXXX
    BBBB BBB BBBBBBBBBBBBBBBBBBB
        XXX gettext(u'No outstanding links open this page.') XXXX
    BBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
    BB BBBBBBBBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                XXX
                     gettext(u'These teams need it. The event types assigned to it are not offered until you assign someone else:') 
                XXXX
                XXXX
                    BBB BBBBBB BB BBBBBBBBBBXXXX
                            BB BBBBBBBBBBBBBXX
                                    XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBX
                                XXXXXBBBBBBBBB
                        XXXXXBBBBBB
                XXXXX
            XXXXXX
        XXXXXX
    BBBBB
    BB BBBBXXX
             gettext(u'These links use it, alone or with others: %(made)s.') SSSSS SSSSS SSS SSS SSSSS SS SSSS SSSSSSS SSSSSSSSS
        XXXXBBBBB
    BB BBBBBBBBBBBB BB BBBBBBBBBB
        XXX
             gettext(u'These will continue without it:') 
            BBB BBBBBB BB BBBBBBBBBBBBBB BBBBBBBBBB BB BBB BBBBBBBBBBBBX
                BBBBBBBBBBB
            BBB BBBB BB BBBBBBBBBB gettext(u'%(name)s (pool)') SSSSSSSS
                    SSSSSSBB BBB BBBBBBBBBBBBX
                BBBBBBBBBBBX
        XXXX
    BBBBB
    XXX
         gettext(u'The public address closes, and no one can book here any more. Existing meetings are not affected, and can still be moved or cancelled.') 
    XXXX
BBBBBBBB BBBBB
