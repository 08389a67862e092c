 #

BBBB BBBB
 gettext(u'It can fill in the form: add')  XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
XX XXXXXXBBB BBBBBBXXXXXXXXXXXXX gettext(u'All address parameters') XXXX
