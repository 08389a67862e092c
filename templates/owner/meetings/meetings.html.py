BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Meetings") 
        BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXXX
        BB BBBB BB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
    XXXXXX
    XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX
        BB BBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
            BB BBBBBBXXXX XXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Pages of the list') XX
                    XXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXXX
                        BB BBB BB BBBBBBBBBB
                             gettext(u'Later meetings') 
                        BBBB BBB BB BBBBBBBBBB
                             gettext(u'Newer requests') 
                        BBBB
                             gettext(u'Earlier meetings') 
                        BBBBBXXXX
                XXXXXXBBBBB
        BBBB BBBBBBBBBBBBB
             _("No meeting matches") 
                 gettext(u'No meetings match these filters.') 
                BBBB BBBBBB
                    XX
                        XXXXXXXXXXXXX XXXXXXXX
                        XXXXXXBBB BBBBBBBBBBBB BBB BB BBBBBBBBBBXXXXXXBBBBBX
                    X gettext(u'Clear the filters') XXXX
                BBBBBBB
            BBBBBBBBBBBB
        BBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBBB
    XXXXXX
BBBBBBBB BBBBBBB
