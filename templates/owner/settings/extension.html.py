BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
 #

BBBB BBBB
BBBBB BBBBB gettext(u'Chrome extension')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXXXXXX XXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXX gettext(u'Chrome extension') XXXXX
        XX XXXXXXXXXXXXX
             gettext(u'Copy a single-use link from the browser’s toolbar, wherever you are writing. It works in Chrome, Edge and other browsers made of Chromium.') SSSS S SSSSSSSSSS SSSS SSSS SSS SSSSSSSSS SSSSSSSS SSSSSSSS SSS SSS SSSSSSSS SS
                SSSSS SS SSSSSSS SSSS SSS SSSSS SSSSSSSS SSSS SS SSSSSSSSS
        XXXX
        XXXX
            XXXX gettext(u'Download the file, and unpack it into a folder that stays where it is.') XXXXX
            XXXX
                 gettext(u'Open <code>%(address)s</code>, and switch on <b>Developer mode</b>.') SSSS SSSSSSSSSSSSSSSSSSSSSSSSS SSS
                    SSSSSS SS
                    SSSSSSSSSSSS SSSSSSSSS
            XXXXX
            XXXX
                 gettext(u'Press <b>Load unpacked</b>, and choose the folder.') SSSSS SSSSSSS SSSSSSSSSSSSS SSS SSSSSS SSS SSSSSSS
            XXXXX
            XXXX gettext(u'Press its icon in the toolbar. It shows eight letters; type them here.') XXXXX
        XXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXX
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBXX gettext(u'Download') XXXX
            XX XXXXXXXXXXXXX XXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'Connect a browser') XXXX
        XXXXXX
    XXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Connected browsers') XXXXX
        BB BBBB
            XX XXXXXXXXXXXXX gettext(u'A browser that is not used for 90 days is disconnected.') XXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        BBBB
             _("No browser is connected") 
                 gettext(u'Each browser gets access of its own, which you can revoke separately.') 
            BBBBBBBBBBBB
        BBBBB
    XXXXXXXXXX
BBBBBBBB BBBBBBB
