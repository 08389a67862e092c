 #

BBBB BBBB
XXX XXXXXXXXXXXXXXXXXXXXXXXXX
    BBB BBB BB BBBBBB
        XXXXX
            XXXX
                XXXXXXXXXXXXX
                BB BBBBBBBBBBXXXXX XXXXXXXXXXXXX gettext(u'needed') XXXXXXXBBBBB
            XXXXX
            XXXX
                BB BBBBBBBBBX BBBBB
            XXXXX
        XXXXXX
    BBBBBB
XXXXX
