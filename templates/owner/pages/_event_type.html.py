 #
 #
 #

BBBB BBBBXXXX
    XXX XXXXXXXXXXXX
        BB BBBBBBBBBBXX
                XXXXXXBBB BBBBBBBBBBBB BBBBBBBBBBBBBX
            XXXXXBBBBB
        BB BBB BBBBBBBBBBBBBBBBBBBBB _("Not on a page") BBBBB
        XXXXXXX ngettext(u'%(minutes)s minute', u'%(minutes)s minutes', count) SSSSSSSSSSS
                SSSSSSPPPPPPPPPPP
                PPPPPPPBB BBBBBBBBBBBBBBBBBBB B B
                X  ngettext(u'%(number)s session', u'%(number)s sessions', count) SSSSSSSSSS
                    SSSSSSSPPPPPPPPPP
                    PPPPPPPPBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
                X
                 gettext(u'with approval') BBBBB X
            BB BBBBBBBBBBBBBBBBBB gettext(u'Admin-managed') BBBB gettext(u'Personal') BBBBB X
            BB BBBBBBBBBBBBBBBBB
                BBBB BBBBBB
                 gettext(u'Locked') 
            BBBB
                 gettext(u'Unlocked') 
            BBBBBXXXXXXXX
    XXXXX
    XXX XXXXXXXXXXXX gettext(u'Where') XXXXXXX XXXXXXXXXXXXXXXXXXXXBBBB BBBBBBBBXXXXXXXXXXXX
    BB BBBBBB BB BBBBBBBBBBBBBXXX XXXXXXXXXXXX gettext(u'Owner') XXXXXXXBBBBB
    XXX XXXXXXXXXXXXXXXXXXXXX
        XXXXX
            BB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            BB BBBBBB
                XXXXXXX
                    XXXXXXXXXXXXXX XXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBX
                X
                    XXXXXX gettext(u'Duplicate') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                XXXXXXXXX
            BBBB
                XXXXXXX
                    XXXXXXXXXXXX XXXXXXXXX XXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXX gettext(u'More actions for %(name)s') SSSS SSSSSSS SSS SSSSSSSSX
                X
                    BBBB BBBBBB
                XXXXXXXXX
                XXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXX
                    XXXX
                        XXXXXX XXXXXXBBB BBBBBBBBBBBB BBBBBBBBBBBBBXX gettext(u'Edit') XXXXXXXXX
                        XXXX
                            XX
                                XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBX
                                XXXXXXXXXXXXXXX
                                XXXXXXXXXXXXXX
                            X gettext(u'Preview') XXXX
                        XXXXX
                        XXXX
                            XXXXXXX
                                XXXXXXXXXXXXX
                                XXXXXXXXXXXXXXXX
                                XXXXXXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBX
                            X
                                 gettext(u'Duplicate') 
                            XXXXXXXXX
                        XXXXX
                        XXXX
                            XX
                                XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBX
                                XXXXXXXXXXXXXXXXXXXXX
                            X gettext(u'Archive') XXXX
                        XXXXX
                    XXXXX
                XXXXXX
            BBBBB
        XXXXXX
    XXXXX
XXXXX
