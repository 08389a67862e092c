 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
        XXXXX
            XXX XXXXXXXXXXXXXXXXX gettext(u'Ready to share') XXXXX
            XX XXXXXXXXXXXXXXXXXXXX
                 gettext(u'%(done)s of 5 steps done. Everything can be changed later.') SSSSSSSS SS S SSSSS SSSSS SSSSSSSSSS SSS SS SSSSSSS
                    SSSSSS
            XXXX
        XXXXXX
        XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBXX
            BBBBBBBBBB
            XXXXXXX XXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX gettext(u'Hide this list') XXXXXXXXX
        XXXXXXX
    XXXXXX
    XXX XXXXXXXXXXXXXXXXXX
        XXX BB BBBBBBBBBBXXXXXXXXXBBBBBX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBB
            XXXXX
                XXXXXXXX gettext(u'Your time zone') XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                XFFFFFFXXXXXXX
            XXXXXX
            XX XXXXXXBBB BBBBBBBBBBXX gettext(u'Change') XXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                     gettext(u'your time zone') XXXXXXXXXXX
        XXXXX
        XXX BB BBBBBBBBBBBXXXXXXXXXBBBBBX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB
            XXXXX
                XXXXXXXX gettext(u'Your hours') XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                X gettext(u'When customers can book you. We start you off with Monday to Friday, 9 to 5.') XXXXXXX
            XXXXXX
            XX
                XXXXXXBBB BBBBBBBBBBBX
            XBB BBBBBBBBBBB gettext(u'Change') BBBB gettext(u'Set') BBBBBXXXXX
                    XXXXXXXXXXXXXXXXXXXXXXX
                X
                     gettext(u'your hours') XXXXXXXXXXX
        XXXXX
        XXX BB BBBBBBBBBBBBBBXXXXXXXXXBBBBBX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB
            XXXXX
                XXXXXXXX gettext(u'Your other calendar') XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                X gettext(u'Nobody can book you while you are busy there.') XXXXXXX
            XXXXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBX
            XBB BBBBBBBBBBBBBB gettext(u'Change') BBBB gettext(u'Connect') BBBBBXXXXX
                    XXXXXXXXXXXXXXXXXXXXXXX
                X
                     gettext(u'your other calendar') XXXXXXXXXXX
        XXXXX
        XXX BB BBBBBBBBBBBBBBBBXXXXXXXXXBBBBBX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBB
            XXXXX
                XXXXXXXX gettext(u'What can be booked') XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                X gettext(u'The name, duration and limits of your first event type.') XXXXXXX
            XXXXXX
            XX
                XXXXXXBBB BBBBBBBBBBBBBX
            XBB BBBBBBBBBBBBBBBB gettext(u'Change') BBBB gettext(u'Add') BBBBBXXXXX
                    XXXXXXXXXXXXXXXXXXXXXXX
                X
                     gettext(u'what can be booked') XXXXXXXXXXX
        XXXXX
        XXX BB BBBBBBBBBBBBXXXXXXXXXBBBBBX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
            XXXXX
                XXXXXXXX gettext(u'Share your first one-time link') XXXXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                X gettext(u'Copy it and send it to one customer.') XXXXXXX
            XXXXXX
            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Share') XXXX
        XXXXX
    XXXXX
XXXXXXXXXX
