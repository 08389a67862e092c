BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Enter this code in the window where you are signing in:') 



 gettext(u'It works for a few minutes. If you are not signing in, ignore this email. Do not share the code with anyone.') BBBBBBBBBBBBBBBBBBBBB
