BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Event types')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Pages") 
        BBBB BBBBBBB
            BB BBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBB
                XX
                    XXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBBX
                XBBBB BBBBBB gettext(u'New event type') XXXX
            BBBBB
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBB
    XXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXBBBBBBBBBBXXXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBB
    BB BBBBBBBBBBB
         _("Event types") 
    BBBB BBB BBBBBBBBBBBBBBBBBBB
         _("You have no event type yet") 
             gettext(u'An event type is something customers can book, such as a 30-minute call. Booking pages offer it.') 
                SS SSSSS SSSS SS SSSSSSSSS SSSSSSSSS SSS SSSSS SSSS SS S SSSSSSSSS SSSSS SSSSSSS SSSSS SSSSS SSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'New event type') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
    BB BBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXX
                XXX XXXXXXXXXXXXXXXXXXXX gettext(u'Shared by colleagues') XXXXX
                XX XXXXXXXXXXXXXXXXXXXX
                     gettext(u'You can offer these on your booking pages. To change one, make your own copy.') 
                XXXX
            XXXXXX
             _("Shared by colleagues") 
        XXXXXXXXXX
    BBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
