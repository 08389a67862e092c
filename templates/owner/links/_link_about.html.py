 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXX gettext(u'About the link') XXXXX
    XXX XXXXXXXXXXXXXX
        BB BBB BBBBBBBBBBBBBBBBXXXX gettext(u'For') XXXXXXXXX
                FFFFFFFFFFFFFFFFFFFFFFFFFFFF _("Anyone with the link") 
                BB BBBBBBBBBBBBBBBBBBB BBB BBBBBBBBBBBBBBBBBBBBXXXXXXXXX
                        XXXXXXXXXXXXXXXXXXX
                    XXXXXXXXBBBBB
                BB BBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXXX
                        XXXXXXXXXXXXXXXXXXX
                    X gettext(u'Only this email can book') XXXXXXXBBBBB
            XXXXXBBBBB
        BB BBBBBBBBBBXXXX
                BB BBBBBBBBBBBBBBBB gettext(u'Name') BBBB gettext(u'Private label') BBBBB
            XXXXXXXXXXXXXXBBBBB
        BB BBBBBBBBBBBBXXXX gettext(u'Note to the customer') XXXXXXXXX
                XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
            XXXXXBBBBB
        BB BBBBBBBBBXXXX gettext(u'Private note') XXXXXXXXX
                XXXXX XXXXXXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXX
            XXXXXBBBBB
        BBB BBBBB BBBBB BB BBBBBBBBBBBBBBBBBBXXXXXXXXXXXXX
                 XXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'(prefilled)') XXXXXXX
            XXXXXBBBBBB
        BBB BBBBB BBBBB BB BBBBBBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXXXBBBBBB
        BB BBBBBBBBBBBBBBBBXXXX gettext(u'Address') XXXXXXXXX
                BB BBBBBBBBBBBBBB
                     gettext(u'The address no longer works. Copy the link to get a new one.') 
                        SSS SSSSSSS SS SSSSSS SSSSSS SSSS SSS SSSS SS SSS S SSS SSSS
                    
                BBBB
                     gettext(u'Shown when you copy it, or ask for it.') 
                BBBBB
            XXXXXBBBBB
        XXXX gettext(u'Owner') XXXXX
        XXXXXXXXX
        XXXX gettext(u'Made') XXXXX
        XXXX
            BB BBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBXXXXXXXXX
                    XXXXXXXXXXXXXXXXXXX
                X gettext(u'by %(name)s') SS
                        SSSSSSSSXXXXXXXBBBBB
        XXXXX
        BB BBBBBBBBBBBXXXX gettext(u'Made from') XXXXXXXXX
                BB BBBBBBBBBBBBBB BB BBBBBBXX
                        XXXXXXBBB BBBBBBBBBBB BBBBBBBBBBBBBBX
                    XFFFFFFFFFFFFFFFFFFFFFFFFXXXXBBBBFFFFFFFFFFFFFFFFFFFFFFFFBBBBB
            XXXXXBBBBB
        BB BBBBBBBBBBBBBBBBBBXXXX gettext(u'Based on') XXXXXXXXX
                BB BBBBBBBBBBBBBBBBBB BB BBBBBBXX
                        XXXXXXBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBX
                    XXXXXBBBBBBBBB
            XXXXXBBBBB
        BB BBBBBBBBXXXX gettext(u'New links like this') XXXXXXXXX
                BBB BBB BB BBBBBBBBXX XXXXXXBBB BBBBBBBBBBB BBBBBBXXXXXXBB BBB BBBBBBBBBBBBX
                    BBBBBBBBBBB
            XXXXXBBBBB
        BB BBBBBBBBBBXXXX gettext(u'From a list') XXXXXXXXX
                XX
                    XXXXXXBBB BBBBBBBXXXXXXXXXXXXXXXXXXX
                X ngettext(u'%(count)s link made together', u'%(count)s links made together', count) SSSSSSSSS SSSS SSSS
                        SSSSSSSSPPPPPPPPP PPPPP PPPP
                        PPPPPPPPXXXXBB BBBBBBBBBBBBBBBBBBXXXXXXXXX
                        XXXXXXXXXXXXXXXXXXX
                    X gettext(u'Sent by email') XXXXXXXBBBBB
            XXXXXBBBBB
    XXXXX
XXXXXXXXXX
