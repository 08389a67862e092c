BBBB BBBB gettext(u'Your sign-in code') 
