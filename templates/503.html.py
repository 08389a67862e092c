BBBBBBB BBBBBBBBBBB
BBBB BBBB #

BBBBB BBBBB gettext(u'Please try again') BBBBBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBBBBBXXXXXBBBBBBBB
BBBBB BBBB
    XXXX XXXXXXXXXXX XXXXXX
        XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXBBBB BBBBBBBXXXXXXX
        XXXX gettext(u'We will be back in a moment') XXXXX
        BB BBBBBB
            XXX
                 gettext(u'We cannot reach part of our system. This rarely lasts longer than a minute. What you entered is kept on this page: press the button to send it again.') 
                    SS SSSSSS SSSSS SSSS SS SSS SSSSSSS SSSS SSSSSS SSSSS SSSSSS SSSS S SSSSSSS SSSS SSS SSSSSSS SS SSSS
                    SS SSSS SSSSS SSSSS SSS SSSSSS SS SSSS SS SSSSSS
                
                BB BBBBBBBBB
                     gettext(u'You will not be booked twice.') BBBBB
            XXXX
            BB BBBBBBBBXXX
                     gettext(u'Passwords, codes and files are not kept. We will ask for them again.') 
                XXXXBBBBB
            XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
                BBB BBBBB BBBB BB BBBBBBXXXXXX XXXXXXXXXXXXX XXXXXXX XXXXXXXXXBBBBBB
                XXXXXXX XXXXXXXXXXXXXX gettext(u'Try again') XXXXXXXXX
            XXXXXXX
        BBBB
            XXX
                 gettext(u'We cannot reach part of our system. This rarely lasts longer than a minute.') 
                BB BBBBBBBBBB
                     gettext(u'Then go back and send the form again.') BBBBB
            XXXX
            BB BBB BBBBBBBBBBXXXX XXXXXXXXXXXXXXXXXXXXX
                    XX XXXXXXXXXXXXXX XXXXXXXX gettext(u'Try again') XXXX
                XXXXXXBBBBB
        BBBBB
    XXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBB
