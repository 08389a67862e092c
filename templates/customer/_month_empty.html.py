
BBBB BBBB
BB BBBBBBBBB
    XXX gettext(u'No times are free in %(month)s.') SS SSSSS SSS SSSS SS SSSSSSSSSSXXXX
    XX XXXXXXXXXXXXX XXXXBB BBBBBBBBBBBB XXXXXXXBBBBBX XXXXXXXXXXXXXX XXXXXXXXXXXXXX
        BB BBBBBBBBBBBBBBBBB
             gettext(u'Go to %(day)s, the first free day') SS SS SSSSSSSS SSS SSSSS SSSS
                SSS
        BBBB
             gettext(u'Go to %(day)s, the next free day') SS SS SSSSSSSS SSS SSSS SSSS SSS
        BBBBB
    XXXX
BBBB
    XXX
         gettext(u'No times are free at the moment. Contact %(name)s to find one:') 
            SS SSSSS SSS SSSS SS SSS SSSSSSS SSSSSSS SSSSSSSS SS SSSS SSSS
        
        XX XXXXXXXXXXXXXXXXXXX
    XXXX
BBBBB
