BBBBBBB BBBBBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Email me my booking') BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXXX
        XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBX
        XXXXX
    XXXXXXXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
    XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
        BB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX XXXXXXXXXXXXXX
            XXXX gettext(u'Email me my booking') XXXXX
            BB BBBB
                XXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                    BBBB BBBBBB
                    XXXXX
                         gettext(u'If a meeting was booked or requested with this link and that email address, an email with its current status is on its way. We do not send another within ten minutes, or once the meeting is over. Check your spam folder too.') 
                            SS S SSSSSSS SSS SSSSSS SS SSSSSSSSS SSSS SSSS SSSS SSS SSSS SSSSS SSSSSSSS SS SSSSS SSSS
                            SSS SSSSSSS SSSSSS SS SS SSS SSSS SS SS SSS SSSS SSSSSSS SSSSSS SSS SSSSSSSS SS SSSS SSS
                            SSSSSSS SS SSSSS SSSSS SSSS SSSS SSSSSS SSSS
                        
                    XXXXXX
                XXXXXX
                XX XXXXXXXXXXXXXXXXXXXX
                     gettext(u'Nothing arrived? Write to %(name)s:') SSSSSSS SSSSSSSS SSSSS SS
                        SSSSSSSSS
                    XX XXXXXXXXXXXXXXXXXXX
                XXXX
            BBBB
                XX XXXXXXXXXXXXX
                     gettext(u'If you booked with this link, we can resend the confirmation to the email address you used.') 
                XXXX
                XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXX
                    
                    XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                    XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Email me my booking') XXXXXXXXXXXXXXX
                XXXXXXX
            BBBBB
        XXXXXX
    XXXXXX
BBBBBBBB BBBBBBB
