XXXX
    BBB BBBBB BBBBB BBBBBBBB BBBBBBB BB BBBB
        XXXX
            XX
                XXXXXXX
                XXXXXXX
                XXXXXXXXXXX
                BB BBBBBBBXXXXXXXXXXXXXXXXXXXBBBBB
            XXXXX
        XXXXX
    BBBBBB
XXXXX
