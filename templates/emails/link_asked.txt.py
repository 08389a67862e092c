BBBB BBBBBBBBBBBBBB BBB gettext(u'They opened a link of yours that no longer works. Anyone with that link can ask, so check that you know them.') 
    SSSS SSSSSS S SSSS SS SSSSS SSSS SS SSSSSS SSSSSS SSSSSS SSSS SSSS SSSS SSS SSSS SS SSSSS SSSS SSS SSSS SSSSS


 gettext(u'Who') X X 
 gettext(u'Link') X X 
BB BBBB gettext(u'Note') X

BBBBB
 gettext(u'Answer the request') X 
 gettext(u'Or reply to this email to reach %(email)s.') SS SSSSS SS SSSS SSSSS SS SSSSS SSSSSSSSSS

XX 
BB BBBBBBBBBBBBBBBBBBBBBB gettext(u'Sent by %(product)s for %(organization)s') SSSS SS SSSSSSSSSSS SSS SSSSSSSSSSSSSSSSBBBBB
BBBBBBBBBBBBB
