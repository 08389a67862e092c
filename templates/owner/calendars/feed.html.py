BBBBBBB BBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'Your meetings in another calendar program')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    BBB BBBBBBBBBBBBBBBBBBBBB BB BBBB
     _("Your meetings in another calendar program")  _("Connected calendars") 
        XXX
             gettext(u'Google Calendar, Outlook, Apple Calendar and others can subscribe to an address of the meetings you host, from 30 days back to a year ahead.') SSSSSS SSSSSSSSS SSSSSSSS SSSSS SSSSSSSS SSS SSSSSS SSS SSSSSSSSS SS SS SSSSSSS
                SS SSS SSSSSSSS SSS SSSSS SSSS SS SSSS SSSS SS S SSSS SSSSSS
        XXXX
    BBBBBBBBBBBB
    BB BBBBBBB
        XXXXXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Your address') XXXXXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
            XX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Select the address to copy it.') XXXX
            XX XXXXXXXXXXXXXXXXXXXX
                 gettext(u'Whoever has this address can read what it shows, without signing in. Google looks at such addresses only a few times a day.') 
            XXXX
            XXXX XXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXXX XXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'New address') XXXX
                XX
                    XXXXXXXXXXXXX XXXXX XXXXXX
                    XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBX
                X gettext(u'Switch off') XXXX
            XXXXXX
        XXXXXXXXXX
    BBBB BBBB
        XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            BBBB BBBBBBB
            XXXXX
                 gettext(u'Your address no longer works, because its key is not kept any more.') 
                XX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'New address') XXXX
            XXXXXX
        XXXXXX
    BBBBB
    XXXXX XXXXXXXXXXXX XXX XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
        BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXXX XXXXXXXXXXXXXX
                BB BBBB gettext(u'Save') BBBB gettext(u'Make an address') BBBBB
            XXXXXXXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXXX gettext(u'Cancel') XXXX
        XXXXXX
    XXXXXXX
BBBBBBBB BBBBBBB
