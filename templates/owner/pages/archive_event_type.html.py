BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
    BB BBBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                XXX
                    XXXXXXXX ngettext(u'%(number)s page or link offers it:', u'%(number)s pages or links offer it:', count) SSSSSSSSSS SSSS SS SSSS SSSSSS
                            SSSPPPPPPPPPP PPPPP PP PPPPP PPPPP PPPXXXXXXXXX
                    X
                XXXX
                BB BBBBBBBBBBXXX
                         ngettext(u'%(number)s outstanding link opens these pages. It will no longer offer this event type, and offers no times if it has no other.', u'%(number)s outstanding links open these pages. They will no longer offer this event type, and offer no times if they have no other.', count) SSSSSSSSSS SSSSSSSSSSS SSSS SSSSS SSSSS
                            SSSSSS SS SSSS SS SSSSSS SSSSS SSSS SSSSS SSSSS SSS SSSSSS SS SSSSS SS SS SSS SS
                            SSSSSSPPPPPPPPPP PPPPPPPPPPP PPPPP PPPP PPPPP PPPPPP PPPP PPPP PP PPPPPP PPPPP
                            PPPP PPPPP PPPPP PPP PPPPP PP PPPPP PP PPPP PPPP PP PPPPPP
                    XXXXBBBBB
            XXXXXX
        XXXXXX
    BBBB
        XXX gettext(u'No page or link offers it.') XXXX
    BBBBB
    XXX gettext(u'Existing meetings are not affected, and can still be moved or cancelled.') XXXX
BBBBBBBB BBBBB
