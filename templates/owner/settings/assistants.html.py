BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'Assistants')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Assistants') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'Ask your assistant for a one-time link, or what your day looks like. It connects by the Model Context Protocol (MCP).') 
        XXXX
        XXX gettext(u'With a token from here it may:') XXXX
        XXXX
            BBB BBBBB BB BBBXXXXXXXXXBBBBBB
        XXXXX
        XXX
             gettext(u'It reads what customers typed, and books nothing. For cancelling meetings, make a token that allows changes.') 
            XX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'New API token') XXXX
        XXXX
        XXXX XXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXXXXXXXXX gettext(u'Address') XXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB
        XXXXXX
        XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX
            BBBBBBBBBB
            
            
            XXXX XXXXXXXXXXXXXXXXXXXXX
                XXXXXXX XXXXXXXXXXXXXX gettext(u'Connect an assistant') XXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBXX gettext(u'Tokens in use') XXXX
            XXXXXX
        XXXXXXX
    XXXXXXXXXX
BBBBBBBB BBBBBBB
