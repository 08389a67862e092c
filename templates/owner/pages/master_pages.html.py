BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Master pages')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
     _("Pages") 
        BBBB BBBBBBB
            BB BBBBB BBB BBBBBBBBBBBBB
                XX
                    XXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBBBX
                XBBBB BBBBBB gettext(u'New master page') XXXX
            BBBBB
        BBBBBBB
    BBBBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXX
        BB BBBBBBBBBBBBB
             gettext(u'One address for several event types and people. Customers choose, or a team shares the meetings.') 
                SSS SSSSSSS SSS SSSSSSS SSSSS SSSSS SSS SSSSSSS SSSSSSSSS SSSSSSS SS S SSSS SSSSSS SSS SSSSSSSSS
            
        BBBB
             gettext(u'Your team’s pages. You can share links to them. Administrators set them up.') 
        BBBBB
    XXXX
    BB BBBBB
        XXXX XXXXXXXXXXXXXXX
            BBB BBBB BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBB
        XXXXXX
    BBBB BBBBBBBBBBBBB
         _("You have no master page yet") 
             gettext(u'A master page offers several event types. Each goes to a person, a pool, or several people at once.') 
                S SSSSSS SSSS SSSSSS SSSSSSS SSSSS SSSSSS SSSS SSSS SS S SSSSSSS S SSSSS SS SSSSSSS SSSSSS SS SSSSS
            
            BBBB BBBBBB
                XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBXX gettext(u'New master page') XXXX
            BBBBBBB
        BBBBBBBBBBBB
    BBBB
         _("No master page is shared with you yet") 
             gettext(u'Administrators set up master pages for the whole organization. The ones you can share appear here.') 
                SSSSSSSSSSSSSS SSS SS SSSSSS SSSSS SSS SSS SSSSS SSSSSSSSSSSSS SSS SSSS SSS SSS SSSSS SSSSSS SSSSS
            
        BBBBBBBBBBBB
    BBBBB
BBBBBBBB BBBBBBB
