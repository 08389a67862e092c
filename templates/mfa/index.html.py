BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Passkeys and codes')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXX
        XXXX gettext(u'Passkeys and codes') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'A second sign-in step keeps others out, even if they know your password.') 
        XXXX
    XXXXXX
    BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBB BBB BBBBBBBBBBBBBBBBBBBBBBB BBB BBB BBBBBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXXX
            BBBB BBBBBB
            XXXXX
                 gettext(u'%(name)s requires a second step. Set up a passkey or an authenticator app to go on.') SSSSSSSS SSSSSSSS S SSSSSS SSSSS SSS SS S
                    SSSSSSS SS SS SSSSSSSSSSSSS SSS SS SS SSS
                XX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'It takes a confirmed email address.') XXXX
            XXXXXX
        XXXXXX
    BBBBB
    XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
        BBBB BBBBB
        XXXXX
            XXX XXXXXXXXXXXXXX
                 gettext(u'Passkeys and security keys') 
                BB BBBBBBBBBBBBBBBBBBBBBBB
                     _("On") 
                BBBB
                     _("Off") 
                BBBBB
            XXXXX
            XXX gettext(u'Sign in with your fingerprint, face, device PIN or a hardware key.') XXXX
        XXXXXX
        BB BBBBBBBBBBBBBBBBBBBBBBBXX
                XXXXXXXXXXXXX XXXXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBBX
            X gettext(u'Manage') XXXX
        BBBBXX
                XXXXXXXXXXXXX XXXXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBX
            X gettext(u'Add a passkey') XXXXBBBBB
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
        BBBB BBBBBBB
        XXXXX
            XXX XXXXXXXXXX
                 gettext(u'Authenticator app') 
                BB BBBBBBBBBBBBBBBBBBB
                     _("On") 
                BBBB
                     _("Off") 
                BBBBB
            XXXXX
            XXX gettext(u'A six-digit code from an app on your phone, after the password.') XXXX
        XXXXXX
        BB BBBBBBBBBBBBBBBBBBBXX
                XXXXXXXXXXXXX XXXXXXXX
                XXXXXXXXXXXXXXXXXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBX
            X gettext(u'Turn off') XXXX
        BBBBXX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Set up') XXXXBBBBB
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
        BBBB BBBBBB
        XXXXX
            XXX XXXXXXXXXXX gettext(u'Recovery codes') XXXXX
            BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                XXX
                     ngettext(u'%(left)s code left. It works once if you lose your phone or key.', u'%(left)s codes left. Each works once if you lose your phone or key.', count) SSSSSSSS
                        SSSS SSSSS SS SSSSS SSSS SS SSS SSSS SSSS SSSSS SS SSSSPPPPPPPP PPPPP PPPPP PPPP
                        PPPPP PPPP PP PPP PPPP PPPP PPPPP PP PPPP
                XXXX
            BBBBXXX
                     gettext(u'Use them to sign in if you lose your phone or key. Turn on one of the options above first.') 
                XXXXBBBBB
        XXXXXX
        BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBXX
                XXXXXXXXXXXXX XXXXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBX
            X gettext(u'View') XXXXBBBBB
        BB BBBBBBBBBBBBBBXX
                XXXXXXXXXXXXX XXXXXXXX
                XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBX
            X gettext(u'Make new codes') XXXXBBBBB
    XXXXXXXXXX
BBBBBBBB BBBBBBB
