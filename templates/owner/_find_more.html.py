 #

BBBB BBBB
BB BBB BBBBBBBBBB BBB BBBBBBBBBBBBBBBBBBB
     _("Nothing matches") 
         gettext(u'Try another word, or a part of one.') 
        BBBB BBBBBBXX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Show all') XXXXBBBBBBB
    BBBBBBBBBBBB
BBBB BBBBBBBBBB
    XX XXXXXXXXXXXXXXXXXX
        XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXXX
             ngettext(u'Show %(number)s more', u'Show %(number)s more', count) SSSS SSSSSSSSSS SSSSPPPP PPPPPPPPPP
                PPPP
        XXXX
        XXXXX XXXXXXXXXXXXXXXXXXXX
             gettext(u'%(shown)s of %(count)s are shown.') SSSSSSSSS SS SSSSSSSSS SSS
                SSSSSS
        XXXXXXX
    XXXX
BBBBB
