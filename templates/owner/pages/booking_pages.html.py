BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Booking pages')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Pages") 
        BBBB BBBBBBB
            BB BBBBB BB BBBBBBBBBBBBBBBBBBB
                XX
                    XXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBBBBX
                XBBBB BBBBBB gettext(u'New booking page') XXXX
            BBBBB
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX
         gettext(u'Pages where customers pick a time with one host.') 
    XXXX
    BBBBBBB BBBBBBBBBBBBBBBBBB
    BB BBBBB
        XXXX XXXXXXXXXXXXXXX
            BBB BBBBB BBBB BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
    BBBB BBBBBBBBBBBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
    BBBB
         _("You have no booking page yet") 
             gettext(u'Customers use a booking page to pick a time with one host. You share links to it.') 
                SSSSSSSSS SSS S SSSSSSS SSSS SS SSSS S SSSS SSSS SSS SSSSS SSS SSSSS SSSSS SS SSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'New booking page') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
