BBBB BBBB X
BB BBBBBBB gettext(u'open until %(end)s') SSSS SSSSS
        SSSSSSSBBBB gettext(u'never expires') BBBBB
