BBBB BBBBBBBBBBBBBB BBB gettext(u'%(name)s has invited you to %(organization)s on Admit One, where its people share links that admit exactly one booking.') 
    SSSSSSSS SSS SSSSSSS SSS SS SSSSSSSSSSSSSSSS SS SSSSS SSSS SSSSS SSS SSSSSS SSSSS SSSSS SSSS SSSSS SSSSSSS SSS
    SSSSSSSS


 gettext(u'To join, open this link and choose a password:') 



 gettext(u'It works once, until %(day)s. If you did not expect this email, you can ignore it.') 
    SS SSSSS SSSSS SSSSS SSSSSSSS SS SSS SSS SSS SSSSSS SSSS SSSSSS SSS SSS SSSSSS SSS

BBBBBBBBBBBBB
