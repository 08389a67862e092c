BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBB gettext(u'Where you are signed in')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Where you are signed in') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'Something you do not recognize? Sign out everywhere else, then change your password.') 
            BBBBBBBBBBBBBBBBBBBB BB BBBB
             gettext(u'Times are in %(zone)s.') SSSSS SSS SS SSSSSSSSS
        XXXX
        XXXX XXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXX
                XXXXXXX
                    XXXX
                        XXX XXXXXXXXXXXX gettext(u'Browser') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Address') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Signed in') XXXXX
                        XXX XXXXXXXXXXXX gettext(u'Last used') XXXXX
                    XXXXX
                XXXXXXXX
                XXXXXXX
                    BBB BBB BB BBBBBBBBXXXX
                            XXX XXXXXXXXXXXX
                                
                                BB BBBBBBBB _("This one") BBBBB
                            XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Address') XX _("Unknown") XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Signed in') XXXXXXX
                            XXX XXXXXXXXXXXX gettext(u'Last used') XXXXXXX
                        XXXXXBBBBBB
                XXXXXXXX
            XXXXXXXX
        XXXXXX
        XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
            BBBBBBBBBB
            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Sign out everywhere else') XXXXXXXXX
        XXXXXXX
    XXXXXXXXXX
    BB BBBBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Latest sign-ins') XXXXX
            XXXX XXXXXXXXXXXXXXXXX
                XXXXXX XXXXXXXXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'When') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'How') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Browser') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Address') XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXX
                        BBB BBB BB BBBBBBBBXXXX
                                XXX XXXXXXXXXXXXXXXXX
                                XXX XXXXXXXXXXXX gettext(u'How') XX
                                    BB BBBBBBBBBBBBBBBBBBXXXXXX
                                        XXXXXXXXXBBBBB
                                XXXXX
                                XXX XXXXXXXXXXXX gettext(u'Browser') XXXXXXX
                                XXX XXXXXXXXXXXX gettext(u'Address') XX
                                     _("Unknown") 
                                XXXXX
                            XXXXXBBBBBB
                    XXXXXXXX
                XXXXXXXX
            XXXXXX
        XXXXXXXXXX
    BBBBB
BBBBBBBB BBBBBBB
