 #

BBBB BBBBXXXX
    XXX XXXXXXXXXXXX
        XX XXXXXXBBB BBBBBBBBBB BBBBBBBBBBBXXXXXXXXXXXXXFFFFFFXXXXXXXX
    XXXXX
    XXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Hours') XX
        BBB BBBB BB BBBBBXXXXXXXXXXXBBBBBXXXXX
                XXXXXXXXXXXX
            XBB BBBBBBBBB gettext(u'No weekly hours') BBBB gettext(u'Closed all week') BBBBBXXXXXXXBBBBBB
        BBB BBBB BB BBBBBBBBBXXXX XXXXXXXXXXXXXXXXXXXBBBBBB
    XXXXX
    BB BBBBBBBBBBBBBXXX XXXXXXXXXXXX gettext(u'Owner') XXXXXXXBBBBB
    XXX XXXXXXXXXXXX gettext(u'Used by') XX
        BB BBBBBBBBBBBBBBBBBBB ngettext(u'%(number)s booking page', u'%(number)s booking pages', count) SSSSSSSSSS
                SSSSSSS SSSSPPPPPPPPPP PPPPPPP PPPPPBBBBXXXXX
                XXXXXXXXXXXX
            X gettext(u'No booking page') XXXXXXXBBBBB
    XXXXX
    XXX XXXXXXXXXXXXXXXXXXXXX
        XXXXX
            XX XXXXXXXXXXXXX XXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBB BBBBBBBBBBBXX gettext(u'Edit') XXXXX
                    XXXXXXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXX
            XXXXXXX
                XXXXXXXXXXXX XXXXXXXXX XXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXX gettext(u'More actions for %(name)s') SSSS SSSSSSS SSS SSSSSSSSX
            X
                BBBB BBBBBB
            XXXXXXXXX
            XXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX XXXXXXXX
                XXXX
                    XXXXXX XXXXXXBBB BBBBBBBBBB BBBBBBBBBBBXX gettext(u'Edit') XXXXXXXXX
                    XXXXXX XXXXXXBBB BBBBBBBBBBBBBBXXXXXXXX gettext(u'Duplicate') XXXXXXXXX
                    XXXX
                        XX
                            XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBX
                            XXXXXXXXXXXXXXXXXXXXX
                        X gettext(u'Archive') XXXX
                    XXXXX
                XXXXX
            XXXXXX
        XXXXXX
    XXXXX
XXXXX
