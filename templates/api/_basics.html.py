 #

BBBB BBBB
XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXX gettext(u'Basics') XXXXX
    XXX
         gettext(u'Make a token in Settings &gt; API tokens, and send it with each request. It acts as you: what you may not do, it may not either.') SSSS S SSSSS SS SSSSSSSS SSSS SSS SSSSSSS SSS SSSS SS SSSS SSSS SSSSSSSS SS SSSS SS
            SSSS SSSS SSS SSS SSS SSS SS SSS SSS SSSSSSS
    XXXX
    XXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX
XXXX XXXXXXXXXX XX XXXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXX
    XXXX
        XXXX
             gettext(u'Bodies and answers are JSON. Times are RFC 3339, sent with any offset and answered in UTC. Fields that are not known are refused.') 
        XXXXX
        XXXX
             gettext(u'Lists come in pages: “limit” says how many (50, at most 100), and “next_cursor” leads on; so does the Link header.') 
        XXXXX
        XXXX
             gettext(u'Send an Idempotency-Key (8 to 255 characters) with whatever makes something. The same key again gets the same answer, with “Idempotent-Replayed: true”, and makes nothing twice.') SSSS SS SSSSSSSSSSSSSSS SS SS SSS SSSSSSSSSSS SSSS SSSSSSSS SSSSS SSSSSSSSSS SSS
                SSSS SSS SSSSS SSSS SSS SSSS SSSSSSS SSSS SSSSSSSSSSSSSSSSSSSSS SSSSSS SSS SSSSS SSSSSSS
                SSSSSS
        XXXXX
        XXXX
             gettext(u'600 reads and 120 writes a minute for each token. RateLimit says what is left, Retry-After when to go on.') 
        XXXXX
        XXXX
             gettext(u'Each answer has a Request-Id. Tell it to whoever runs this site when something is wrong.') 
        XXXXX
        XXXX
             gettext(u'Within v1 things are only added. Do not fail over a field that you do not know.') 
            XX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXX
        XXXXX
    XXXXX
XXXXXXXXXX
