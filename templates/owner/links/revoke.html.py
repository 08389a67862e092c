BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Revoke this link?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBBBB BBBBBBBBBBB BBBBBBBBB
        BBBB BBBBB
            BB BBB gettext(u'This link is closed') BBBB gettext(u'Revoke this link?') BBBBB
        BBBBBBB
        BBBB BBBBB
            BB BBBB BB BBBBBBBBBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            BBBB
                 gettext(u'Links') 
            BBBBB
        BBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
        BB BBB
            XXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XX
                    XXXXXXXXXXXXX XXXXXXXX
                    XXXXXXX
                XBB BBBB BB BBBBBBBBBBB gettext(u'Back to the link') BBBB gettext(u'Back to the links') BBBBBXXXX
            XXXXXX
        BBBB
            XXX XXXXXXXXXXXXXXXXXXX
                XXXX
                     gettext(u'The address stops working right away. Anyone who opens it sees that the link has been withdrawn, and who to contact.') 
                XXXXX
                XXXX
                    BB BBBBBBBBB ngettext(u'%(uses)s meeting has been booked with this link. It stays booked.', u'%(uses)s meetings have been booked with this link. They stay booked.', count) SSSSSSSS SSSSSSS SSS SSSS
                            SSSSSS SSSS SSSS SSSSS SS SSSSS SSSSSSSPPPPPPPP PPPPPPPP PPPP PPPP PPPPPP PPPP
                            PPPP PPPPP PPPP PPPP PPPPPPPBBBB gettext(u'No meeting has been booked with this link yet. If someone books before you press the button, that meeting stays booked.') 
                            SS SSSSSSS SSS SSSS SSSSSS SSSS SSSS SSSS SSSS SS SSSSSSS SSSSS SSSSSS SSS SSSSS SSS SSSSSSS
                            SSSS SSSSSSS SSSSS SSSSSSS
                        BBBBB
                XXXXX
                XXXX gettext(u'You can undo this for a few minutes.') XXXXX
            XXXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
                BBBBBBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Revoke') XXXXXXXXX
                    XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Keep it') XXXX
                XXXXXX
            XXXXXXX
        BBBBB
    XXXXXX
BBBBBBBB BBBBBBB
