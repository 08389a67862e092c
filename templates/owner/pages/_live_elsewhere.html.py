 #

BBBB BBBBBB BBBBBBBBBBBBBBBBBBBXXXX XXXXXXXXXXXXXX BB BBBBBBBXXXXXXXXXXXXXXXBBBBBX
        BBBB BBBBBB
        XXXXX
            BB BBBBBBBBBBBBBBBBXXX
                     ngettext(u'<strong>%(number)s more outstanding link needs this booking page</strong>, in a team or as one of its hosts. If you pause or archive the booking page, the link offers no times for meetings that need it.', u'<strong>%(number)s more outstanding links need this booking page</strong>, in a team or as one of their hosts. If you pause or archive the booking page, the links offer no times for meetings that need it.', count) SSSSSSSSSSSSSSSSSS SSSS SSSSSSSSSSS SSSS
                            SSSSS SSSS SSSSSSS SSSSSSSSSSSSSS SS S SSSS SS SS SSS SS SSS SSSSSS SS SSS SSSSS SS SSSSSSS
                        SSS SSSSSSS SSSSS SSS SSSS SSSSSS SS SSSSS SSS SSSSSSSS SSSS SSSS
                        SSSPPPPPPPPPPPPPPPPPP PPPP PPPPPPPPPPP PPPPP PPPP PPPP PPPPPPP PPPPPPPPPPPPPP PP P
                        PPPP PP PP PPP PP PPPPP PPPPPP PP PPP PPPPP PP PPPPPPP PPP PPPPPPP PPPPP PPP PPPPP PPPPP PP
                        PPPPP PPP PPPPPPPP PPPP PPPP PPP
                XXXXBBBBB
            BB BBBBBBBBBBBBBBBBXXX
                     ngettext(u'<strong>%(number)s more outstanding link uses this booking page</strong> through a pool, a choice or as an optional attendee. Without it, the link keeps working with the other booking pages, and offers no times if none are left.', u'<strong>%(number)s more outstanding links use this booking page</strong> through a pool, a choice or as an optional attendee. Without it, the links keep working with the other booking pages, and offer no times if none are left.', count) SSSSSSSSSSSSSSSSSS SSSS SSSSSSSSSSS SSSS
                            SSSS SSSS SSSSSSS SSSSSSSSSSSSS SSSSSSS S SSSSS S SSSSSS SS SS SS SSSSSSSS SSSSSSSSS SSSSSSS
                        SSS SSS SSSS SSSSS SSSSSSS SSSS SSS SSSSS SSSSSSS SSSSSS SSS SSSSSS SS SSSSS SS SSSS SSS
                        SSSSSPPPPPPPPPPPPPPPPPP PPPP PPPPPPPPPPP PPPPP PPP PPPP PPPPPPP PPPPPPPPPPPPP
                        PPPPPPP P PPPPP P PPPPPP PP PP PP PPPPPPPP PPPPPPPPP PPPPPPP PPP PPP PPPPP PPPP PPPPPPP PPPP PPP
                        PPPPP PPPPPPP PPPPPP PPP PPPPP PP PPPPP PP PPPP PPP PPPPP
                XXXXBBBBB
        XXXXXX
    XXXXXXBBBBB
