"""Web pages that customers are led to: public ones only, over https."""

import pytest
from django.core.exceptions import ValidationError

from pages.fields import WebPageField
from tests.tables import table

PUBLIC = [
    "https://example.com/thanks?a=b#c",
    "HTTPS://Example.com/Thanks",
    "https://bücher.example/",
    "https://example.com:8443/",
    "https://localhost.example.com/",
    "https://local.example/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
    "https://example.com/a@b",
]
SECURE, CREDENTIALS = (
    "Enter an address that begins with https://.",
    "Leave out the user name and password before the @.",
)
NETWORK = "Enter the address of a public website, not of a private network."
REFUSED = {
    "http://example.com/": SECURE,
    "http://user:pw@127.0.0.1/": SECURE,
    "https://user:pw@example.com/": CREDENTIALS,
    "https://user@example.com/": CREDENTIALS,
    "https://localhost/": NETWORK,
    "https://LOCALHOST:8000/": NETWORK,
    "https://app.localhost/": NETWORK,
    "https://printer.local/": NETWORK,
    "https://wiki.internal/": NETWORK,
    "https://nas.home.arpa./": NETWORK,
    "https://127.0.0.1/": NETWORK,
    "https://10.0.0.8/": NETWORK,
    "https://192.168.1.1:8443/admin": NETWORK,
    "https://172.16.0.1/": NETWORK,
    "https://169.254.169.254/latest/meta-data/": NETWORK,
    "https://100.64.0.1/": NETWORK,
    "https://0.0.0.0/": NETWORK,
    "https://[::1]/": NETWORK,
    "https://[fd00::1]/": NETWORK,
    "https://[fe80::1]/": NETWORK,
    "https://[::ffff:127.0.0.1]/": NETWORK,
    "https://127.0.0.\uff11\uff11/": NETWORK,
    "https://\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54.local/": NETWORK,
}


@table("address", PUBLIC)
def test_public_pages_are_taken(address):
    assert WebPageField(label="Page").clean(address) == address


@table(("address", "said"), REFUSED.items())
def test_other_pages_are_refused(address, said):
    with pytest.raises(ValidationError) as refused:
        WebPageField(label="Page").clean(address)
    assert said in refused.value.messages


INVALID = [
    "javascript:alert(1)",
    "ftp://example.com/",
    "data:text/html,x",
    "https://",
    "/thanks",
    "https://2130706433/",
]


@table("address", [*INVALID, "https://0x7f.1/", "https://127.1/", "https://exa mple.com/"])
def test_what_is_no_web_page_is_refused(address):
    with pytest.raises(ValidationError):
        WebPageField(label="Page").clean(address)


def test_a_bare_name_gets_https():
    assert WebPageField(label="Page").clean("example.com/thanks") == "https://example.com/thanks"
    assert WebPageField(label="Page").clean("") == ""
