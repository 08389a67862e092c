 #

BBBB BBBB
XXXXXXXX
    XXXXXXXXXXXXX
    XXXXXXXXXXXXXXXXX
    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    BB BBBBBBBXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
X
    XXX XXXXXXXXXXXXXXXXXXXX gettext(u'For whom') XXXXX
    XXXX XXXXXXXXXXXXXXXXX
        XXXXXX XXXXXXXXXXXXX
            XXXXXXX
                XXXX
                    XXX XXXXXXXXXXXX gettext(u'Person') XXXXX
                    BB BBBBBBBBBBBBBXXX XXXXXXXXXXXX gettext(u'Email') XXXXXBBBBB
                    XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                XXXXX
            XXXXXXXX
            XXXXXXX
                BBB BBBBBB BB BBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBXXXX
                            XXX XXXXXXXXXXXX
                                FFFFFFFFFFFFFFFFFFFFFFFFFFFBB BBBBBBBBBBBBBBBBBBXXXXXX
                                    XXXXXXXXXBBBBB
                            XXXXX
                            BB BBBBBBBBBBBBBXXXX
                                    BB BBBBBBBBBBBB
                                         _("Sent") 
                                    BBBB BBBBBBBBBBBBBB
                                         _("Failed") 
                                    BBBB BBBB
                                         _("Waiting") 
                                    BBBBB
                                XXXXXBBBBB
                            XXX XXXXXXXXXXXXXXXXXXXXX
                                XXXXX
                                    BB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBXXXXX
                                            XXXXXXXXXXXXX
                                            XXXXXXXXBBB BBBBBBBBBBB BBBBBBX
                                            XXXXXXXXXXXXXX
                                        X
                                            BBBBBBBBBB
                                            XXXXXXX XXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX
                                                XXXXXX gettext(u'Copy') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                                        XFFFFFFFFFFFFFFFFFFFFFFFFFFFXXXXXXXXXXXXXXX
                                            XXXXXXXXX
                                        XXXXXXXBBBBB
                                XXXXXX
                            XXXXX
                        XXXXXBBBBBBBBBBBBB
            XXXXXXXX
        XXXXXXXX
    XXXXXX
    BB BBBBB BB BBBBBBBBBBXXXX XXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Pages of the list') XX
            BB BBBBBXX
                    XXXXXXBBB BBBBBBB BBBBBBBBX
                X gettext(u'First') XXXXBBBBXXXXXXXXXXXXXBBBBB
            BB BBBBBBBBBBXX
                    XXXXXXBBB BBBBBBB BBBBBBBBXXXXXXXX
                X gettext(u'Further') XXXXBBBBB
        XXXXXXBBBBB
XXXXXXXXXX
