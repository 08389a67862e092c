 #

BBBB BBBB
BB BBBBBBBBBB BBBBBBBBBBBB BBBBBBBBBBBBBB BB BBBBBBBBBBBB
 gettext(u'Image') 
 gettext(u'The image of this page') 
 gettext(u'Another image') 
 gettext(u'Choose an image') 
 gettext(u'Remove the image') 
BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
