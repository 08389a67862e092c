BBBB BBBBXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'inherited from the reusable link') XXXXXXXX
