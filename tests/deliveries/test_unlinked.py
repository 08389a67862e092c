"""The HTML of mails shows strangers' texts without an address that mail programs would make a link of."""

from html import unescape

from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from deliveries.templatetags.mails import ADDRESS_SIGNS, unlinked
from tests.tables import table


@table(
    ("typed", "html"),
    [
        ("Priya Shah", "Priya Shah"),
        ("J.R. O'Neill", "J<span>.</span>R. O&#x27;Neill"),
        ("https://evil.example/x", "https<span>:</span>//evil<span>.</span>example/x"),
        ("evil。example", "evil<span>。</span>example"),
        ("me@evil.example", "me<span>@</span>evil<span>.</span>example"),
        ("<a href='//evil.example'>", "&lt;a href=&#x27;//evil<span>.</span>example&#x27;&gt;"),
    ],
)
def test_signs_of_addresses_are_set_apart(typed, html):
    assert unlinked(typed) == html


def test_whose_words_are_trusted_keep_their_addresses():
    assert unlinked("https://acme.example/?a&b", False) == "https://acme.example/?a&amp;b"


@given(st.text() | st.lists(st.sampled_from(["a", ".", "://", "@", "<", "&", "．", ";", "b"])).map("".join))
def test_the_characters_stay_as_they_are(text):
    html = unlinked(text)
    assert unescape(html.replace("<span>", "").replace("</span>", "")) == text
    assert (
        ADDRESS_SIGNS.search(" ".join(strip_tags(html.replace("<span>", " ").replace("</span>", " ")).split())) is None
    )
