 #
 #
 #

BBBB BBBB
 _("Links") 
    BBBB BBBBBB
        XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBB
             gettext(u'New') 
            BBBB BBBBBBBBBBBBBB
        XXXXXXXXX
        XXXX XXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXX XXXXXXXX
            XXXX
                XXXX
                    XX XXXXXXBBB BBBBBBBXXBBBB BBBBBBBBXXXXXX gettext(u'One-time link') XXXXXX
                            X gettext(u'Admits exactly one booking') XXXXXXXXXXXXXXXXXXX
                XXXXX
                XXXX
                    XX XXXXXXBBB BBBBBBBBBBBXXBBBB BBBBBBBXXXXXX gettext(u'Several from a list') XXXXXX
                            X gettext(u'Paste names or upload a CSV') XXXXXXXXXXXXXXXXXXX
                XXXXX
            XXXXX
            XXXX
            XXXX
                XXXX
                    XX XXXXXXBBB BBBBBBBBBBXXBBBB BBBBBBXXXXXX gettext(u'Reusable link') XXXXXX
                            X gettext(u'Works any number of times') XXXXXXXXXXXXXXXXXXX
                XXXXX
                BB BBBBBBBBBBBBBXXXX
                        XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXXBBBB BBBBBBXXXXX
                            X gettext(u'Managed links') XXXXXX
                                X gettext(u'One for each of several users') XXXXXXXXXXXXXXXXXXX
                    XXXXXBBBBB
            XXXXX
        XXXXXX
    BBBBBBB
BBBBBBBBBBBB
XXXX XXXXXXXXXXXX gettext(u'Links') XX
    XXX XXXXXXXXXXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBBBB
                    XXXXXXXXXXXXXXXXXXX
                BBBB BBBBBBB BB BBBBBBBBB
                    XXXXXXXXXXXXXXXXXXX
                BBBBB
            X gettext(u'One-time') XXXX
        XXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBX
                BB BBBBBBB BB BBBBBB
                    XXXXXXXXXXXXXXXXXXX
                BBBB BBBBBBB BB BBBBBBBB BBB BBBBBBBB
                    XXXXXXXXXXXXXXXXXXX
                BBBBB
            X gettext(u'Reusable') XXXX
        XXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Requests') BB BBBBBBBBBBBBBBBBBBBBBB
                    XXXXX XXXXXXXXXXXXXXXXXXXXXBBBBBXXXX
        XXXXX
        XXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBBX
                BB BBBBBBB BB BBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            X gettext(u'Numbers') XXXX
        XXXXX
        XXXXXX XXXXXXBBB BBBBBBBBBBBBBBXX gettext(u'Meeting logs') XXXXXXXXX
    XXXXX
XXXXXX
BB BBBBBBB BB BBBBBBBBBBBBB BB BBBBBBB BB BBBBBBBBB
    XXXX XXXXXXXXXXXX gettext(u'One-time links') XX
        XXX XXXXXXXXXXXXXX
            XXXX
                XX
                    XXXXXXBBB BBBBBBBX
                    BB BBBBBBB BB BBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                X gettext(u'Outstanding links') XXXX
            XXXXX
            XXXX
                XX
                    XXXXXXBBB BBBBBBBBBX
                    BB BBBBBBB BB BBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                X gettext(u'Made from a list') XXXX
            XXXXX
        XXXXX
    XXXXXX
BBBB BBBBBBB BB BBBBBBBBBB BBB BBBBBBB BB BBBBBBBBB
    XXXX XXXXXXXXXXXX gettext(u'Reusable links') XX
        XXX XXXXXXXXXXXXXX
            XXXX
                XX
                    XXXXXXBBB BBBBBBBBBBX
                    BB BBBBBBB BB BBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                X gettext(u'My links') XXXX
            XXXXX
            XXXX
                XX
                    XXXXXXBBB BBBBBBBBBBBBBBBX
                    BB BBBBBBB BB BBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                X gettext(u'Links library') XXXX
            XXXXX
            BB BBBBBBBBBBBBB
                XXXX
                    XX
                        XXXXXXBBB BBBBBBBBBBBX
                        BB BBBBBBB BB BBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                    X gettext(u'All links') XXXX
                XXXXX
                XXXX
                    XX
                        XXXXXXBBB BBBBBBBBBBBBBBBX
                        BB BBBBBBB BB BBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
                    X gettext(u'Managed links') XXXX
                XXXXX
            BBBBB
        XXXXX
    XXXXXX
BBBBB
