BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Numbers')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
    XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
        
        
        BB BBBBBBBBBBBBBBB
        
        XXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Show') XXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            BB BBBBBBBBBBBBBXX
                    XXXXXXXXXXXXX XXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBXXXXXXX
                X gettext(u'Clear') XXXXBBBBB
        XXXXXX
    XXXXXXX
    XXXXXXXX XXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXX gettext(u'What became of the links') XXXXX
            BB BBBBBBBBBBBBBBBBXX
                    XXXXXXXXXXXXX XXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBB BBBBXBBBBBX
                    XXXXXXXX
                X gettext(u'Export CSV') XXXXBBBBB
        XXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
        BB BBBBBBBBBBBBBBBB
            XX XXXXXXXXXXXXXXXXXXXXXXX
                 gettext(u'Half of the booked one-time links were booked within:') 
                XXXFFFFFFFFFFFXXXX
            XXXX
            XXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Chart') XX
                BBBBBBB BBBBBBBBBBBBBBBBBBB
            XXXXXX
        BBBB
            XXX gettext(u'No links were made in these days.') XXXX
        BBBBB
        XX XXXXXXXXXXXXXXXXXXXX
             gettext(u'Each link counts on the day it was made: of the links made in a week, so many have been opened and booked since. Reusable links are left out.') 
                SSSS SSSS SSSSSS SS SSS SSS SS SSS SSSSS SS SSS SSSSS SSSS SS S SSSSS SS SSSS SSSS SSSS SSSSSS SSS
                SSSSSS SSSSSS SSSSSSSS SSSSS SSS SSSS SSSS
            
             gettext(u'Email and chat apps open links automatically to check or preview them. We detect these as well as we can and do not count them as people.') 
                SSSSS SSS SSSS SSSS SSSS SSSSS SSSSSSSSSSSSS SS SSSSS SS SSSSSSS SSSSS SS SSSSSS SSSSS SS SSSS SS SS SSS
                SSS SS SSS SSSSS SSSS SS SSSSSSS
            
             gettext(u'“Opened” may still include some of them.') 
        XXXX
    XXXXXXXXXX
    BB BBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXX gettext(u'Best pages') XXXXX
                XXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'Page') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Made') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Opened') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Booked') XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXX
                        BBB BBBBB BBBBBBBB BBBBB BB BBBBBXXXX
                                XXX XXXXXXXXXXXX
                                    BB BBBBBXX
                                            XXXXXXBBB BBBBBBBBBBBBBBXX
                                        XXXXXBBBBBBBBB
                                XXXXX
                                XXXXXXXXX
                                XXXX XXXXXXXXXXXXXXXXXXXXX
                                XXXX XXXXXXXXXXXXXXXXXXXXX
                            XXXXXBBBBBB
                    XXXXXXXX
                XXXXXXXX
            XXXXXXXXXX
            XXXXXXXX XXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXX
                    BB BBBBBBBBBBBBB gettext(u'By week') BBBB gettext(u'By day') BBBBB
                XXXXX
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
            XXXXXXXXXX
        XXXXXX
    BBBBB
BBBBBBBB BBBBBBB
