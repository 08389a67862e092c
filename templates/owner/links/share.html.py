BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Share')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Share") 
        XXX gettext(u'The link is made when you press the button.') XXXX
    BBBBBBBBBBBB
    BB BBBBBBBBBB
        XXXXX XXXXXXXXXXXX XXXXXXXXXX XXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBX XXXXXXXXXX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            
            XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX
            BB BBBBBBBXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                    BBBB BBBBBBB
                    XXXXXXXXXXX
                XXXXXXBBBBB
            XXXX XXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
            BB BBBB
                XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Address') XXXXXXXX
                    BB BBBBBBB
                        BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB
                        XX XXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXX
                        XXXXX XXXXXXBBB BBBBBBBBBBBB BBBBBBBXX gettext(u'Embed code') XXXXXXXX
                    BBBB
                        XXX
                             gettext(u'This page is not listed, so it has no public address. Share a one-time link instead.') 
                        XXXX
                    BBBBB
                XXXXXX
            BBBBB
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXX gettext(u'Get the link') XXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBXX gettext(u'Cancel') XXXX
                BB BBBBXX
                        XXXXXXBBB BBBBBBBXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXXBBBBB
            XXXXXX
        XXXXXXX
    BBBB
         _("You have nothing to share yet") 
             gettext(u'Links open a booking page. Create one first.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'New booking page') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
