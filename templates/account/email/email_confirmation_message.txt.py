BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'%(name)s used this email address for an account. If that is you, open this link to confirm it:') 
    SSSSSSSS SSSS SSSS SSSSS SSSSSSS SSS SS SSSSSSSS SS SSSS SS SSSS SSSS SSSS SSSS SS SSSSSSS SSS




 gettext(u'If this is not you, ignore this email.') BBBBBBBBBBBBBBBBBBBBB
