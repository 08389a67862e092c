 #

BBBB BBBB
BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB
    XXXX
        XXX XXXXXXXXXXXX
            BB BBBBBBBBXX XXXXXXBBB BBBBBBBBBBB BBBBBBBXXXXXXBBBBBBBBB
            BB BBBB BB BBBBBBBBB BB BBBB BB BBBBBXXXXXXXXXXXXXXX
            BBBB BBBBBBBBBBBBB BB BBBBBBBXXXXXXX gettext(u'On behalf of %(owner)s') SS SSSSSS
                        SS SSSSSSSSSXXXXXXXXBBBBB
            BB BBBBBBBBBBBBBBBXXXXXXX gettext(u'Managed') XXXXXXXXBBBBB
            BB BBBBBBBBBBBBBBB BBB BBBB BB BBBBBBBBBXXXXXXX gettext(u'In the library') XXXXXXXXBBBBB
        XXXXX
        XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Event types and hosts') XX
            FFFFFF _("Nothing to book") XXXXXX
            XBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXX
        XXXXX
        XXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Expires') XX
            BB BBBBBBBBBBBBXXXXXX
                XXXXXXXXXBBBB gettext(u'Never') BBBBB
            BB BBB BBBBBBBBBB BB BBBBBBBBBBBBBBXXXXX
                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB
                XXXXXXBBBBB
        XXXXX
        BB BBBB BB BBBBBBBBBXXX XXXXXXXXXXXX gettext(u'One-time links') XX
                BB BBBBBBBBBBBBBBBBBBB BBB BBBBBBBBBBXX
                        XXXXXXX
                    XXXXXBBBBXXXXX XXXXXXXXXXXXX gettext(u'None') XXXXXXXBBBBB
            XXXXXBBBBB
        XXX XXXXXXXXXXXXXXXXXXXXX
            XXXXX
                BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                BBBB BBBBBBBBBBBBB BBB BBB BBBBBBBBBBBBBBBXX
                        XXXXXXXXXXXXX XXXXXXX XXXXXX
                        XXXXXXBBB BBBBBBBBBBB BBBBBBBX
                    X gettext(u'Edit') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXBBBBB
                BB BBBBBBBBBB BB BBBBBBBBBBBBB BBB BBB BBBBBBBBBBBBBBB
                    XXXXXXX
                        XXXXXXXXXXXX XXXXXXXXX XXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXX gettext(u'More actions for %(name)s') SSSS SSSSSSS SSS SSSSSSSSX
                    X
                        BBBB BBBBBB
                    XXXXXXXXX
                    XXXX XXXXXXXXXXXX XXXXXXXXXX XXXXXXXX
                        XXXX
                            BB BBBBBBBBBBBBBXXXX
                                    XX XXXXXXBBB BBBBBBBBBBB BBBBBBBXX gettext(u'Edit') XXXX
                                XXXXXBBBBB
                            BB BBBBBBBBBB
                                XXXX
                                    XX
                                        XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBX
                                        XXXXXXXXXXXXXXX
                                        XXXXXXXXXXXXXX
                                    X gettext(u'Preview') XXXX
                                XXXXX
                                BB BBBB BB BBBBBBBBBXXXX
                                        XX XXXXXXXX gettext(u'One-time links made from it') XXXX
                                    XXXXXBBBBB
                                XXXXXX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBXX gettext(u'QR code') XXXXXXXXX
                            BBBBB
                            BB BBBBBBBBBBBBBXXXX
                                    XX
                                        XXXXXXBBB BBBBBBBBBBBBBBB BBBBBBBX
                                        XXXXXXXXXXXXXXXXXXXXX
                                    X gettext(u'Withdraw') XXXX
                                XXXXXBBBBB
                        XXXXX
                    XXXXXX
                BBBBB
            XXXXXX
        XXXXX
    XXXXX
BBBBBBB
