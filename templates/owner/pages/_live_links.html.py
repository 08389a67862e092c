 #

BBBB BBBBBB BBBBBBBBBBXXXX XXXXXXXXXXXXXXX
        BBBB BBBBBB
        XXXXX
             ngettext(u'%(number)s outstanding link opens this page. Your changes apply to it right away.', u'%(number)s outstanding links open this page. Your changes apply to them right away.', count) SSSSSSSSSS SSSSSSSSSSS SSSS SSSSS SSSS SSSSS SSSS
                SSSSSSS SSSSS SS SS SSSSS SSSSSPPPPPPPPPP PPPPPPPPPPP PPPPP PPPP PPPP PPPPP PPPP PPPPPPP
                PPPPP PP PPPP PPPPP PPPPP
        XXXXXX
    XXXXXXBBBBB
