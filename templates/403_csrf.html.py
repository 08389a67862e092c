BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Please try again') BBBBBBBB
BBBBB BBBBBBBBBBXXXXXBBBBBBBB
BBBBB BBBB
    XXXX XXXXXXXXXXX XXXXXX
        XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXBBBB BBBBBBBXXXXXXX
        XXXX gettext(u'This form has expired') XXXXX
        XXX
             gettext(u'Nothing was saved. Go back, reload the page and send the form again. If this keeps happening, allow cookies for this site.') 
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XX XXXXXXXXXXXXXX XXXXXXXX gettext(u'Reload the page') XXXX
        XXXXXX
    XXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBB
