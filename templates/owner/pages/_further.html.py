 #

BBBB BBBBBB BBB
     ngettext(u'and %(number)s more', u'and %(number)s more', count) SSS SSSSSSSSSS SSSSPPP PPPPPPPPPP
        PPPPBBBBB
