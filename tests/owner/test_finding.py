"""Lists and choices that stay usable at five hundred people: search, a beginning, and how many more there are."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from owner.finding import MOST, STEP
from pages.models import EventType, Page, PageEventType, Schedule
from scheduler.tags import options
from tests.markup import markup

pytestmark = pytest.mark.django_db
MANY = 120
# Addresses without digits: a number is only found in names.
LETTERS = str.maketrans("0123456789", "abcdefghij")
LISTS = ("team", "booking-pages", "event-types", "schedules")


@pytest.fixture
def people(ana):
    """Colleagues with a schedule, an event type and a booking page each, in bulk."""
    organization = ana.organization
    users = User.objects.bulk_create(
        User(
            organization=organization, name=f"Host {n:03}", email=f"h{n:03}@many.example", time_zone="UTC", password="!"
        )
        for n in range(MANY)
    )
    schedules = Schedule.objects.bulk_create(
        Schedule(organization=organization, owner=one, name="Hours", time_zone="UTC") for one in users
    )
    types = EventType.objects.bulk_create(EventType(organization=organization, owner=one, name="Call") for one in users)
    pages = Page.objects.bulk_create(
        Page(
            organization=organization,
            owner=one,
            host=one,
            schedule=schedule,
            name=one.name,
            slug=f"many-{n:03}".translate(LETTERS),
        )
        for n, (one, schedule) in enumerate(zip(users, schedules, strict=True))
    )
    PageEventType.objects.bulk_create(
        PageEventType(page=page, event_type=event_type) for page, event_type in zip(pages, types, strict=True)
    )
    return users


def rows(response):
    return len(response.context["found"].rows)


@pytest.mark.parametrize("name", LISTS)
def test_long_lists_say_how_many_more(anas, people, name):
    first = anas.get(reverse(name))
    assert (rows(first), "121 are shown" in markup(first)) == (STEP, True)
    (onward,) = re.findall(r'href="(\?rows=\d+)"', markup(first))
    second = anas.get(reverse(name) + onward)
    assert (rows(second), "Show 21 more" in markup(second)) == (2 * STEP, True)
    last = anas.get(reverse(name) + f"?rows={3 * STEP}")
    assert (rows(last), "more</a>" in markup(last)) == (MANY + 1, False)


@pytest.mark.parametrize("name", LISTS)
def test_words_find_rows_in_any_order(anas, people, name):
    for words, count in (("host 007", 1), ("007 HOST", 1), ("h01", 10), ("host nobody", 0), (" ", STEP)):
        response = anas.get(reverse(name), {"q": words})
        assert rows(response) == count, words
        assert ("Try another word" in markup(response)) == (count == 0)
        assert f'value="{words.strip()}"' in markup(response) or not words.strip()


@pytest.mark.parametrize(
    "junk", [{"rows": "x"}, {"rows": "-1"}, {"rows": str(MOST + 1)}, {"q": "%_\\\x00"}, {"q": "x" * 200}]
)
def test_junk_in_the_address_is_ignored(anas, people, junk):
    for name in LISTS:
        response = anas.get(reverse(name), junk)
        assert response.status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_short_lists_have_no_search_field(anas, ana, name):
    assert 'type="search"' not in markup(anas.get(reverse(name))).replace("data-picks-search", "")


@pytest.mark.parametrize("name", ["booking-pages", "event-types", "schedules"])
def test_own_rows_stand_first(anas, ana, people, name):
    User.objects.filter(pk=ana.pk).update(name="Zora Last")
    first = anas.get(reverse(name)).context["found"].rows[0]
    assert first.owner_id == ana.pk


def test_options_are_written_as_djangos():
    choices = [("", "Any", {}), (7, "A & <b>", {"selected": True}), ("x", "X", {"disabled": True, "data-a": '"'})]
    rows = [{"value": value, "label": label, "attrs": attrs} for value, label, attrs in choices]
    assert options({"optgroups": [(None, rows[:2], 0), ("G & H", rows[2:], 1)]}) == (
        '<option value="">Any</option><option value="7" selected>A &amp; &lt;b&gt;</option>'
        '<optgroup label="G &amp; H"><option value="x" disabled data-a="&quot;">X</option></optgroup>'
    )
