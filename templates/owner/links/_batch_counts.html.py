 #

BBBB BBBB
BB BBBBBBBBBBBB ngettext(u'%(failed)s failed', u'%(failed)s failed', count) SSSSSSSSSS
        SSSSSSPPPPPPPPPP
        PPPPPPBBBBB BBBB BBBBBBBB
BBBB BBBBBBBBBBBBB _("Being sent") 
BBBB _("Sent") BBBBB
XXXXXXX gettext(u'%(sent)s of %(total)s sent') SSSSSSSS SS SSSSSSSSS
        SSSSXXXXXXXX
