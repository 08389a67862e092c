BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB ngettext(u'%(count)s link', u'%(count)s links', count) SSSSSSSSS SSSSPPPPPPPPP
        PPPPP
    X  gettext(u'Made from a list')  X  gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBBBBB
     _("Made from a list") 
        BBBB BBBBB
             ngettext(u'%(count)s one-time link', u'%(count)s one-time links', count) SSSSSSSSS SSSSSSSS SSSSPPPPPPPPP
                PPPPPPPP PPPPP
        BBBBBBB
        BBBB BBBBBBB BBBBBBBBBBBBBBBB
        BBBB BBBBBBB
            XX
                XXXXXXXXXXXXX XXXXXXXX
                XXXXXXBBB BBBBBBBXXXXXXXXXXXXXXXXXXX
            X gettext(u'See who opened and booked') XXXX
        BBBBBBB
    BBBBBBBBBBBB
    BB BBBBBXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                 gettext(u'You already sent this form on %(made)s, and it made these links. Nothing was made or emailed twice. To make more links, change something, such as the private label.') SSS SSSSSSS SSSS SSSS SSSS SS SSSSSSSSS SSS SS SSSS SSSSS SSSSSS SSSSSSS
                    SSS SSSS SS SSSSSSS SSSSSS SS SSSS SSSS SSSSSS SSSSSS SSSSSSSSSS SSSS SS SSS SSSSSSS
                    SSSSSS
            XXXXXX
        XXXXXXBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXXX
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXX gettext(u'What was made') XXXXX
            XXX XXXXXXXXXXXXXX
                XXXX gettext(u'Made from') XXXXX
                XXXX
                    BB BBBBBBBBBBBFFFFFFFFFFFFFFFFFFFFFFFF XXXXX XXXXXXXXXXXX
                        XX gettext(u'reusable link') XXXXXXXXBBBBBBBBB
                XXXXX
                XXXX gettext(u'Made') XXXXX
                XXXX
                    BB BBBBBBBBBBBBBBBB BB BBBBX
                         gettext(u'by %(name)s') SS
                            SSSSSSSSBBBBB
                XXXXX
                XXXX gettext(u'Open until') XXXXX
                XXXX
                    BB BBBBBBBBBB gettext(u'No end') BBBBB
                XXXXX
                BB BBBBBBBBBBBBBBBBBBBBBBBBXXXX gettext(u'Each works') XXXXXXXXX
                         gettext(u'For one booking, by the email in its row only') 
                    XXXXXBBBBB
                BB BBBBBBBBBBXXXX gettext(u'Private label') XXXXXXXXXXXXXXBBBBB
            XXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
        XXXXXXXXXX
        BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX
        XXXXX
            XXX XXXXXXXXXXXXXXXXXXXXXXX gettext(u'Addresses') XXXXX
            XX XXXXXXXXXXXXX
                BB BBBBBBBBBBBBB
                     gettext(u'Anyone with an address can book with it, once.') 
                BBBB
                     gettext(u'Share them yourself. Anyone with an address can book with it, once.') 
                BBBBB
            XXXX
        XXXXXX
        BB BBBBBBBBB BB BBB BBBB
            BB BBBB
                XXXX XXXXXXXXXXXXXX
                    XXXXXX XXXXXXXXXXXXXXXXXXXX ngettext(u'%(live)s working address', u'%(live)s working addresses', count) SSSSSSSS SSSSSSS
                            SSSSSSSPPPPPPPP PPPPPPP PPPPPPPPPXXXXXXXX
                    XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXX
            BBBBB
            BB BBBBXX XXXXXXXXXXXXX
                     ngettext(u'%(dead)s more has been used or no longer works.', u'%(dead)s more have been used or no longer work.', count) SSSSSSSS SSSS SSS SSSS SSSS SS SS SSSSSS
                        SSSSSSPPPPPPPP PPPP PPPP PPPP PPPP PP PP PPPPPP PPPPP
                XXXXBBBBB
        BBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            BB BBBBBBBBB
                XXXXXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
                    BBBB BBBBBB
                     gettext(u'Copy all') 
                XXXXXXXXX
            BBBB
                XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBB BBBBBBBBXXXXXXXXXXXX
                    BBBBBBBBBB
                    XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Show all addresses') XXXXXXXXX
                XXXXXXX
            BBBBB
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBB BBBBBBBBXX
                BBBBBBBBBB
                XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Download as CSV') XXXXXXXXX
            XXXXXXX
        XXXXXX
    XXXXXXXXXX
    BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
