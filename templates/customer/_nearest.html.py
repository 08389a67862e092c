BBBB BBBB
BB BBBBBBB
    XXXX XXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXX
            BB BBBB
                 gettext(u'Add one of the nearest free times') 
            BBBB BBBB BBB BBBBBB
                 gettext(u'Move it to one of the nearest free times instead') 
            BBBB BBBB
                 gettext(u'Book one of the nearest free times instead') 
            BBBB
                 gettext(u'The nearest free times') 
            BBBBB
            XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXXX
        XXX XXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
            BBB BBBB BB BBBBBBB
                XXXX
                    BB BBBB
                        XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                        XXXXXXXXX
                    BBBB
                        XX XXXXXXXXXXXX XXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXX
                    BBBBB
                XXXXX
            BBBBBB
        XXXXX
        XX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXX gettext(u'See all free times') XXXXXXXX
    XXXXXX
BBBB
    XXX
         gettext(u'No other times are free at the moment. Write to %(name)s to find one:') 
            SS SSSSS SSSSS SSS SSSS SS SSS SSSSSSS SSSSS SS SSSSSSSS SS SSSS SSSS
        
        XX XXXXXXXXXXXXXXXXXXX
    XXXX
BBBBB
