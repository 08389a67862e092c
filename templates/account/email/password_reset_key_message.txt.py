BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Someone asked to reset your password. If it was you, open this link to choose a new one:') 



 gettext(u'If it was not you, ignore this email. Nothing has changed.') BBBBBBBBBBBBBBBBBBBBB
