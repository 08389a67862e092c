BBBBBBB BBBBBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBBBBBBBBBB
BBBBB BBBBBBB
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
    BB BBBBBB BBB BBBBBBBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBB
BBBBBBBB BBBBBBB
BBBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBB
    XXXX
        XXXXXXXXXXX XXXXXX
        BB BBBBB BB BBBBBBBBXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBBB
        BB BBBBB BB BBBBBBBB BB BBBBB BB BBBBBBBBBBBXXXXXXXXXXXXXXXXXBBBBB
    X
        XXXX XXXXXXXXXXXXXXXXXX
            BB BBBBB BB BBBBBBBBXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXBBBB BBBBBBBXXXXXXX
            BBBBXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBXXXXXXXBBBBB
            XXXXXXXXX
            BB BBBBXX XXXXXXXXXXXXXXXXXBBBBB
        XXXXXX
        BB BBBBBBXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX
                XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
            XXXXXXXXXXXXXBBBBB
        BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
        BB BBBBBXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                BBBB BBBBBBBBBB
                XXXXX
                     gettext(u'%(name)s has asked you to choose another time. Until you do, the current time still stands.') SSSSSSSS SSS SSSSS SSS SS SSSSSS SSSSSSS SSSSS
                        SSSSS SSS SSS SSS SSSSSSS SSSS SSSSS SSSSSSS
                    BB BBBBBBBBBBBBBXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX
                            XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
                        XXXXXXXXXXXXXBBBBB
                XXXXXX
            XXXXXXBBBBB
        BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BB BBBBB BB BBBBBBBB
            XXXXXXXX XXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXX gettext(u'Add to your calendar') XXXXX
                XXXX XXXXXXXXXXXXXXXXXX
                    BBB BBBBB BBBBBBB BB BBBBBBBBBXX
                            XXXXXXXXXXXXX XXXXXXX XXXXXX
                            XXXXXXX
                            XXXXXXXXXXXXXXXX
                        XXXXXBBBBBB
                    XX XXXXXXXXXXXXX XXXXXXX XXXXXX XXXXXXX XXXXXXXXX gettext(u'.ics file') XXXX
                XXXXXX
            XXXXXXXXXX
        BBBBB
        XXX XXXXXXXXXXXXXX
            XXXX
                BBBB BBBBBBBBBB XXXXXXBB BBBBBXX
                            XXXXXXX
                            XXXXXXXXXXXXXXXX
                        XXXXXBBBBBBBBBXXXXXXX
            XXXXX
            XXXXBBBB BBBBBBB XXXXXXXXXXXXXXXXXX
            XXXX
                BBBB BBBBBBBB XXXXXX gettext(u'Reference')  XX
                        XXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXX
            XXXXX
        XXXXX
        BB BBBBBBBBBBXX XXXXXXXXXXXXXXXXXXXX
                 gettext(u'You turned off reminders for this meeting.') 
            XXXXBBBBB
        BB BBBB BB BBBBBB BB BBBBB
            XXXXXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXX gettext(u'Something came up?') XXXXX
                BB BBBB BB BBBBBBXXXX XXXXXXXXXXXXXXXXXXXXX
                        BB BBBBXX
                                XXXXXXXXXXXXXBB BBB BBBBB XXXXXXXBBBBBX
                                XXXXXXX
                            X gettext(u'Reschedule') XXXXBBBBB
                        BB BBBBBBXX
                                XXXXXXXXXXXXX XXXXXXXX
                                XXXXXXX
                            X
                                BB BBBBB BB BBBBBBBB
                                     gettext(u'Cancel the meeting') 
                                BBBB
                                     gettext(u'Withdraw the request') 
                                BBBBBXXXXBBBBB
                    XXXXXXBBBBB
                BBB BBBB BB BBBBBXX XXXXXXXXXXXXXXXXXXXXXXXXBBBBBB
                BB BBB BBBB BBB BBB BBBBBBXXX
                         gettext(u'Write to %(name)s:') SSSSS SS SSSSSSSSS
                        XX XXXXXXXXXXXXXXXXXXX
                    XXXXBBBBB
            XXXXXXXXXX
        BBBBB
        BB BBBBBXX XXXXXXXXXXXXX
                 gettext(u'The link you used cannot be used again. To meet after all, ask %(name)s for a new one.') SSS SSSS SSS SSSS SSSSSS SS SSSS SSSSSS SS SSSS SSSSS
                    SSSS SSS SSSSSSSS SSS S SSS SSSS
            XXXXBBBBB
        BB BBBBBXXXX XXXXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXXXX XXXXXXXXXXXX
            XXXXXXBBBBB
        BB BBBBBBBB
            XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXX gettext(u'All sessions') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXX
                    BBB BBB BB BBBBBBBBXXX BB BBBBBBBBBBBXXXXXXXXXXXXXXXXXXXBBBBBX
                            XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                            XXXXXXBB BBBBBBBBBBBXX
                                        XXXXXXX
                                    XXXXXBBBBBBBBBBB BBBBBBBBBBB
                                    XXXXXXX gettext(u'this one') XXXXXXXXBBBBBBB BBBBBBBBBB
                                    XXXXXXXXXXXXXXXBBBBBXXXXXXX
                        XXXXXBBBBBB
                XXXXX
            XXXXXXXXXX
        BBBBB
        BB BBBB
            XXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXX gettext(u'What you told us') XXXXX
                XXXX
                    BBB BBBBBB BBBB BB BBBBXXXXX
                            XXXXXXXXX
                            XXXXXXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXXXXXXX
                        XXXXXXBBBBBB
                XXXXX
            XXXXXXXXXX
        BBBBB
        BB BBBB BB BBBBBB BB BBB BBBBBXX XXXXXXXXXXXXXXXXXXXX
                 gettext(u'Questions? Write to %(name)s:') SSSSSSSSSS SSSSS SS
                    SSSSSSSSS XX XXXXXXXXXXXXXXXXXXX
            XXXXBBBBB
    XXXXXX
BBBBBBBB BBBB
