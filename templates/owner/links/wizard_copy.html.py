BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Copy') BBBBBBBB
BBBBB BBBB
    XXXX XXXXXXXXXXXX XXXXX XXXXXX
        BB BBBBBBBBBB
            XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXBBBB BBBBBBBXXXXXXX
            XXXX gettext(u'“%(name)s” is ready') SSSSSSSSSS SS SSSSSXXXXX
            XXX
                FFFFFF X
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
                BB BBBBBBBBBBBB
                    X
                     gettext(u'open until %(end)s') SSSS SSSSS
                        SSSSSSSBBBBB
            XXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBB BBBBB
            BB BBBBBBBBBBBBBBXXXXX
                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBB BBBBBBBBBBBBBB
                XXXXXXBBBBB
            XX XXXXXXXXXXXXXXXXXXXX
                 gettext(u'The link works any number of times. Each one-time link made from it admits one booking, and ends when the link ends.') 
            XXXX
        BBBB
            XXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBB
        BBBBB
        XXXX XXXXXXXXXXXXXXXXXXXXX
            BB BBBBBBBBBB
                XX
                    XXXXXXXXXXXXX XXXXXXX XXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBX
                    XXXXXXXXXXXXXXX
                    XXXXXXXXXXXXXX
                X gettext(u'Preview') XXXX
                XX
                    XXXXXXXXXXXXX XXXXXXX XXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBBX
                X gettext(u'QR code') XXXX
            BBBBB
            BB BBBBBBBBBBBBBXX
                    XXXXXXXXXXXXX XXXXXXX XXXXXX
                    XXXXXXBBB BBBBBBBBBBB BBBBBBBBBBBBX
                X gettext(u'Edit') XXXXBBBBB
            XX XXXXXXXXXXXXX XXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Make another') XXXX
        XXXXXX
    XXXXXX
BBBBBBBB BBBB
