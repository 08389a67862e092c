 #

BBBB BBBB
XXXX XXXXXXXXXXXXXXX
    BBBB BBBBBBBB
    XXXXX
        BB BBB BBBBBBBB
             gettext(u'No one-time link made from it is outstanding. Changes apply right away to this link, and to one-time links made from it later.') 
                SS SSSSSSSS SSSS SSSS SSSS SS SS SSSSSSSSSSSS SSSSSSS SSSSS SSSSS SSSS SS SSSS SSSSS SSS SS SSSSSSSS
                SSSSS SSSS SSSS SS SSSSSS
            
        BBBB BBBBBBB ngettext(u'%(number)s one-time link made from it has closed too. With a later expiry date it works again.', u'%(number)s one-time links made from it have closed too. With a later expiry date they work again.', count) SSSSSSSSSS SSSSSSSS SSSS SSSS SSSS SS SSS
                SSSSSS SSSS SSSS S SSSSS SSSSSS SSSS SS SSSSS SSSSSSPPPPPPPPPP PPPPPPPP PPPPP PPPP PPPP PP
                PPPP PPPPPP PPPP PPPP P PPPPP PPPPPP PPPP PPPP PPPP PPPPPP
        BBBB ngettext(u'<strong>%(number)s one-time link made from it is outstanding.</strong> Changes apply to it right away: the next time it is opened, and when it is booked.', u'<strong>%(number)s one-time links made from it are outstanding.</strong> Changes apply to them right away: the next time they are opened, and when they are booked.', count) SSSSSSSSSSSSSSSSSS SSSSSSSS SSSS SSSS SSSS SS SS
                    SSSSSSSSSSSSSSSSSSSSS SSSSSSS SSSSS SS SS SSSSS SSSSS SSS SSSS SSSS SS SS SSSSSSS SSS SSSS SS SS
                SSSSSSSPPPPPPPPPPPPPPPPPP PPPPPPPP PPPPP PPPP PPPP PP PPP PPPPPPPPPPPPPPPPPPPPP
                PPPPPPP PPPPP PP PPPP PPPPP PPPPP PPP PPPP PPPP PPPP PPP PPPPPPP PPP PPPP PPPP PPP
                PPPPPPPBBBBB
    XXXXXX
XXXXXX
