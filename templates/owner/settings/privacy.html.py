BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Privacy')  X  gettext(u'Admit One') BBBBBBBB
BBBBB BBBBBBB
    XXXX XXXXXXXXXXXXXX
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXX gettext(u'Customer data') XXXXX
            XXX gettext(u'Customers can ask what data you hold about them, and ask you to erase it.') XXXX
            XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBXX
                BBBBBBBBBB
                BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
                
                XXXX XXXXXXXXXXXXXXXXXXXXX
                    XXXXXXX XXXXXXXXXXXXX BB BBBBBXXXXXXXXXXXXXXXBBBBBX gettext(u'Search') XXXXXXXXX
                XXXXXX
            XXXXXXX
        XXXXXXXXXX
        BB BBBBB
            XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXX
                BB BBBBBBXXX
                         gettext(u'Erased on %(day)s by %(name)s.') SSSSSS SS SSSSSSS SS
                            SSSSSSSSS
                    XXXXBBBBB
                BB BBBBBBB
                    XXX gettext(u'There is no data for this email address.') XXXX
                BBBB
                    XXX XXXXXXXXXXXXXX
                        XXXX gettext(u'Meetings') XXXXX
                        XXXXXXXXX
                        XXXX gettext(u'Links made for them') XXXXX
                        XXXXXXXXX
                        XXXX gettext(u'Requests for a new link') XXXXX
                        XXXXXXXXX
                        XXXX gettext(u'Emails sent to them') XXXXX
                        XXXXXXXXX
                        XXXX gettext(u'Emails kept about them') XXXXX
                        XXXX
                            XXXXXXXXX
                                XXXXXXXXXXXXXXXXXXX
                            X gettext(u'including emails to hosts and guests, and emails that were never sent') XXXXXXX
                        XXXXX
                        XXXX gettext(u'Guest at other customers’ meetings') XXXXX
                        XXXXXXXXX
                        XXXX gettext(u'Texts about others that name their address') XXXXX
                        XXXXXXXXX
                    XXXXX
                    XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBXX
                        BBBBBBBBBBXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                        XXXX XXXXXXXXXXXXXXXXXXXXX
                            XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Export as a file') XXXXXXXXX
                        XXXXXX
                    XXXXXXX
                BBBBB
            XXXXXXXXXX
            BB BBB BBBBBBBXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
                    XXX XXXXXXXXXXX gettext(u'Erase') XXXXX
                    BB BBBBB
                        XXX
                             gettext(u'This customer has upcoming meetings. Cancel them first, so that everyone is told, or cancel and erase everything at once.') SSSS SSSSSSSS SSS SSSSSSSS SSSSSSSSS SSSSSS SSSS SSSSSS SS SSSS
                                SSSSSSSS SS SSSSS SS SSSSSS SSS SSSSS SSSSSSSSSS SS SSSSS
                        XXXX
                        XXXX
                            BBB BBBBBBBB BBB BB BBBBBXXXX
                                    XX
                                        XXXXXXBBB BBBBBBBBB BBBBBBBBBBX
                                    X gettext(u'%(title)s, %(day)s') SSSSSSSSSS
                                            SSSSSSSXXXX
                                XXXXXBBBBBB
                        XXXXX
                        XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBXX
                            BBBBBBBBBBXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                            XXXX XXXXXXXXXXXXXXXXXXXXX
                                XXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
                                     gettext(u'Cancel all and erase…') 
                                XXXXXXXXX
                            XXXXXX
                        XXXXXXX
                    BBBB
                        XXX
                             gettext(u'This permanently erases the name, email, phone, company, notes, answers and guests from meetings, links, requests, emails and history, and their address from texts about others. The meetings are kept and still counted. This cannot be undone.') 
                                SSSS SSSSSSSSSSS SSSSSS SSS SSSSS SSSSSS SSSSSS SSSSSSSS SSSSSS SSSSSSS SSS SSSSSS SSSS
                                SSSSSSSSS SSSSSS SSSSSSSSS SSSSSS SSS SSSSSSSS SSS SSSSS SSSSSSS SSSS SSSSS SSSSS
                                SSSSSSS SSS SSSSSSSS SSS SSSS SSS SSSSS SSSSSSSS SSSS SSSSSS SS SSSSSSS
                            
                        XXXX
                        BB BBBBBBB
                            XXX
                                 gettext(u'They are a guest at these upcoming meetings of other customers. Erasing removes them as a guest, and they get no more emails about these meetings.') 
                                    SSSS SSS S SSSSS SS SSSSS SSSSSSSS SSSSSSSS SS SSSSS SSSSSSSSSS SSSSSSS SSSSSSS SSSS
                                    SS S SSSSSS SSS SSSS SSS SS SSSS SSSSSS SSSSS SSSSS SSSSSSSSS
                                
                            XXXX
                            XXXX
                                BBB BBBBBBBB BBB BB BBBBBBBXXXX
                                        XX
                                            XXXXXXBBB BBBBBBBBB BBBBBBBBBBX
                                        X gettext(u'%(title)s with %(name)s, %(day)s') SSSSSSSSS
                                                SSSS SSSSSSSSS SSSSSSSXXXX
                                    XXXXXBBBBBB
                            XXXXX
                        BBBBB
                        XXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBX XXXXXXXXXXXXXXXXX
                            BBBBBBBBBB
                            
                            XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX
                            
                            XXXX XXXXXXXXXXXXXXXXXXXXX
                                XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Erase permanently') XXXXXXXXX
                            XXXXXX
                        XXXXXXX
                    BBBBB
                XXXXXXXXXXBBBBB
        BBBBB
    XXXXXX
BBBBBBBB BBBBBBB
