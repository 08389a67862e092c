BBBB BBBB BBBBBB
XXXX XXXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXX
    BB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
    BB BBB BBBBBBBBBB
        BB BBBBXX XXXXXXXXXXXXXBBBB BBBBBBBBBB XXXXXXXXXXXXXXXXXBBBBB
        XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBB
            BB BBB BBBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
            BBBBB
            XXXXX XXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXX
                XXXX XXXXXXXXXXXXXX
                    XXXXXX XXXXXXXXXXX gettext(u'Time zone') XXXXXXXX
                    XXXXXXX
                        XXXXXXXXX
                        XXXXXXXXXXX
                        XXXXXXXXXXXXXBBB BBBBBBBXXXXXXX
                        XXXXXXXXXXX gettext(u'No matches. Try a city, a country or an offset such as +01.') X
                    X
                        XXXXXXX XXXXXXXX XXXXXXXXXXXXXXXXXX
                        BB BBBBBBBBBBBBXXXXBBBBB
                    XXXXXXXXX
                XXXXXX
                XXXX XXXXXXXXXXXXXX
                    XXXXXX XXXXXXXXXXXX gettext(u'Clock') XXXXXXXX
                    XXXXXXX XXXXXXXXXX XXXXXXXXXXXXX
                        XXXXXXX XXXXXXXXXX BB BBBBB BB BBBBXXXXXXXXBBBBBX gettext(u'24 h') XXXXXXXXX
                        XXXXXXX XXXXXXXXXX BB BBBBB BB BBBBXXXXXXXXBBBBBX gettext(u'AM/PM') XXXXXXXXX
                    XXXXXXXXX
                XXXXXX
                BBB BBBBB BBBBB BB BBBBXXXXXX XXXXXXXXXXXXX XXXXXXX XXXXXXXXXBBBBBB
                XXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Update') XXXXXXXXX
            XXXXXXX
        XXXXXXXXXX
        BB BBB
            XXXXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                XXXX XXXXXXXXXXXXXXXXXXX
                    XXX XXXXXXXXXX XXXXXXXXXXXXXX
                        XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXXXX
                XXXXXX
                BBB BBBBB BBBBB BB BBBBBB
                    BB BBBBXXX XXXXXXXXXXXXXXXXXXXXXXXXXBBBBB
                    XXX XXXXXXXXXXXXXXXXXXX
                BBBBB
                    XX XXXXXXXXXXXXX
                        BB BBBBBBBBBB
                             gettext(u'No other time is free on this day. Please choose another day.') 
                        BBBB
                             gettext(u'All times on this day are taken. Please choose another day.') 
                        BBBBB
                    XXXX
                BBBBBB
                XX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Choose another day') XXXX
            XXXXXXXXXX
        BBBBB
    BBBBB
XXXXXX
