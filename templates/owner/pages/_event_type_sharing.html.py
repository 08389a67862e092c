BBBB BBBB
 _("Sharing") 
    BBBB BBBB gettext(u'Who can change it, offer it and make links for it') BBBBBBB
    BB BBBBBBBBBBBB
        BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBB
            BBBB BBBBB gettext(u'Its owner and administrators can change it.') BBBBBBB
            BBBB BBBBBB gettext(u'Only administrators can change it.') BBBBBBB
        BBBBBBBBBBBB
    BBBBB
    BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBB
        BBBB BBBBB gettext(u'Everyone in your organization can offer it, make links for it and copy it.') BBBBBBB
        BBBB BBBBBB gettext(u'Only its owner and administrators can. If it is admin-managed, only administrators can.') BBBBBBB
    BBBBBBBBBBBB
BBBBBBBBBBBB
