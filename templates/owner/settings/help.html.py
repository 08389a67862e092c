BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Help')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Help") BBBBBBBBBBBB
    XXXX XXXXXXXXXXXX gettext(u'On this page') XX
        XXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXX gettext(u'Where to find things') XXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Address parameters') XXXXXXXXX
            XXXXXX XXXXXXXXXXXXXX gettext(u'Words') XXXXXXXXX
            XXXXXX XXXXXXXXXXXXX gettext(u'Keys') XXXXXXXXX
        XXXXX
    XXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXX gettext(u'Where to find things') XXXXX
        XX XXXXXXXXXXXXX gettext(u'Names that other scheduling programs use, and where it is here.') XXXX
        XXX XXXXXXXXXXXXXX
            BBB BBBBB BBBBB BB BBBBBB
                XXXXXXXXX
                XXXX
                    BBB BBBBBB BBBBBBB BB BBBBBXX XXXXXXXXXXXXBB BBB BBBBBBBBBBBBX
                        BBBBBBBBBBB
                XXXXX
            BBBBBB
        XXXXX
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Address parameters') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'Add them to any address that customers open, after a question mark and with & between them. Unknown ones are ignored, and nothing is booked without a press of the button.') SSS SSSS SS SSS SSSSSSS SSSS SSSSSSSSS SSSSS SSSSS S SSSSSSSS SSSS SSS SSSS S
                SSSSSSS SSSSS SSSSSSS SSSS SSS SSSSSSSS SSS SSSSSSS SS SSSSSS SSSSSSS S SSSSS SS SSS
                SSSSSSS
        XXXX
        XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXX
            BBB BBB BB BBBBBBBBBB
                XXXXXXXXXXXXXXXXXXXXXX
                XXXXXXXXX
            BBBBBB
            XXXX gettext(u'A question’s field name') XXXXX
            XXXX
                 gettext(u'Fills in the answer to one of the event type’s questions. Its name is shown next to the question in the editor.') 
            XXXXX
        XXXXX
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'Words') XXXXX
        XXX XXXXXXXXXXXXXX
            BBB BBB BB BBBBB
                XXXXXXXXX
                XXXXXXXXX
            BBBBBB
        XXXXX
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXX gettext(u'Keys') XXXXX
        XX XXXXXXXXXXXXX gettext(u'Everything can be done without a mouse.') XXXX
        XXX XXXXXXXXXXXXXX
            BBB BBB BB BBBB
                XXXXXXXXXXXXXXXXXXXX
                XXXXXXXXX
            BBBBBB
        XXXXX
    XXXXXXXXXX
BBBBBBBB BBBBBBB
