"""What no form expects: generated text, and the values that break forms most often."""

from html import unescape
from typing import Any

from django.http import HttpResponse
from hypothesis import settings
from hypothesis import strategies as st

CLASSICS = [
    "",
    " ",
    "\x00",
    "\x07bell",
    "two\nlines",
    "\r\nBcc: victim@example.com",
    "line separator",
    "x" * 10_000,
    "👩‍👩‍👧‍👦" * 40,
    "שלום ‮ world",
    "<script>alert(1)</script>",
    "'; DROP TABLE pages; --",
    "-1",
    "0",
    "1e309",
    "NaN",
    "99999999999999999999",
    "٣",
    "25:00",
    "2030-02-30",
    "../../etc/passwd",
    "None",
    "true",
]

junk = st.one_of(st.sampled_from(CLASSICS), st.text(max_size=80), st.integers().map(str))
junk_settings = settings(max_examples=30)


def forms(*names: str, **valid: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Forms with some of the named fields left out, some as they should be, and some filled with junk."""
    return st.fixed_dictionaries(
        {}, optional={name: st.one_of(st.just(valid[name]), junk) if name in valid else junk for name in names}
    )


# Picked or ticked: there is nothing typed to keep.
CHOSEN = {
    "time_zone",
    "clock",
    "role",
    "link_life",
    "first_day",
    "host",
    "schedule",
    "event_types",
    "location_kind",
    "listed",
}


def check_answer(response: HttpResponse, sent: dict[str, Any]) -> None:
    """Taken, or refused with a message at the form and the typed text kept; never a failure of ours."""
    assert response.status_code in {302, 422}
    if response.status_code == 302:
        return
    page = unescape(response.content.decode())
    assert 'class="notice" data-variant="error"' in page
    for text in (text for name, text in sent.items() if name not in CHOSEN):
        # Browsers and Django both drop some spaces; what is long and plain must be there as it was typed.
        if isinstance(text, str) and len(text) > 3 and text.isascii() and text.isprintable() and text == text.strip():
            assert text in page
