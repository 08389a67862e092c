BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Revoke these links?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Links") 
        BBBB BBBBB
            BB BBB BBBBBBB gettext(u'Nothing to revoke') BBBB ngettext(u'Revoke %(count)s link?', u'Revoke %(count)s links?', count) SSSSSS
                    SSSSSSSSS SSSSSPPPPPP PPPPPPPPP PPPPPPBBBBB
        BBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXX
        BB BBBBBBB
            XXX XXXXXXXXXXXXXXXXXXX
                BB BBBBXXXX
                         ngettext(u'%(count)s selected link is already used, revoked or expired, and stays as it is.', u'%(count)s selected links are already used, revoked or expired, and stay as they are.', count) SSSSSSSSS SSSSSSSS SSSS SS SSSSSSS SSSSS SSSSSSS
                            SS SSSSSSSS SSS SSSSS SS SS SSSPPPPPPPPP PPPPPPPP PPPPP PPP PPPPPPP PPPPP
                            PPPPPPP PP PPPPPPPP PPP PPPP PP PPPP PPPP
                    XXXXXBBBBB
                BB BBBBXXXX
                         gettext(u'You can revoke up to %(most)s links at a time. Press again for the rest.') SSS SSS SSSSSS SS SS SSSSSSSS SSSSS SS S SSSSS SSSSS SSSSS SSS SSS
                            SSSSS
                    XXXXXBBBBB
                XXXX
                     gettext(u'Their addresses stop working right away. Anyone who opens one sees that the link has been withdrawn, and who to contact.') 
                XXXXX
                XXXX gettext(u'Existing meetings are not affected.') XXXXX
                XXXX gettext(u'You can undo this for a few minutes.') XXXXX
            XXXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX
                         ngettext(u'Revoke %(count)s link', u'Revoke %(count)s links', count) SSSSSS SSSSSSSSS SSSSPPPPPP
                            PPPPPPPPP PPPPP
                    XXXXXXXXX
                    XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Keep them') XXXX
                XXXXXX
            XXXXXXX
        BBBB
            XXX
                 gettext(u'The selected links are already used, revoked or expired.') 
            XXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Back to the links') XXXX
            XXXXXX
        BBBBB
    XXXXXX
BBBBBBBB BBBBBBB
