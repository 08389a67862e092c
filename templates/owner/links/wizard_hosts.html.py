BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Hosts') BBBBBBBB
BBBBB BBBB
    XXXXX XXXXXXXXXXX XXXXXXXX XXXXXXX XXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXX gettext(u'Who meets the customer?') XXXXX
            XXXXXXXXX XXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXXX XXXXXXXXXXXXXXX XXXXXX
                    BBB BBBBBB BB BBBBBBBBBXXXXXX XXXXXXXXXXXXXXX XXXXXXXX
                                XXXXX XXXXXXX
                                    BB BBBBBBBBBBBBBBBBB BB BBBBBBBBBBBB
                                         gettext(u'One person.') 
                                    BBBB BBBBBBBBBBBBBBBBB BB BBBBBBB
                                         gettext(u'Several people, who must all be free.') 
                                    BBBB
                                         gettext(u'One person from a pool.') 
                                    BBBBBXXXXXXXXXXXXXXXXXXXXXXXBBBBBB
                XXXXXX
                
            XXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXX
                BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBB
                XX XXXXXXXXXXXXX
                     gettext(u'The first person leads the meeting, and it takes place at their location. If you take part, you come first.') 
                XXXX
            XXXXXX
            BB BBBBBBBBBBXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXBBBBB
            XXXXXXXX BB BBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBBBXXXXBBBBBX
                XXXXXXXXX gettext(u'Optional attendees') XXXXXXXXXX
                XXXX XXXXXXXXXXXXXXX
                    BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
                XXXXXX
            XXXXXXXXXX
        XXXXXXXXXX
        BB BBBBBBBBBBBBBBBBBB B B BB BBBBBBBBBBBBBBBBB
            XXXXXXXX XXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXXX gettext(u'Whose link is it?') XXXXX
                
            XXXXXXXXXX
        BBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX gettext(u'Next: name and expiry') XXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXBBB BBBBBBBBBBX XXXXXXXXXXXXXXX
                 gettext(u'Back') 
            XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Cancel') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBB
