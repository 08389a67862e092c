BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
    XXX
         ngettext(u'%(number)s booking page uses this schedule. Choose another schedule there first, or archive the booking page.', u'%(number)s booking pages use this schedule. Choose another schedule there first, or archive the booking pages.', count) SSSSSSSSSS SSSSSSS SSSS SSSS SSSS SSSSSSSSS SSSSSS
            SSSSSSS SSSSSSSS SSSSS SSSSSS SS SSSSSSS SSS SSSSSSS SSSSSPPPPPPPPPP PPPPPPP PPPPP PPP PPPP
            PPPPPPPPP PPPPPP PPPPPPP PPPPPPPP PPPPP PPPPPP PP PPPPPPP PPP PPPPPPP PPPPPP
    XXXX
    XXXX
        BBB BBBB BB BBBBBBXXXXXX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBXXXXXXXXXXXBBBBBB
    XXXXX
BBBBBBBB BBBBB
BBBBB BBBBXX
        XXXXXXXXXXXXXX
        XXXXXXBBB BBBBBBBBBBBX
    X gettext(u'Back to the schedules') XXXXBBBBBBBB BBBB
BBBBB BBBBB
    XXX
         gettext(u'No booking page uses this schedule. It is removed from the list and can no longer be chosen. Existing meetings are not affected.') 
    XXXX
BBBBBBBB BBBBB
