 #

BBBB BBBB
 # Translators: [when] becomes “in 20 seconds”, and must stay as it is.
XXXX
    XXXXXXXXXXXXXX
    BB BBBBBBBBBBBB
        XXXXXXXXXXXXXX
        XXXXXXXXXXXXXX gettext(u'You will be taken to %(site)s [when].') SSS SSSS SS SSSSS SS SSSSSSSS SSSSSSSX
        XXXXXXXXXXXXXX gettext(u'You stay on this page.') X
        XXXXXXXXX gettext(u'Go now') X
    BBBBB
X
    XX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
    XX XXXXXXXXXXXXXXXXXX XXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXXX
        XX
            XXXXXXXXXXXXXX
            XXXXXXX
            XXXXXXXXXXXXX
            XXXXXXXXXXXXXXXX
        X gettext(u'Continue to %(site)s') SSSSSSSS SS SSSSSSSSXXXX
        XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXX gettext(u'Stay here') XXXXXXXXX
    XXXXXX
XXXXXX
