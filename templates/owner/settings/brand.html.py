BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Brand')  X  gettext(u'Organization')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBB
    
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
    XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBX XXXXXXXXXXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBBBBBBBB BB BBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXXX
        XXXXX
            XXXXXXXXXXXX
            XXXXXXXXXXXXXXX
            XXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXX
            XXXXXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXXXX
        X
            BBBBBBBBBB
            
            XXXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
                 gettext(u'Save') 
            XXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXXX gettext(u'Brand') XXXXX
                BBBB BBBBBBBBBBBBBBBBBBBBBBB
                    XXXX XXXXXXXXXXXXXX
                        XXXXXX XXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXX
                        XXXX XXXXXXXXXXXXXXXXXXX
                            
                            XXXXXX
                                XXXXXXXXXXXXXXXXXXX
                                XXXXXXXXXXXX
                                XXXXXXXXXXXXXXX
                                XXXXXXXXXXXXXXXXX
                                XXXXXXXXXXXX gettext(u'Pick the brand colour') X
                            X
                        XXXXXX
                        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                    XXXXXX
                BBBBBBB
                
            XXXXXXXXXX
            BB BBBBBBB BBBBBBBBB BBBB BB BBBBBBBBBBBB
             gettext(u'Logo') 
             gettext(u'Another logo') 
             gettext(u'Choose a logo') 
             gettext(u'Remove the logo') 
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
            XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXXXXXXXX
        XXXXXXX
        XXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXXXXXX gettext(u'What customers see') XXXXX
                XXXXXXX
                    XXXXXXXXXXXXXX XXXXX XXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXXX
                X
                     gettext(u'Update preview') 
                XXXXXXXXX
                XX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Updates as you type') XXXX
            XXXXXX
            XXXXXXX XXXXXXXXXXXXXX XXXXXXX gettext(u'What customers see') X XXXXXXXXXXXXXXXX
        XXXXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
