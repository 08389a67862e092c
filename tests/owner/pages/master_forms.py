"""What the tests of master pages' screens send and read."""

from html import unescape

from hypothesis import strategies as st

from pages.models import Page
from tests.junk import junk
from tests.markup import markup

# What stands for a booking page or pool in a form, or nearly so.
KEYS = st.one_of(junk, st.sampled_from(["page-1", "pool-1", "page-", "pool-99999999999999999999", "page-٣", "-", "1"]))


def text_of(response):
    """The page as a person reads it, in one line."""
    return " ".join(unescape(markup(response)).split())


def seats_of(page):
    """The rules of the page: each event type's name, with its seats in their order."""
    return [(rule.event_type.name, [str(seat) for seat in rule.seats.all()]) for rule in page.offered.all()]


def rows(*given):
    """The form of a table: (event type, assignment, team members…) each, as rows or keys."""
    form = {"row": [str(place) for place in range(len(given))]}
    for place, (event_type, assignment, *team) in enumerate(given):
        form[f"row-{place}-event_type"] = getattr(event_type, "pk", event_type)
        form[f"row-{place}-assignment"] = key(assignment)
        form[f"row-{place}-team"] = [key(seat) for seat in team]
        form[f"row-{place}-joining"] = ""
    return form


def key(seat):
    """What stands for a booking page or pool in a form."""
    return seat if isinstance(seat, str) else f"{'page' if isinstance(seat, Page) else 'pool'}-{seat.pk}"


def errors_at(response):
    """The field of each message, and what it says; said once, and not in the pop-up that every screen carries."""
    # Of an empty page (see tests.rendering) there is only its context.
    assert not response.content or response.content.count(b"data-focus-errors") == 1
    return {anchor: what for anchor, _whose, what in response.context["problems"]}
