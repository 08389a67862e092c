BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Extend these links')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Links") 
        BBBB BBBBB
            BB BBB BBBBBBB gettext(u'Nothing to extend') BBBB ngettext(u'Extend %(count)s link', u'Extend %(count)s links', count) SSSSSS
                    SSSSSSSSS SSSSPPPPPP PPPPPPPPP PPPPPBBBBB
        BBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXX
        BB BBBBBBB
            XXX XXXXXXXXXXXXXXXXXXX
                BB BBBBXXXX
                         ngettext(u'%(count)s selected link is used, revoked or never expires, and stays as it is.', u'%(count)s selected links are used, revoked or never expire, and stay as they are.', count) SSSSSSSSS SSSSSSSS SSSS SS SSSSS SSSSSSS SS SSSSS
                            SSSSSSSS SSS SSSSS SS SS SSSPPPPPPPPP PPPPPPPP PPPPP PPP PPPPP PPPPPPP PP
                            PPPPP PPPPPPP PPP PPPP PP PPPP PPPP
                    XXXXXBBBBB
                BB BBBBXXXX
                         gettext(u'You can extend up to %(most)s links at a time. Press again for the rest.') SSS SSS SSSSSS SS SS SSSSSSSS SSSSS SS S SSSSS SSSSS SSSSS SSS SSS
                            SSSSS
                    XXXXXBBBBB
                XXXX
                     gettext(u'Days are added to each link’s expiry date. Expired links work again, with the days counted from now.') 
                XXXXX
                XXXX gettext(u'A date only changes links that close sooner. No link gets less time.') XXXXX
            XXXXX
            XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBX XXXXXXXXXX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXX gettext(u'Extend') XXXXXXXXX
                    XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Cancel') XXXX
                XXXXXX
            XXXXXXX
        BBBB
            XXX gettext(u'The selected links are used, revoked or never expire.') XXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Back to the links') XXXX
            XXXXXX
        BBBBB
    XXXXXX
BBBBBBBB BBBBBBB
