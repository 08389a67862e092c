BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Embed code')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBBB BBBBBBBXXXXXXX
            XXXXXBBBBBB BBBBBBBBBBX
            XXXXX
        XXXXXXXXXXBBBBBBBBBBBBB BBBBBBB
BBBBB BBBBBBB
     _("Embed code") 
        BBBB BBBBB
            BB BBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            BBBB
                 gettext(u'Share') 
            BBBBB
        BBBBBBB
        BBBB BBBB
            BB BBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBXXXXXXBBBBB
        BBBBBBB
        XXXXXXX
    BBBBBBBBBBBB
    BB BBBBBBB
        XXX
             gettext(u'Paste one of these into your website. Booking works without cookies. If the script cannot load, visitors see a plain link.') 
        XXXX
        XXXX XXXXXXXXXXXXXXX
            BBB BBBBBBB BB BBBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXX XXXXXXXXXXXXXXXXXXXXXXX
                    XX XXXXXXXXXXXXXXXXX
                    XXXX XXXXXXXXXXXXXX
                        XXXXXX XXXXXXXXXXXXX gettext(u'Code') XXXXXXXX
                        XXXXXXXXX XXXXXXXXXXX XXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXX
                    XXXXXX
                    XXXX XXXXXXXXXXXXXXXXXXXXX
                        XXXXXXX
                            XXXXXXXXXXXXXX XXXXXXXXXXXX
                            XXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXX gettext(u'Copy: %(name)s') SSSSS SSSSSSSSX
                        X
                            BBBB BBBBBB
                             gettext(u'Copy') 
                        XXXXXXXXX
                    XXXXXX
                    XXXX gettext(u'Preview') XXXXX
                    BB BBBBBBBBBBB BB BBBBBBBBBBXX XXXXXXXXXXXXX
                             gettext(u'This is your live page. Anything booked here is a real booking.') 
                        XXXXBBBBB
                    BB BBBBBBBBBBB BB BBBBBBBBXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX
                            XX XXXXXXXX gettext(u'Book a time') XXXX
                        XXXXXX
                    BBBB BBBBBBBBBBB BB BBBBBBBXXX
                            XX XXXXXXXXXXXXXX XXXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Book a time') XXXX
                        XXXX
                    BBBB BBBBBBBBBBB BB BBBBBBBBBBXX XXXXXXXXXXXXX
                             gettext(u'It appears at the bottom of the window on your website.') 
                        XXXX
                    BBBBXXXXX XXXXXXXX gettext(u'Book a time') XXXXXXXXBBBBB
                XXXXXXXXXXBBBBBB
        XXXXXX
    BBBB
        XXXX XXXXXXXXXXXX XXXXXXXX
            XXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                BB BBBBBBBBBBBBBBBBXX
                        XXXXXXXXXXXXXX
                        XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBX
                    X gettext(u'To the link') XXXX
                BBBB
                    BB BBBBBBXX
                            XXXXXXXXXXXXXX
                            XXXXXXBBB BBBBBBBBBBBB BBBBBBBBBX
                        X gettext(u'Embed the public page') XXXXBBBBB
                    XX
                        XXXXXXXXXXXXXBB BBBBBB XXXXXXXBBBBBX
                        XXXXXXBBB BBBBBBBBBBX
                    X gettext(u'Make a reusable link') XXXX
                BBBBB
            XXXXXX
        XXXXXX
    BBBBB
BBBBBBBB BBBBBBB
