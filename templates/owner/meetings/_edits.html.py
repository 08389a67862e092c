 #

BBBB BBBB
XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
    BBBB BBBBBBBBBB
    XXXXX
        XXX
             ngettext(u'You moved or deleted a meeting in your calendar. It still takes place as it was booked, and the customer has not been told.', u'You moved or deleted %(count)s meetings in your calendar. They still take place as they were booked, and no customer has been told.', count) SSS SSSSS SS SSSSSSS S SSSSSSS SS SSSS SSSSSSSSS SS
                SSSSS SSSSS SSSSS SS SS SSS SSSSSSS SSS SSS SSSSSSSS SSS SSS SSSS SSSSSPPP PPPPP PP PPPPPPP
                PPPPPPPPP PPPPPPPP PP PPPP PPPPPPPPP PPPP PPPPP PPPP PPPPP PP PPPP PPPP PPPPPPP PPP PP PPPPPPPP PPP
                PPPP PPPPP
        XXXX
        XXXX
            BBB BBB BB BBBBBBXXXX
                    XX XXXXXXBBB BBBBBBBBB BBBBBBBBBBBBBBXXX
                        XXXXX 
                XXXXXBBBBBB
        XXXXX
        BB BBBBBBBBBBBB B BBBBBBBBBBBBBXXX
                XX XXXXXXBBB BBBBBBBBBBXX gettext(u'All meetings') XXXX
            XXXXBBBBB
        BB BBBBBBBBBBBB B BXXXXX
                XXXXXXXXXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXXBBB BBBBBBBBBBBBBBX
                XXXXXXXXXXXXXXXX
            X
                BBBBBBBBBB
                XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXX
                     gettext(u'Put them all back') 
                XXXXXXXXX
                BB BBBBBBBXXXXXXX
                        XXXXXXXXXXXXXX XXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXXX
                        XXXXXXXXXXXXXXXXX
                    X
                         gettext(u'Leave out those that are deleted') 
                    XXXXXXXXXBBBBB
            XXXXXXXBBBBB
    XXXXXX
XXXXXX
