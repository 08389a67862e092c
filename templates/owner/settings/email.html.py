BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Email address')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX
        XXXX gettext(u'Email address') XXXXX
        XX XXXXXXXXXXXXX gettext(u'Used to sign in and for emails about your meetings.') XXXX
    XXXXXX
    XX XXXXXXXXXXXXXXX
        XXXXXXXXXXXXXXXXX
        BB BBBBBBBBBBBBBBBB
             _("Confirmed") 
        BBBB
             _("Not confirmed yet") 
        BBBBB
    XXXX
    BB BBBBBBB
        XXXX XXXXXXXXXXXXXXX
            BBBB BBBBBB
            XXXXX
                 gettext(u'It changes to %(pending)s once you open the link in the email we sent there.') SS SSSSSSS SS SSSSSSSSSSS SSSS SSS SSSS SSS SSSS SS SSS SSSSS SS SSSS
                    SSSSSS
            XXXXXX
        XXXXXX
    BBBBB
    BB BBBBBBB BB BBB BBBBBBBBBBBBBBBB
        XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
            BBBBBBBBBB
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXX
                BB BBBBBBB gettext(u'Resend email') BBBB gettext(u'Send confirmation email') BBBBB
            XXXXXXXXX
            BB BBBBBBBXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX
                     gettext(u'Keep the old address') 
                XXXXXXXXXBBBBB
        XXXXXXX
    BBBBB
    XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        
        XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Change the address') XXXXXXXXXXXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
