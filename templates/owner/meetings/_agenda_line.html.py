 #

BBBB BBBB
BBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXX XXXXXXXXXXXXXXXXXXX BB BBBBBBBBBBBBXXXXXXXXXBBBBBX
        XX XXXXXXXXXXXXXXXXXXXX
            BB BBBBBBBBXXXXXXX XXXXXXXXXXXXXBBBBXXXXXXX
                XXXXXXX XXXXXXXBBBBB
        XXXX
        BBBBBB BBBBBBBBBBBBBBBB BBBBBBB
        XXXX XXXXXXXXXXXXXXXXXXX
            XX XXXXXXBBB BBBBBBBBB BBBBBBBBBBXXXXXX
            XXX
                BB BBBBBBBBBBBBBBBBBB B BX
                     gettext(u'session %(number)s of %(total)s') SSSSSSS
                        SSSSSSSSSS SS
                        SSSSSSSSSBBBBB
                BB BBBBBBBBBBBBBBB
                    X
                     ngettext(u'or another time', u'or %(count)s other times', count) SS SSSSSSS SSSSPP PPPPPPPPP
                        PPPPP PPPPPBBBBB
                BB BBBB BBB BBBBBBBBBBB
                    X
                     gettext(u'with') 
                    FFFFFFBBBBB
            XXXX
        XXXXXX
        XX XXXXXXXXXXXXXXXXXXXX
            BBB BBB BB BBBBBBBBBXXXXX
                    XXXXXXXXXXXXX
                    BB BBBBBBBBBBBXXXXXXXXXXXXXXXBBBBB
                XBB BBBBBBBBBBBB BBBBBBBBBBBBBXXXXXXX
            BBBBBB
        XXXX
        BB BBB BBBBXX XXXXXXXXXXXXXXXXXXXXX
                BB BBBBBBBBBB
                    XXXXX
                        XXXXXXXXXXXXX
                    XBBB BBBB BB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBB BBBBBB BBBBBBBBBBBBBBBBBBBXXXXXXX
                    XXXXXXBB BBBBBBBBBBB
                            XXXXX XXXXXXXXXXXXXXXXXXXX FFFFFFXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                 gettext(u'with') 
                                FFFFFFXXXXXXXBBBBBXXXXXXX
                BBBBB
            XXXXBBBBB
        XXXX XXXXXXXXXXXXXXXXXXX
            BB BBBBBBBBBB BB BBBBBBBBBBB
                XX
                    XXXXXXXXXXXXX XXXXXXX XXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBX
                X gettext(u'Answer') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
            BBBB BBBBBBBBBBBBBBB
                XX
                    XXXXXXXXXXXXX XXXXX XXXXXX
                    XXXXXXX
                    XXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX XXXXXXXXXXX
                XBBBB BBBBBBB gettext(u'Join') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                         gettext(u'%(name)s (opens in a new tab)') SSSSSSSS SSSSSS SS S SSS
                            SSSSXXXXXXXXXXX
            BBBB BBBBBBBBBBBBBBB
                XXXXX XXXXXXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXXX
            BBBBB
            BB BBB BBBB BBB BBBBBBBBBBBBB BB BBB BBBB BBB BBBBBBBBBBBBB
                XXXXXXX
                    XXXXXXXXXXXX XXXXXXXXX XXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXX gettext(u'More for the meeting with %(name)s') SSSS SSS SSS SSSSSSS SSSS
                        SSSSSSSSX
                X
                    BBBB BBBBBB
                XXXXXXXXX
                XXXX XXXXXXXXXXXX XXXXXXXXXX XXXXXXXX
                    XXXX
                        BB BBBBBBBBBBBBB
                            XXXX
                                XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Reschedule') XXXX
                            XXXXX
                            XXXX
                                XX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Ask for a new time') XXXX
                            XXXXX
                            XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Reassign') XXXXXXXXX
                            XXXX
                                XX
                                    XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBX
                                    XXXXXXXXXXXXXXXXXXXXX
                                X gettext(u'Cancel the meeting') XXXX
                            XXXXX
                        BBBB
                            XXXXXX XXXXXXBBB BBBBBBBBB BBBBBBBBBBXX gettext(u'No-show') XXXXXXXXX
                        BBBBB
                    XXXXX
                XXXXXX
            BBBBB
        XXXXXX
    XXXXX
BBBBBBB
