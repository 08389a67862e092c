BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Team')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Team") 
        XXX
             gettext(u'Everyone who can sign in to %(organization)s.') SSSSSSSS SSS SSS SSSS SS SS
                SSSSSSSSSSSSSSSSS
        XXXX
        BBBB BBBBBBB
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBXX gettext(u'Invite a colleague') XXXX
        BBBBBBB
    BBBBBBBBBBBB
    BB BBBBBBBBBBBXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
             ngettext(u'%(number)s open invitation', u'%(number)s open invitations', count) SSSSSSSSSS SSSS
                SSSSSSSSSSPPPPPPPPPP PPPP PPPPPPPPPPP
        XXXXBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBB
    BB BBBBBBBXXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'Name') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Role') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Calendars') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Status') XXXXX
                        XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                    XXXXX
                XXXXXXXX
                XXXXXXX
                    BBB BBBBBBBBBB BBBBBBBBB BB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                XXXXXXXX
            XXXXXXXX
        XXXXXXBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
    BB BBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Invited') XXXXX
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'Email') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Role') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Invitation link') XXXXX
                            XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXX
                        BBB BBBBBBBBBBB BBBBBBB BB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                    XXXXXXXX
                XXXXXXXX
            XXXXXX
        XXXXXXXXXX
    BBBBB
BBBBBBBB BBBBBBB
