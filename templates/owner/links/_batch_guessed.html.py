 #

BBBB BBBB
BB BBBBBBBBBBBBXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
        BBBB BBBBBBB
        XXXXX
             gettext(u'We had to guess the file’s encoding. Check names with accents. If they look wrong, save the file as CSV (UTF-8).') 
                SS SSS SS SSSSS SSS SSSSSS SSSSSSSSS SSSSS SSSSS SSSS SSSSSSSS SS SSSS SSSS SSSSSS SSSS SSS SSSS SS SSS
                SSSSSSSS
            
        XXXXXX
    XXXXXXBBBBB
