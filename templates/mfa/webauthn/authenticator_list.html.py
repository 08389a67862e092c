BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXX
        XXXX gettext(u'Passkeys and security keys') XXXXX
        XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'Add a key') XXXX
    XXXXXX
    BB BBBBBBBBBBBBBB
        XXXXXX XXXXXXXXXXXXX
            XXXXXXX
                XXXX
                    XXX XXXXXXXXXXXX gettext(u'Key') XXXXX
                    XXX XXXXXXXXXXXX gettext(u'Added') XXXXX
                    XXX XXXXXXXXXXXX gettext(u'Last used') XXXXX
                    XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Actions') XXXXXXXXXXXX
                XXXXX
            XXXXXXXX
            XXXXXXX
                BBB BBBBBBBBBBBBB BB BBBBBBBBBBBBBB
                    XXXX
                        XXX XXXXXXXXXXXX
                            XXXXXXX
                                BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                                     gettext(u'Passkey: sign in without a password') 
                                BBBB
                                     gettext(u'Security key: a second step after the password') 
                                BBBBBXXXXXXXX
                        XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Added') XXFFFFFFFFFFFFFFFFFFXXXXX
                        XXX XXXXXXXXXXXX gettext(u'Last used') XX
                            BB BBBBBBBBBBBBBBBBBBBBBBBBBBFFFFFFFFFFFFFFFFFFBBBB gettext(u'Never') BBBBB
                        XXXXX
                        XXX XXXXXXXXXXXXXXXXXXXXX
                            XXXXX
                                XX
                                    XXXXXXXXXXXXX XXXXXXX XXXXXX
                                    XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBX
                                X gettext(u'Rename') XXXX
                                XX
                                    XXXXXXXXXXXXX XXXXX XXXXXX
                                    XXXXXXXXXXXXXXXXXXXXX
                                    XXXXXXBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBX
                                X gettext(u'Remove') XXXX
                            XXXXXX
                        XXXXX
                    XXXXX
                BBBBBB
            XXXXXXXX
        XXXXXXXX
    BBBB
         _("No passkeys yet") 
             gettext(u'A passkey signs you in with your fingerprint, face or device PIN. It cannot be guessed or phished.') 
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
