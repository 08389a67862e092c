 #

BBBB BBBB
BB BBBBBBBBBBBBBBBBBXXXX XXXXXXXXXXXXXXX
        BBBB BBBBBBB
        XXXXX  gettext(u'Meetings already booked keep their times.') XXXXXX
    XXXXXXBBBBB
BB BBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
        BBBB BBBBBBBBBB
        XXXXX
            XXX
                 ngettext(u'<strong>%(number)s upcoming meeting is outside these hours.</strong> It does not change.', u'<strong>%(number)s upcoming meetings are outside these hours.</strong> They do not change.', count) SSSSSSSSSSSSSSSSSS SSSSSSSS SSSSSSS SS SSSSSSS
                        SSSSS SSSSSSSSSSSSSSS SS SSSS SSS SSSSSSSPPPPPPPPPPPPPPPPPP PPPPPPPP PPPPPPPP PPP
                        PPPPPPP PPPPP PPPPPPPPPPPPPPP PPPP PP PPP PPPPPPP
            XXXX
            XXXXXXXXX
                XXXXXXXXX
                     ngettext(u'Show it', u'Show them', count) SSSS SSPPPP
                        PPPP
                XXXXXXXXXX
                XXXX
                    BBB BBB BB BBBBBBBBBBBXXXX
                            XX XXXXXXBBB BBBBBBBBB BBBBBBX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXXXXXX
                                X
                                     gettext(u'(opens in a new tab)') XXXXXXXXXXX X
                            
                        XXXXXBBBBBB
                XXXXX
                BB BBBBBBBBBBXXX
                         ngettext(u'%(number)s more in', u'%(number)s more in', count) SSSSSSSSSS SSSS SSPPPPPPPPPP
                            PPPP PP
                        XX
                            XXXXXXBBB BBBBBBBBBBX
                            XXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXX
                        X gettext(u'all upcoming meetings') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                                 gettext(u'(opens in a new tab)') XXXXXXXXXXXX
                    XXXXBBBBB
            XXXXXXXXXX
        XXXXXX
    XXXXXX
BBBB BBBBBBBBBBBBBB
    XX XXXXXXXXXXXXXXXXXXXX
         ngettext(u'%(number)s upcoming meeting; it lies within these hours.', u'%(number)s upcoming meetings; all lie within these hours.', count) SSSSSSSSSS SSSSSSSS SSSSSSSS SS SSSS SSSSSS SSSSS
            SSSSSSPPPPPPPPPP PPPPPPPP PPPPPPPPP PPP PPP PPPPPP PPPPP PPPPPP
    XXXX
BBBBB
