"""Unexpected input for forms: generated text, and the values that break forms most often."""

from html import unescape
from itertools import cycle
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.template import Context
from hypothesis import strategies as st

from tests.markup import markup
from tests.sample import examples

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
junk_settings = examples(30)


def forms(*names: str, **valid: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Forms in which some of the named fields are missing, some valid and some filled with junk."""
    fields = {name: st.one_of(st.just(valid[name]), junk) if name in valid else junk for name in names}
    return st.fixed_dictionaries({}, optional=fields)


def all_junk(*names: str) -> dict[str, str]:
    """Return all of the fields, each with another value that breaks forms. It is the example whose page is rendered."""
    return dict(zip(names, cycle(CLASSICS[2:]), strict=False))


# Fields that are chosen from a list, so no typed text is kept.
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
    """Check that the form was accepted, or refused with a message and the typed text kept, and did not fail."""
    assert response.status_code in {302, 422}
    if response.status_code == 302:
        return
    check_refusal(response)
    # Browsers and Django change some texts; long printable ASCII must be kept as it was typed.
    plain = {
        name: text
        for name, text in sent.items()
        if name not in CHOSEN
        and isinstance(text, str)
        and len(text) > 3
        and text.isascii()
        and text.isprintable()
        and text == text.strip()
    }
    if page := unescape(response.content.decode()):
        assert [text for text in plain.values() if text not in page] == []
    else:
        fields = {name: form[name].value() for form in bound_forms(response) for name in form.fields}
        # Some are read beside the form, such as the order of checked rows. The page that is rendered shows them.
        typed = {name: text for name, text in plain.items() if name in fields}
        assert {name: fields[name] for name in typed} == typed


def check_refusal(response: HttpResponse) -> None:
    """Check that the page shows an error; or a form of it has one, if `tests.rendering` left the page empty."""
    if response.content:
        assert 'class="notice" data-variant="error"' in markup(response)
    else:
        assert any(form.errors for form in bound_forms(response))


def bound_forms(response: HttpResponse) -> list[BaseForm]:
    """Return the forms in the page's context that were sent."""
    found = response.context  # type: ignore[attr-defined]  # the test client's
    # One context, or a list of those of a page and of what it includes.
    contexts = [found] if isinstance(found, Context) else found
    values = [value for context in contexts for value in context.flatten().values()]
    return [value for value in values if isinstance(value, BaseForm) and value.is_bound]
