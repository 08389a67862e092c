BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBBBB BBBBBBBBBBBB gettext(u'New schedule') BBBBB X
     gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBB
    
    XXXXX
        XXXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXX XXXXXXXXX XXXXX XXXX XXXXXX XXXXXXX XXXXXXXXXXXXXXXXX XXXXXXX
    X
BBBBBBBB BBBB
BBBBB BBBBBBB
    
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
     _("Availability") 
        BBBB BBBBB
            BB BBBBBBBBBBBB gettext(u'New schedule') BBBBB
        BBBBBBB
        BBBB BBBBBBB BBBBBBBBBBBBBBBBBB
    BBBBBBBBBBBB
    XXXXX XXXXXXXXXXX XXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        
        XXXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB
        XXXX
            XXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        X
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXX gettext(u'Name and zone') XXXXX
                XXXX XXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXXXX
                    XXX XXXXXXXXXXXXXXXXXX gettext(u'Every week') XXXXX
                    XX XXXXXXXXXXXXX
                         gettext(u'Enter times such as 9:00 and 17:30. The latest is 24:00.') 
                    XXXX
                XXXXXX
                XXXX XXXXXXXXXXXXXBBB BBB BB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
            XXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXXXX
                    XXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Repeating days') XXXXX
                    XX XXXXXXXXXXXXX
                         gettext(u'Every second week, or the first Monday of each month. Added to your weekly hours. Leave empty to close the day.') 
                    XXXX
                XXXXXX
                BB BBBBBBBBBBBBBBBBBBXXXX XXXXXXXXXXXXXXXX
                        BBB BBBB BBBBB BBBBBB BB BBBBBBBBBBBBBBBBBBBBBB
                            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBB
                        BBBBBB
                    XXXXXXBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX
                        XXXXXXXXXXXXXX XXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXX
                        XXXXXXXXXXXXXX
                        XXXXXXXXXXXXXX
                        XXXXXXXXXX
                        XXXXXXXXXXXXXXX
                        BB BBBBBBBBBBBBBBBBBBXXXXXXXXXBBBBB
                    X
                        BBBB BBBBBB
                         gettext(u'Add a repeating day') 
                    XXXXXXXXX
                XXXXXX
            XXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXXXX
                    XXX XXXXXXXXXXXXXXXXXXX gettext(u'Date overrides') XXXXX
                    XX XXXXXXXXXXXXX
                         gettext(u'These replace all other hours on that date. Leave the hours empty to close the date.') 
                    XXXX
                XXXXXX
                BB BBBBBBBBBBBBBBBBXXX XXXXXXXXXXXXXX
                        BBB BBB BB BBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
                    XXXXXBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX
                        XXXXXXXXXXXXXX XXXXXX
                        XXXXXXXXXXXXX
                        XXXXXXXXXX
                        XXXXXXXXXXXX
                        XXXXXXXXXXXXXX
                        XXXXXXXXXX
                        XXXXXXXXXXXXX
                        BB BBBBBBBBBBBBBBBBXXXXXXXXXBBBBB
                    X
                        BBBB BBBBBB
                         gettext(u'Add a date') 
                    XXXXXXXXX
                XXXXXX
            XXXXXXXXXX
        XXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXX
                    BB BBBBBBBB gettext(u'Save') BBBB gettext(u'Create the schedule') BBBBB
                XXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBXX gettext(u'Cancel') XXXX
                BB BBBBBBBBXX
                        XXXXXXXXXXXXX XXXXX XXXXXX
                        XXXXXXXXXXXXXXXXXXXXX
                        XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBX
                    X gettext(u'Archive') XXXXBBBBB
            XXXXXX
             gettext(u'Could not reach the server. What you typed is still here. Try again.') 
            XX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
