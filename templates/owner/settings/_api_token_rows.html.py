 #

BBBB BBBB
XXXX XXXXXXXXXXXXXXXXX
    XXXXXX XXXXXXXXXXXXX
        XXXXXXX
            XXXX
                XXX XXXXXXXXXXXX gettext(u'Name') XXXXX
                XXX XXXXXXXXXXXX gettext(u'May') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Last used') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Ends') XXXXX
                XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
            XXXXX
        XXXXXXXX
        XXXXXXX
            BBB BBB BB BBBB
                XXXX
                    XXX XXXXXXXXXXXX
                        
                        XXXXXXX
                            BB BBBBB XBBBBB
                             X
                             gettext(u'made on %(day)s') SSSS SS SSSSSSS
                        XXXXXXXX
                    XXXXX
                    XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'May') XX
                        BBB BBBBB BB BBBBBBBBBBBBBBBBBBBBBBXXXXXXXXXXXBBBBBB
                        BB BBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBXXXXXX
                            XXXXXXXXXBBBBB
                    XXXXX
                    XXX XXXXXXXXXXXX gettext(u'Last used') XX
                         _("Never") 
                        BB BBBBBBBBBBBBBBBBBBBBBBXXXXXXXXXXXXXXXBBBBB
                    XXXXX
                    XXX XXXXXXXXXXXX gettext(u'Ends') XX _("Never") XXXXX
                    XXX XXXXXXXXXXXXXXXXXXXXX
                        XXXXX
                            BB BBB BBBBBXX
                                    XXXXXXXXXXXXX XXXXX XXXXXX
                                    XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBX
                                    XXXXXXXXXXXX gettext(u'Rename: %(name)s') SSSSSSS SSSSSSSSX
                                X gettext(u'Rename') XXXXBBBBB
                            XX
                                XXXXXXXXXXXXX XXXXX XXXXXX
                                XXXXXXXXXXXXXXXXXXXXX
                                XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBX
                                XXXXXXXXXXXX gettext(u'Revoke: %(name)s') SSSSSSS SSSSSSSSX
                            X gettext(u'Revoke') XXXX
                        XXXXXX
                    XXXXX
                XXXXX
            BBBBBB
        XXXXXXXX
    XXXXXXXX
XXXXXX
