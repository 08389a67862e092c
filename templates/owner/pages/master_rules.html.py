BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXXX
            XXX XXXXXXXXXXXXXXXXXXX gettext(u'Event types and assignment') XXXXX
            XX XXXXXXXXXXXXX
                 gettext(u'Customers see the event types in this order. The booking assignment leads the meeting. Everyone else in the row is required and invited too.') 
                    SSSSSSSSS SSS SSS SSSSS SSSSS SS SSSS SSSSSS SSS SSSSSSS SSSSSSSSSS SSSSS SSS SSSSSSSS SSSSSSSS SSSS
                    SS SSS SSS SS SSSSSSSS SSS SSSSSSS SSSS
                
            XXXX
        XXXXXX
        BB BBBBBBBBBBB
            XXXXXX XXXXXXXXXXXXX XXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Order') XXXXXXXXXXXX
                        XXX XXXXXXXXXXXX gettext(u'Event type') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Booking assignment') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Additional team members') XXXXX
                        XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                    XXXXX
                XXXXXXXX
                BBB BBB BB BBBBBBBBBBBBB
                    BBBB BBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB
                        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBB
                    BBBBBBB
                BBBBBB
            XXXXXXXX
        BBBB
            XX XXXXXXXXXXXXX
                 gettext(u'There is nothing to book here yet. Add an event type and choose who gets its meetings.') 
            XXXX
        BBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            BB BBBBBBBBBBBBBBXX XXXXXXXXXXXXX
                     gettext(u'You have reached the maximum number of event types.') 
                XXXX
            BBBBXXXXXXX
                    XXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXXXX
                    XXXXXXXXXXXX
                    XXXXXXXXXXXXXX
                    XXXXXXXXXX
                    BB BBBBBBBBBBBXXXXXXXXXBBBBB
                X
                    BBBB BBBBBB
                     gettext(u'Add event type') 
                XXXXXXXXXBBBBB
        XXXXXX
        XX XXXXXXXXXXXXX
             gettext(u'You can only use event types with automatic booking and a single session. Use each event type once per page, and each booking page or pool once per row.') 
                SSS SSS SSSS SSS SSSSS SSSSS SSSS SSSSSSSSS SSSSSSS SSS S SSSSSS SSSSSSSS SSS SSSS SSSSS SSSS SSSS SSS
                SSSSS SSS SSSS SSSSSSS SSSS SS SSSS SSSS SSS SSSS
            
        XXXX
    XXXXXXXXXX
BBBBBBBB BBBB
