 #

BBBB BBBB
XXXXXXXX
    XXXXXXXXXXXXX
    XXXXXXXXXXXXXXXX
    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    BB BBBBBBBBBBBBB
        XXXXXXXXBBB BBBBBBB BBBBBBBBBB BBBBBXXXXXXXBBBBBX
        XXXXXXXXXXXXXXXXX XXX
        XXXXXXXXXXXXXXXXXXXX
    BBBBB
X
    XXX XXXXXXXXXXXXXXXXXXX gettext(u'Emails') XXXXX
    XXXX XXXXXXXXXXXXXX
        XXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'%(sent)s of %(total)s sent') SSSSSSSS SS
                SSSSSSSSS SSSSXXXXXXXX
        XXXXXXXXX XXXXXXXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXX
    XXXXXX
    XX XXXXXXXXXXXX XXXXXXXXXXXXXX
        BB BBBBBBBBBBBBB
             gettext(u'Emails keep sending in the background. You can leave this page and come back.') 
        BBBB BBBBBBBBBBBB
             gettext(u'Every email has been tried.') 
        BBBB
             gettext(u'All emails have been sent.') 
        BBBBB
    XXXX
    BB BBBBBBBBBBBBBXXX
             ngettext(u'%(waiting)s is waiting.', u'%(waiting)s are waiting.', count) SSSSSSSSSSS SS SSSSSSSSPPPPPPPPPPP
                PPP PPPPPPPP
            XX XXXXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBB BBBBBBBBXX gettext(u'Refresh') XXXX
        XXXXBBBBB
    BB BBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                XXXX
                     ngettext(u'%(count)s could not be sent', u'%(count)s could not be sent', count) SSSSSSSSS SSSSS SSS SS
                        SSSSPPPPPPPPP PPPPP PPP PP PPPP
                XXXXX
                XXXX
                    BBB BBB BB BBBBBBXXXX
                            BB BBBBBBBBBBBBBBXXXXXXXXX
                                    XXXXXXXXXXXXXXXXXXX
                                XXXXXXXXBBBBB
                        XXXXXBBBBBB
                XXXXX
            XXXXXX
        XXXXXX
        XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBB BBBBBBBBX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Try again') XXXXXXXXX
        XXXXXXX
    BBBBB
XXXXXXXXXX
