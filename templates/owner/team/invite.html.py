BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Invite a colleague')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Invite a colleague")  _("Team") 
        BBBB BBBBBBB BBBBBBBBBBBBB
        XXX
             gettext(u'They get an email with an invitation link that works once, within 14 days. You can also copy the link.') 
        XXXX
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXX
        XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXX gettext(u'Send the invitation') XXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBXX gettext(u'Cancel') XXXX
            XXXXXX
        XXXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
