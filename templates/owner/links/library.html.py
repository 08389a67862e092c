BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Links library')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX
         gettext(u'Links your colleagues share with the whole organization. Use them as if they were your own.') 
    XXXX
    BB BBBBB BB BBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    BB BBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB
    BBBB BBBBBBBBBBBBB BB BBBBBBBBBB
         _("No link matches") 
             gettext(u'No links in the library match your search.') 
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Show all') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB
         _("Nothing shared yet") 
             gettext(u'No colleague has shared a link yet. Anyone can add their reusable links to the library, except links with a locked event type.') 
                SS SSSSSSSSS SSS SSSSSS S SSSS SSSS SSSSSS SSS SSS SSSSS SSSSSSSS SSSSS SS SSS SSSSSSSS SSSSSS SSSSS
                SSSS S SSSSSS SSSSS SSSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'My links') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
