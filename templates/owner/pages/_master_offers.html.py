 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXX gettext(u'What customers can book') XXXXX
        XX XXXXXXXX gettext(u'Change') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                 gettext(u'What customers can book') XXXXXXXXXXX
    XXXXXX
    BB BBBB
        XXX XXXXXXXXXXXXXXX
            BBB BBB BB BBBB
                XXXX
                    XXXXX
                        XXXXXXX XXXXX
                            XXXXXXXXXXXX
                        X ngettext(u'%(minutes)s minute', u'%(minutes)s minutes', count) SSSSSSSSSSS
                                SSSSSSPPPPPPPPPPP PPPPPPPXXXXXXX
                    XXXXXX
                    BB BBBBBBBBBXXX XXXXXXXXXXXXXX
                            BBB BBBB BB BBBBBBBBBBBBBBBBBBBBBXXX XXXXXXXXXXXXX
                                    BB BBBBBBBBBBBBBBBB BBBBBBBXXXXX
                                            XXXXXXXXXXXXXXXXXXXXXXX
                                        X gettext(u'Pool') X
                                        XXXXXXXBBBBBBBB BBBBBBBBBBB
                                XXXXXBBBBBB
                            BB BBBBBBBBBBBBBBBBBBBBBXXX XXXXXXXXXXXXX
                                    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBB
                                XXXXXBBBBB
                        XXXXXBBBBB
                    BBB BBBBBBB BB BBBBBBBBBBBBXX XXXXXXXXXXXXXXXX
                            BBBB BBBBBBBXXXXXXXXXXXXX
                        XXXXBBBBBB
                XXXXX
            BBBBBB
        XXXXX
    BBBB
        XX XXXXXXXXXXXXX gettext(u'Nothing yet.') XXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Choose event types') XXXX
        XXXXXX
    BBBBB
XXXXXXXXXX
