BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'Connect this browser?')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX
        BBBBBBBBBB
        XXXX gettext(u'Connect this browser?') XXXXX
        XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXX
        XXX XXXXXXXXXXXXXX
            XXXXX
                XXXX gettext(u'Browser') XXXXX
                XXXXXXXXX
            XXXXXX
            XXXXX
                XXXX gettext(u'It asks from') XXXXX
                XXXX _("an unknown address") XXXXX
            XXXXXX
            XXXXX
                XXXX gettext(u'It may') XXXXX
                XXXXBBB BBBBB BB BBBXXXXXXXXXXXBBBBBBXXXXX
            XXXXXX
        XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'It acts as you until you revoke it, or until it has not been used for 90 days. Connect it only if your own browser is showing these letters now.') SS SSSS SS SSS SSSSS SSS SSSSSS SSS SS SSSSS SS SSS SSS SSSS SSSS SSS SS SSSSS SSSSSSS
                SS SSSS SS SSSS SSS SSSSSSS SS SSSSSSS SSSSS SSSSSSS SSSS
        XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX gettext(u'Connect this browser') XXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXX gettext(u'Refuse') XXXXXXXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
