 #

BBBB BBBB
 gettext(u'Question %(number)s') SSSSSSSS SSSSSSSSSS
XXX XXXXXXXXXXXXXXXXX
    XXXXXXXXXX
        XXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXXX
            XX XXXXXXXXXXXXXXXXXXXXXXX
            BB BBB BBBBB _("Move up") BBBBB
            BB BBB BBBB _("Move down") BBBBB
             _("Remove") 
        XXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXXX
             _("Question") 
            XXXX XXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXX gettext(u'Answer type') XXXXXXXX
                XXXXXXX
                    XXXXXXXXXXXX
                    XXXXXXXXXX
                    BB BBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
                X
                    BBB BBBBB BBBBB BB BBBBBXXXXXXX
                            XXXXXXXX
                            BB BBBBBBBB BB BBBBXXXXXXXXBBBBB
                        X
                            
                        XXXXXXXXXBBBBBB
                XXXXXXXXX
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
            XXXXXX
        XXXXXX
        XXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXX gettext(u'Answers to choose from, one per line') XXXXXXXX
            XXXXXXXXX
                XXXXXXXXXXXXXXX
                XXXXXXXXXXXXX
                XXXXXXXX
                BB BBBBBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
            X
XXXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
             gettext(u'Field name') 
             gettext(u'Used to prefill the answer in an address: ?field_name=answer. Leave empty to create it from the question.') 
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBB
            XXXX XXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXX
                        BB BBBBBBBBBBBBXXXXXXXBBBBB
                    X  gettext(u'Required') XXXXXXXX
                XXXXXX XXXXXXXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXXX
                        XXXXXXXXXXXXXX
                        XXXXXXXXXXXX
                        BB BBBBBBBBBBXXXXXXXBBBBB
                        BB BBBBBBBBBBBBBBBBB
                            XXXXXXXXXXXXXXXXXXX
                            XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                        BBBBB
                    X  gettext(u'Hidden: only the address can fill it in') XXXXXXXX
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBB
            XXXXXX
        XXXXXX
    XXXXXXXXXXX
XXXXX
