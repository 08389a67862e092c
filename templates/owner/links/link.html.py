BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBB
    BBBBBBBBB BBBBBBBBBBB
        BBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBB BBBBB
            BB BBBBBBBBBBBBBBBB
                 gettext(u'My links') 
            BBBB
                 gettext(u'Outstanding links') 
            BBBBB
        BBBBBBB
        BBBB BBBB
            BB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBB
        BBBBBBB
        XXX X XXXX
        BBBB BBBBBB
            XXXXX
                BB BBBBBBBBBBBBBBBB BBB BBBBBBBBBBBBBBBB
                     _("Active") 
                BBBB
                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBB
                BBBBB
            XXXXXX
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BB BBBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXX gettext(u'Booked with it') XXXXX
                XXX XXXXXXXXXXXXXX
                    BBB BBBBBBB BB BBBBBBBB
                        XXXX
                            XXXXX
                                XX XXXXXXBBB BBBBBBBBB BBBBBBBBBBBBBBBBBBXXX
                                    XXXXXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXX
                                XXXXXXXX
                            XXXXXX
                            XXXX XXXXXXXXXXXXXXXXXXXX
                                BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB B B
                                     gettext(u'Session %(number)s of %(total)s') SSSSSSS
                                        SSSSSSSSSS SS SSSSSSSSSX
                                BBBBB
                            XXXXXX
                        XXXXX
                    BBBBBB
                XXXXX
            XXXXXXXXXXBBBBB
        BB BBBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXX gettext(u'Asked for a new one') XXXXX
                XXX XXXXXXXXXXXXXX
                    BBB BBB BB BBBBBBBB
                        XXXX
                            XXXXX
                                XXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXX
                                XXXXXXXXBB BBBBBBBBBBBBBBBBBBBXXXXXXXXXXXX
                                        XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
                                    XXXXXXXXXXXXXBBBBB
                            XXXXXX
                            XXXXX
                                XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                                BB BBBBBBBBBBXX
                                        XXXXXXBBB BBBBBBBBBBB BBBBBBBBBBBBBX
                                    X gettext(u'Answered with a new link') XXXX
                                BBBB BBBBBBBBBBBBBBBBBBBBB gettext(u'Answered with a new link') 
                                BBBB BBBBBBBBBBBB gettext(u'Dismissed') 
                                BBBB _("Waiting for an answer") 
                                    XX
                                        XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBX
                                    X gettext(u'Answer') XXXXBBBBB
                            XXXXXX
                        XXXXX
                    BBBBBB
                XXXXX
            XXXXXXXXXXBBBBB
        BB BBBBBBBBBBBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
                XXXX XXXXXXXXXXXXXXXXXXX
                    XXX XXXXXXXXXXXXXX gettext(u'One-time links made from it') XXXXX
                    BB BBBBBBBBXX
                            XXXXXXBBB BBBBBBBXXXXXXXXXXXXXXXXXXXX
                        XBB BBBBBBBBBBBB gettext(u'All, more than %(count)s') SSSS SSSS SSSS
                                    SSSSSSSSSBBBB gettext(u'All %(count)s') SSS
                                    SSSSSSSSSBBBBBXXXXBBBBB
                XXXXXX
                BB BBBBBBBBXXX XXXXXXXXXXXXXX
                        BBB BBBBBBB BB BBBBBBBB
                            XXXX
                                XXXXX
                                    XX
                                        XXXXXXBBB BBBBBBBBBBB BBBBBBBBBBBBBBBX
                                    X _("Anyone") XXXXXXXXXXXXX
                                        XXXXXXXXXXXXXXXXXXX
                                    X gettext(u'Made %(day)s, %(time)s') SSSS
                                            SSSSSSSS SSSSSSSSXXXXXXX
                                XXXXXX
                                XXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBXXXXXX
                            XXXXX
                        BBBBBB
                    XXXXXBBBBXX XXXXXXXXXXXXX gettext(u'None have been made yet.') XXXXBBBBB
            XXXXXXXXXXBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXX gettext(u'History') XXXXX
            XXX XXXXXXXXXXXXXX
                BBB BBBB BB BBBBB
                    XXXX
                        XXXXX
                            BB BBBBBBBBB
                                XX
                                    XXXXXXBBB BBBBBBBBBBB BBBBBBBBBX
                                X gettext(u'See the new link') XXXXBBBBB
                            BB BBBBBBBBBBBBBB
                                XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
                        XXXXXX
                        XXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXX
                BBBBBXXXX gettext(u'Nothing is recorded.') XXXXXBBBBBB
            XXXXX
            BB BBBBBBB BB BBBBBBBXXXX XXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Pages of the history') XX
                    BB BBBBBBBXX
                            XXXXXXBBB BBBBBBBBBBB BBBBBBBX
                        X gettext(u'Newest') XXXXBBBBXXXXXXXXXXXXXBBBBB
                    BB BBBBBBBXX XXXXXXXXXXXXXXXX gettext(u'Earlier') XXXXBBBBB
                XXXXXXBBBBB
        XXXXXXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
