BBBBBBB BBBBBBBBBBB
 #

BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'API reference')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBXXBBBBBBBB
BBBBB BBBBBBBBBBXXXXXXXXXBBBBBBBB
BBBBB BBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXXXXX
        XXXX XXXXXXXXXXXX gettext(u'On this page') XX
            XXXX
                XXXXXX XXXXXXXXXXXXXXX gettext(u'Basics') XXXXXXXXX
                BBB BBBBB BBBBBBBBBB BB BBBBBBBBBBB
                    XXXX
                        
                        XXXX
                            BBB BBB BB BBBBBBBBBBXXXX
                                    XX XXXXXXXXXXXXX
                                XXXXXBBBBBB
                        XXXXX
                    XXXXX
                BBBBBB
                XXXXXX XXXXXXXXXXXXXXX gettext(u'Shapes') XXXXXXXXX
                XXXXXX XXXXXXXXXXXXXXX gettext(u'Errors') XXXXXXXXX
            XXXXX
        XXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXX
            XXXX gettext(u'API reference') XXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBB
            BBB BBBBB BBBBBBBBBB BB BBBBBBBBBBB
                XXXXXXXXX
                BBB BBB BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
            BBBBBB
            XXX XXXXXXXXXXXX gettext(u'Shapes') XXXXX
            BBB BBBBB BBBBBB BB BBBBBBBBBBBB
                XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                    XXX XXXXXXXXXXXXXXXXX
                    BBBBBBB BBBBBBBBBBBBBBBBBB
                XXXXXXXXXX
            BBBBBB
            XXX XXXXXXXXXXXX gettext(u'Errors') XXXXX
            XXX
                 gettext(u'Whatever is refused is answered with application/problem+json (RFC 9457). Rely on “code”: it never changes. “title” is for people, in the language that they ask for.') SSSSSSSS SS SSSSSSS SS SSSSSSSS SSSS SSSSSSSSSSSSSSSSSSSSSSSS SSSS SSSSSS
                    SSSS SS SSSSSSS SS SSSSS SSSSSSSS SSSSSSS SS SSS SSSSSSS SS SSS SSSSSSSS SSSS SSSS SSS
                    SSSS
            XXXX
            XXXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
                XXXXXXX
                    XXXXXXX
                        XXXX
                            XXX XXXXXXXXXXXX gettext(u'Status') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Code') XXXXX
                            XXX XXXXXXXXXXXX gettext(u'Meaning') XXXXX
                        XXXXX
                    XXXXXXXX
                    XXXXXXX
                        BBB BBBBB BBBBBBB BBBBBBBB BB BBBBBBBB
                            XXX XXXXXX
                                XXXXXXXXX
                                XXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                                XXXXXXXXX
                            XXXXX
                        BBBBBB
                    XXXXXXXX
                XXXXXXXX
            XXXXXX
        XXXXXX
    XXXXXX
BBBBBBBB BBBB
