BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBBBB BBBBBBBB gettext(u'New pool') BBBBB X
     gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
     _("Pools") 
        BBBB BBBBB
            BB BBBBBBBB gettext(u'New pool') BBBBB
        BBBBBBB
        BBBB BBBBBBB BBBBBBBBBBBBBB
        BB BBBBBBBXXX
                 gettext(u'Used by') 
                BBB BBB BB BBBBBBBBB BBB BBBBBBBBBBBBX
                    BBBBBBBBBBBX  gettext(u'Your changes apply there right away.') 
            XXXXBBBBB
    BBBBBBBBBBBB
    XXXXX
        XXXXXXXXXXX XXXXXXXXX XXXXXXXXXX
        XXXXXXXXXXXXXX
        XXXXXXXXXXXXX
        XXXXXXXXXX
        XXXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    X
        BBBBBBBBBB
        
        XXXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXX gettext(u'Name and distribution') XXXXX
            
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
            BB BBBBXX XXXXXXXXXXXXX
                     gettext(u'You can change this at any time. If you switch to round robin, the order starts over with the first person in the list. Bookings received are kept.') 
                        SSS SSS SSSSSS SSSS SS SSS SSSSS SS SSS SSSSSS SS SSSSS SSSSSS SSS SSSSS SSSSSS SSSS SSSS SSS
                        SSSSS SSSSSS SS SSS SSSSS SSSSSSSS SSSSSSSS SSS SSSSS
                    
                XXXXBBBBB
        XXXXXXXXXX
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXX
                XXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Members') XXXXX
                XX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                     gettext(u'If several people are next, the first in this list gets the meeting. New and returning members start level with the person who has had the fewest turns.') 
                        SS SSSSSSS SSSSSS SSS SSSSS SSS SSSSS SS SSSS SSSS SSSS SSS SSSSSSSS SSS SSS SSSSSSSSS SSSSSSS
                        SSSSS SSSSS SSSS SSS SSSSSS SSS SSS SSS SSS SSSSSS SSSSSS
                    
                XXXX
                XX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                     gettext(u'The order of this list does not matter here. People who have had no booking yet come first.') 
                XXXX
                XX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX
                     gettext(u'10 is the highest priority, 1 the lowest, and 5 the default. The order of this list does not matter here.') 
                XXXX
            XXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBB
        XXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX
                BB BBBB gettext(u'Save') BBBB gettext(u'Create the pool') BBBBB
            XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Cancel') XXXX
            BB BBBBXX
                    XXXXXXXXXXXXX XXXXX XXXXXX
                    XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBX
                X gettext(u'Archive') XXXXBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
