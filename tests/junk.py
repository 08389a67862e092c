"""What no form expects: generated text, and the values that break forms most often."""

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
    """Forms with some of the named fields left out, some as they should be, and some filled with junk."""
    return st.fixed_dictionaries(
        {}, optional={name: st.one_of(st.just(valid[name]), junk) if name in valid else junk for name in names}
    )


def spoiled(*names: str) -> dict[str, str]:
    """All of the fields, each with another of the values that break forms most often: the example that is rendered."""
    return dict(zip(names, cycle(CLASSICS[2:]), strict=False))


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
    check_refusal(response)
    # Browsers and Django both drop some spaces; what is long and plain must be there as it was typed.
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
        # Some are read beside the form, such as the order of ticked rows: the page that is rendered shows them.
        typed = {name: text for name, text in plain.items() if name in fields}
        assert {name: fields[name] for name in typed} == typed


def check_refusal(response: HttpResponse) -> None:
    """Its page shows the message; of one that `tests.rendering` left empty, a form has it."""
    if response.content:
        assert 'class="notice" data-variant="error"' in markup(response)
    else:
        assert any(form.errors for form in bound_forms(response))


def bound_forms(response: HttpResponse) -> list[BaseForm]:
    """The forms of the page that were sent."""
    context = response.context  # type: ignore[attr-defined]  # the test client's
    # One context, or a list of those of a page and of what it includes.
    one_or_many = [context] if isinstance(context, Context) else context
    found = [value for context in one_or_many for value in context.flatten().values()]
    return [value for value in found if isinstance(value, BaseForm) and value.is_bound]
