BBBB BBBB gettext(u'Your password is changed.') 
