BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Times for an email')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Times for an email") 
        BBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBB BBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB
        XXX
             gettext(u'Choose up to eight times. Each becomes a link that books that time. If it has been taken by then, the link offers other times.') 
        XXXX
    BBBBBBBBBBBB
    BB BBB BB BBB BBBBBBB BB BBB BBBB
        XXXX XXXXXXXXXXXX XXXXXXXX
            XXX
                BB BBBBBBB BBB BBBBBBB
                     gettext(u'The address of this link no longer works. Copy a new one from the link’s page first.') 
                BBBB
                     gettext(u'This link has nothing to book at the moment.') 
                BBBBB
            XXXX
        XXXXXX
    BBBB
        BB BBBBBBXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXX gettext(u'Ready to paste') XXXXX
                XXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                    XXXXXXX
                    XXXX
                        BBB BBBB BB BBBBBBXXXX
                                XX XXXXXXXXX XXXX
                            XXXXXBBBBBB
                    XXXXX
                    XXX
                         gettext(u'Times in %(zone)s.') SSSSS SS SSSSSSSSS XX
                            XXXXXXX
                        X gettext(u'Other times') XXXX
                    XXXX
                XXXXXX
                XXXXXXXXX
                    XXXXXXXXX gettext(u'As plain text') XXXXXXXXXX
                    XXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX gettext(u'As plain text') XXXXXXXX
                    XXXXXXXXX XXXXXXXXXXXXXXXX XXXXXXXX XXXXXXXX
                    X
BBB BBBB BB BBBBBB
X 

BBBBBB
 gettext(u'Times in %(zone)s.') SSSSS SS SSSSSSSSS  gettext(u'Other times') X XXXXXXXXXXX
                XXXXXXXXXX
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                        BBBB BBBBBB
                         gettext(u'Copy for an email') 
                    XXXXXXXXX
                XXXXXX
                XX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Select the text above and copy it.') XXXX
            XXXXXXXXXXBBBBB
        XXXXX XXXXXXXXXXXX XXXXX XXXXXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
            XXXX XXXXXXXXXXXXXXXXXXX
                BB BBBBBBBBBBBBBBBBBB B BBBBBB
                
            XXXXXX
            XXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX gettext(u'Show its times') XXXXXXXXXXXXXXX
            
            BBB BBBB BBBBB BB BBBBBBBBBB
                XXXXXXXXX XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXX
                    XXXX XXXXXXXXXXXXXXX
                        BBB BBBB BB BBBBBXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                                    XXXXXXXXXXXXXXX
                                    XXXXXXXXX
                                    XXXXXXXX
                                    BB BBBBBBBBBBBXXXXXXXBBBBB
                                X XXXXXXXXBBBBBB
                    XXXXXX
                XXXXXXXXXXX
            BBBBBXXX gettext(u'No times are available in the next few weeks.') XXXXBBBBBB
            BB BBBBXXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXX gettext(u'Create text') XXXXXXXXX XXXXX
                        XXXXXXXXXXXXXXXXXXX
                    X gettext(u'Times in %(zone)s.') SSSSS SS SSSSSSSSSXXXXXXX
                XXXXXXBBBBB
        XXXXXXX
    BBBBB
BBBBBBBB BBBBBBB
