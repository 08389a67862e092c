BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Admit One') X
     gettext(u'scheduling links that admit exactly one booking') BBBBBBBB BBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBXXBBBBBBBB
BBBBB BBBBBBBBBBXXXXXXXBBBBBBBB
BBBBB BBBB
    XXXXXXX XXXXXXXXXXXXXXXXXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB
        XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXX
    XXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXX
            BB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
            XXXX gettext(u'A link that admits one booking') XXXXX
            XXX
                 gettext(u'Send a customer a link, and they pick a time that suits you both.') 
                 gettext(u'The first booking closes the link, even if it was forwarded to ten people.') 
                 gettext(u'You see who opened it, who booked and who has not.') 
            XXXX
            XXXX XXXXXXXXXXXXXXXXXXXXX
                BB BBBB
                    XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXX
                        BBBBBBBBBB
                        XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                        XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXX
                        XXXXXXX XXXXXXXXXXXXXX gettext(u'Try the demo') XXXXXXXXX
                    XXXXXXX
                BBBBB
                XX
                    XXXXXXXXXXXXXBB BBBB XXXXXXXBBBBBX
                    XXXXXXBBB BBBBBBBBBBBBBBBX
                X gettext(u'Sign in') XXXX
                BB BBBBXX
                        XXXXXXXXXXXXX XXXXXXXX
                        XXXXXXBBB BBBBBBBBBBBBBBBBX
                    X gettext(u'Create an account') XXXXBBBBB
            XXXXXX
            BB BBBBXX XXXXXXXXXXXXXXXXXXXX
                     gettext(u'The demo signs you in as %(email)s with the password “%(password)s”. Everyone who opens this page can do the same.') SSS SSSS SSSSS SSS SS SS
                        SSSSSSSSS SSSS SSS SSSSSSSS SSSSSSSSSSSSSSS SSSSSSSS SSS SSSSS SSSS SSSS SSS SS SSS
                        SSSSS
                XXXXBBBB BBB BBBBXX XXXXXXXXXXXXXXXXXXXX
                     gettext(u'New here? Ask an admin of your organization for an invitation.') 
                XXXXBBBBB
        XXXXXX
        XXXXXXXXX
            XXXXXXX XXXXXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXX
            XXXX
                XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX
                XXXXXXXXXXXX
                XXXXXXXXXXXX
                XXXXX gettext(u'What a customer sees: the host, a calendar with the free days, and the times of the chosen day.') X
            X
        XXXXXXXXXX
    XXXXXX
BBBBBBBB BBBB
