BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB
     gettext(u'Connect %(name)s') SSSSSSS SSSSSSSS X
     gettext(u'Admit One') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBBBBBBBBBBBBBB BB BBBB
     gettext(u'Connect %(name)s') SSSSSSS SSSSSSSS
    BB BBBBBBBBBB gettext(u'Reconnect %(name)s') SSSSSSSSS
            SSSSSSSSBBBBB
     _("Connected calendars") 
        BB BBBBBBBBBBXXXXXXXBBBBB
    BBBBBBBBBBBB
    BB BBBB
        XXXX XXXXXXXXXXXX XXXXX
            XXX
                 gettext(u'%(name)s asks you to sign in there and to let Admit One use your calendars. Leave all boxes ticked. Your password stays at %(name)s.') SSSSSSSS SSSS SSS SS SSSS SS SSSSS SSS SS SSS SSSSS
                    SSS SSS SSSS SSSSSSSSSS SSSSS SSS SSSSS SSSSSSS SSSS SSSSSSSS SSSSS SS
                    SSSSSSSSS
            XXXX
            XXX gettext(u'Admit One then does this, and nothing else:') XXXX
            XXXX
                XXXX
                     gettext(u'It reads when you are busy. Titles, places and people are neither asked for nor kept.') 
                XXXXX
                XXXX
                     gettext(u'It adds the meetings that you are booked for to the calendar you choose, moves them and removes them.') 
                XXXXX
            XXXXX
            XX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
                BBBB BBBBBB
                XXXXX
                X gettext(u'Kept encrypted, used for your calendars only, and deleted when you disconnect.') XXXXXXX
            XXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXXXX XXXXXXX XXXXXXXXXXXXXXXXX
                     gettext(u'Continue to %(name)s') SSSSSSSS SS SSSSSSSS
                XXXX
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Cancel') XXXX
            XXXXXX
        XXXXXX
    BBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBB
            XXXXXXXXXXX
        XXXXXX
    BBBBB
BBBBBBBB BBBBBBB
