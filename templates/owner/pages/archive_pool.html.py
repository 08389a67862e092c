BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
    XXX
         ngettext(u'%(number)s master page or link assigns meetings to this pool. Assign them to someone else first.', u'%(number)s master pages or links assign meetings to this pool. Assign them to someone else first.', count) SSSSSSSSSS SSSSSS SSSS SS SSSS SSSSSSS SSSSSSSS SS SSSS
            SSSSS SSSSSS SSSS SS SSSSSSS SSSS SSSSSSPPPPPPPPPP PPPPPP PPPPP PP PPPPP PPPPPP PPPPPPPP PP
            PPPP PPPPP PPPPPP PPPP PP PPPPPPP PPPP PPPPPP
    XXXX
    XXXX
        BBB BBB BB BBBBBBXXXXXXXXXBBBBBB
    XXXXX
BBBBBBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBXX gettext(u'Back to the pools') XXXXBBBBBBBB
BBBBB BBBBB
    XXX
         gettext(u'No master page or link uses this pool. Its booking pages and existing meetings are not affected.') 
    XXXX
BBBBBBBB BBBBB
