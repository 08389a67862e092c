 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXX gettext(u'Openings') XXXXX
    XXX XXXXXXXXXXXXXX
        XXXX gettext(u'By people') XXXXX
        XXXX
            BB BBBBBBBBBBBB ngettext(u'%(count)s time', u'%(count)s times', count) SSSSSSSSS
                    SSSSPPPPPPPPP PPPPPXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                XBB BBBBBBBBBBBB BB BBBBB gettext(u'first %(first)s; last %(last)s') SSSSS
                            SSSSSSSSSS SSSS
                            SSSSSSSSBBBBBXXXXXXXBBBB gettext(u'Not yet') BBBBB
        XXXXX
        XXXX gettext(u'By scanners and previews') XXXXX
        XXXX
            BB BBBBBBBBBBBBB ngettext(u'%(count)s time', u'%(count)s times', count) SSSSSSSSS
                    SSSSPPPPPPPPP PPPPPXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                X gettext(u'last %(last)s') SSSS
                        SSSSSSSSXXXXXXXBBBB gettext(u'None') BBBBB
        XXXXX
    XXXXX
    XX XXXXXXXXXXXXXXXXXXXX
         gettext(u'Email and chat apps open links automatically to check or preview them. We detect these as well as we can and do not count them as people.') 
            SSSSS SSS SSSS SSSS SSSS SSSSS SSSSSSSSSSSSS SS SSSSS SS SSSSSSS SSSSS SS SSSSSS SSSSS SS SSSS SS SS SSS SSS
            SS SSS SSSSS SSSS SS SSSSSSS
        
    XXXX
XXXXXXXXXX
