BBBBBBB BBBBBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Reminders')  X BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXXX
        XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBX
        XXXXX
    XXXXXXXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBB
    XXXX XXXXXXXXXXXXXX XXXXXXX
        XXXX
            BB BBBB gettext(u'Stop the reminders?') BBBB gettext(u'Reminders turned off') BBBBB
        XXXXX
        BB BBBBBBXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                BBBB BBBBBBB
                XXXXXXXXXXX
            XXXXXXBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
        BB BBBB
            XX XXXXXXXXXXXXX
                 gettext(u'You will get no more reminders for this meeting and no follow-up email. The meeting still takes place, and we still email you if anything changes.') 
                    SSS SSSS SSS SS SSSS SSSSSSSSS SSS SSSS SSSSSSS SSS SS SSSSSSSSS SSSSSS SSS SSSSSSS SSSSS SSSSS
                    SSSSSS SSS SS SSSSS SSSSS SSS SS SSSSSSSS SSSSSSSS
                
            XXXX
            XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXXX gettext(u'Stop the reminders') XXXXXXXXXXX
                        XXXXXXXXXXXXX XXXXXXXX
                        XXXXXXX
                    X gettext(u'Keep them') XXXX
                XXXXXX
            XXXXXXX
        BBBB
            XX XXXXXXXXXXXXX
                 gettext(u'You will get no more reminders for this meeting. The meeting still takes place.') 
            XXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'See the meeting') XXXX
            XXXXXX
        BBBBB
    XXXXXX
BBBBBBBB BBBB
