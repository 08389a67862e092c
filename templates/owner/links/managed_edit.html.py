BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Edit %(name)s') SSSS SSSSSSSS X
     gettext(u'Admit One') BBBBBBBB BBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
     _("Managed links") 
        BBBB BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
    BBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXX
        BBBB BBBBBBBB
        XXXXX
             ngettext(u'%(number)s user has this link.', u'%(number)s users have this link.', count) SSSSSSSSSS SSSS SSS SSSS SSSSSPPPPPPPPPP
                PPPPP PPPP PPPP PPPPP
            BB BBBBBBBB ngettext(u'<strong>%(number)s one-time link made from them is outstanding.</strong>', u'<strong>%(number)s one-time links made from them are outstanding.</strong>', count) SSSSSSSSSSSSSSSSSS SSSSSSSS SSSS SSSS
                        SSSS SSSS SS SSSSSSSSSSSSSSSSSSSSSPPPPPPPPPPPPPPPPPP PPPPPPPP PPPPP PPPP PPPP PPPP
                        PPP
                        PPPPPPPPPPPPPPPPPPPPPBBBB gettext(u'No one-time link made from them is outstanding.') BBBBB
             gettext(u'Changes apply to all of them right away. Users you remove lose their link.') 
        XXXXXX
    XXXXXX
    XXXXX XXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXXX
            
            
            
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
        XXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX gettext(u'Save') XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Cancel') XXXX
            XX
                XXXXXXXXXXXXX XXXXX XXXXXX
                XXXXXXXXXXXXXXXXXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBX
            X gettext(u'Withdraw all') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
