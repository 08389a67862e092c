BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Check')  X  gettext(u'One-time links from a list')  X
     gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBBBBB
     _("One-time links from a list")  _("Made from a list") 
        BBBB BBBBBBB BBBBBBBBBBBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXX XXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXX
                 ngettext(u'%(count)s link will be made', u'%(count)s links will be made', count) SSSSSSSSS SSSS SSSS SS SSSSPPPPPPPPP PPPPP
                    PPPP PP PPPP
            XXXXX
            XXX XXXXXXXXXXXXXX
                XXXX gettext(u'Made from') XXXXX
                XXXX
                    BB BBBBBBBBBBBFFFFFFFFFFFFFFFFFFFFFFFF XXXXX XXXXXXXXXXXX
                        XX gettext(u'reusable link') XXXXXXXXBBBBBBBBB
                XXXXX
                XXXX gettext(u'Open until') XXXXX
                XXXX
                    BB BBBBBBBBBB gettext(u'No end: they stay open until booked or revoked') BBBBB
                    BB BBBBBBBBBBBBBXXXXXXXXX XXXXXXXXXXXXX gettext(u'At the latest until the reusable link expires: %(parent_closes)s') SS SSS SSSSSS SSSSS SSS
                                SSSSSSSS SSSS SSSSSSSS SSSSSSSSSSSSSSSSSXXXXXXXBBBBB
                XXXXX
                XXXX gettext(u'Each works') XXXXX
                XXXX
                    BB BBBBBBBBBBBBBBBBBBBBBBBB gettext(u'For one booking, by the email in its row only') BBBB gettext(u'Once') BBBBB
                XXXXX
                BB BBBBBBBBBBBBBBBBBBBBBBBXXXX gettext(u'Private label') XXXXXXXXX
                        
                    XXXXXBBBBB
                XXXX gettext(u'Emails') XXXXX
                XXXX
                    BB BBBBBBBBB ngettext(u'%(count)s email goes out', u'%(count)s emails go out, one to each person', count) SSSSSSSSS SSSSS SSSS
                            SSSPPPPPPPPP PPPPPP PP PPPP PPP PP PPPP
                            PPPPPPBBBB gettext(u'None. You share the links yourself') BBBBB
                XXXXX
            XXXXX
        XXXXXXXXXX
        BB BBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXXXX gettext(u'First in the list') XXXXX
                XXX XXXXXXXXXXXXXXXXXXXXX
                    BBB BBB BB BBBBBXXXX
                            BB BBBBBBBB XXXXX
                                    XXXXXXXXXXXX
                                XXXXXXXXBBBBBBBBB
                        XXXXXBBBBBB
                    BB BBBBBBBXXX XXXXXXXXXXXXX
                             ngettext(u'and %(further)s more', u'and %(further)s more', count) SSS SSSSSSSSSSS SSSSPPP
                                PPPPPPPPPPP PPPP
                        XXXXXBBBBB
                XXXXX
            XXXXXXXXXXBBBBB
        BBB BBBB BBBB BB BBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXX
                    BB BBBBBBBBBBBBB gettext(u'The first email') BBBB gettext(u'To someone without a name') BBBBB
                XXXXX
                XXX XXXXXXXXXXXXXX
                    XXXX gettext(u'To') XXXXX
                    XXXX
                        BB BBBBBBBB XXXXX
                                XXXXXXXXXXXX
                            XXXXXXXXBBBBBBBBB
                    XXXXX
                    XXXX gettext(u'Subject') XXXXX
                    XXXXXXXXX
                XXXXX
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    FFFFFFFFFFXX XXXXXXXXXXXXX
                        BBBB BBBBBB
                         gettext(u'This person’s link appears here.') 
                    XXXX
                XXXXXX
            XXXXXXXXXXBBBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX
                BB BBBBBBBBB ngettext(u'Make %(count)s link and email it', u'Make %(count)s links and email them', count) SSSS SSSSSSSSS SSSS SSS SSSSS
                        SSPPPP PPPPPPPPP PPPPP PPP PPPPP
                        PPPPBBBB ngettext(u'Make %(count)s link', u'Make %(count)s links', count) SSSS
                        SSSSSSSSS SSSSPPPP PPPPPPPPP PPPPPBBBBB
            XXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXX gettext(u'Back') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBXX gettext(u'Cancel') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
