BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'My links')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX
         gettext(u'They work any number of times. Copy one as it is, or copy a one-time link made from it, for one customer.') 
    XXXX
    BB BBBBB BB BBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BB BBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB
    BBBB BBBBBBBBBBBBB BB BBBBBBBBBB
         _("No link matches") 
             gettext(u'None of your links match your search.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Show all') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB
         _("No reusable links yet") 
             gettext(u'A reusable link is for one host, a group or a pool, and works any number of times. It takes three short steps to make one.') 
                S SSSSSSSS SSSS SS SSS SSS SSSSS S SSSSS SS S SSSSS SSS SSSSS SSS SSSSSS SS SSSSSS SS SSSSS SSSSS SSSSS
                SSSSS SS SSSS SSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'New reusable link') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
