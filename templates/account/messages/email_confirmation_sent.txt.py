BBBB BBBB gettext(u'An email is on its way to %(email)s. Open the link in it to confirm your address.') SS SSSSS SS SS SSS SSS SS SSSSSSSSSS SSSS SSS SSSS SS SS SS SSSSSSS SSSS SSSSSSSS
