 #

BBBB BBBB
XXX gettext(u'Links open a booking page. Create one first.') XXXX
XXXX XXXXXXXXXXXXXXXXXXXXX
    XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'New booking page') XXXX
XXXXXX
