BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BBB BBBBBBBBBBBBBBBBBBB BBBBBBB BB BBBBBBBBBB
    BB BBB BBBBBBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                BB BBBBBBBBBBBBBB gettext(u'Customers cannot book here until you add an event type and assign it.') 
                    XX
                        XXXXXXX
                    X gettext(u'Choose event types and assign them') XXXXBBBB gettext(u'Nothing can be booked here at the moment.') 
                    XX XXXXXXXX gettext(u'See why') XXXXBBBBB
            XXXXXX
        XXXXXX
    BBBBB
    XXXX XXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Share & Publish') XXXXX
                XXXX XXXXXXXXXXXXXX
                    BB BBBBBBB
                        XXXXXX XXXXXXXXXXXXXXXXXX gettext(u'Public link') XXXXXXXX
                        BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB
                        XXXX XXXXXXXXXXXXX
                             gettext(u'Anyone with this address can book, any number of times.')  XX
                                XXXXXXBBB BBBBBBBBBBBB BBBBBBBX
                            X gettext(u'Embed code') XXXX
                        XXXXXX
                    BBBB
                        XX XXXXXXXXXXXXX
                             gettext(u'The public address is closed, because this page is not listed. One-time links still work.') 
                        XXXX
                    BBBBB
                XXXXXX
                XXXX XXXXXXXXXXXXXXXXX
                    XXXXX
                        XXXX gettext(u'One-time links') XXXXX
                        XX XXXXXXXXXXXXX
                             gettext(u'Each admits exactly one booking and does not reveal the page’s address.') 
                        XXXX
                    XXXXXX
                    XXXX XXXXXXXXXXXXXXXXXXXXX
                        XX
                            XXXXXXXXXXXXXX
                            XXXXXXBBB BBBBBBBXXXXXXX
                            XXXXXXXXXXXXXXXXXX
                        X gettext(u'Generate a one-time link') XXXX
                        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                    XXXXXX
                    XX XXXXXXXXXXXXXXXXXXXX
                        XX
                            XXXXXXXXXXXXXXXXXXX
                            XXXXXXBBB BBBBBBBXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                        XBB BBBBBBBBBBB BB BBBBBBBBBBBBX
                                 gettext(u'outstanding') BBBB BBBBBBBBBBB ngettext(u'%(number)s outstanding', u'%(number)s outstanding', count) SSSSSSSSSS
                                    SSSSSSSSSSSPPPPPPPPPP
                                    PPPPPPPPPPPBBBB gettext(u'None outstanding') BBBBBXXXX
                    XXXX
                XXXXXX
            XXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXXX
        XX
            XXXXXXXXXXXXX XXXXXX
            XXXXXXXXXXXXXXXXXXXXX
            XXXXXXBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBX
        X gettext(u'Archive this master page') XXXX
    XXXXXX
BBBBBBBB BBBBBBB
