BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Pools')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Pages") 
        BBBB BBBBBBB
            BB BBBBB
                XX
                    XXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBX
                XBBBB BBBBBB gettext(u'New pool') XXXX
            BBBBB
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX
         gettext(u'Colleagues who share meetings. Master pages assign meetings to a pool, and the pool decides who gets each one.') 
    XXXX
    BB BBBBB
        XXXX XXXXXXXXXXXXXXX
            BBB BBBB BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBB
        XXXXXX
    BBBB
         _("You have no pool yet") 
             gettext(u'A pool shares meetings among colleagues who do the same work, such as a sales team.') 
                S SSSS SSSSSS SSSSSSSS SSSSS SSSSSSSSSS SSS SS SSS SSSS SSSSS SSSS SS S SSSSS SSSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'New pool') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
