"""Times that are offered, through the API."""

from datetime import timedelta

import pytest

from links.actions import revoke
from pages.models import EventType, Page
from tests.api.client import Program, code_of, token_of
from tests.bookings.meetings import book_meeting, change_settings
from tests.builders import NOW, START, choices_page, managed_event_type, one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.page]
DAY = "since=2030-01-08T00:00:00Z&until=2030-01-09T00:00:00Z"


@pytest.fixture
def program(ana):
    return Program(token_of(ana))


def starts(response):
    assert response.status_code == 200, response.json()
    return [one["starts_at"] for one in response.json()["data"]]


@pytest.mark.parametrize("busy", [1, 3])
def test_times_of_a_day(program, ana, anas_page, event_type, django_assert_num_queries, busy):
    for one in range(busy):
        book_meeting(ana, event_type, START + timedelta(days=1, hours=-one))
    link = one_time_link(ana)
    with django_assert_num_queries(6):
        through = program("GET", f"/links/{link.pk}/slots?{DAY}&zone=Asia/Calcutta")
    with django_assert_num_queries(5):
        at_page = program("GET", f"/pages/{anas_page.pk}/slots?{DAY}")
    said = through.json()
    assert (said["zone"], said["duration"], said["times_asked"]) == ("Asia/Kolkata", 30, [1, 1])
    assert said["event_type"] == {"id": event_type.pk, "name": "30-minute meeting"}
    assert said["data"][0] == {
        "starts_at": "2030-01-08T08:00:00Z",
        "ends_at": "2030-01-08T08:30:00Z",
        "local": "2030-01-08T13:30:00+05:30",
    }
    assert len(starts(through)) == 16 - busy
    assert "2030-01-08T14:00:00Z" not in starts(through)
    assert starts(through) == starts(at_page)
    assert at_page.json()["zone"] == "Europe/Madrid"


def test_two_weeks_from_now_by_default(program, anas_page):
    said = program("GET", f"/pages/{anas_page.pk}/slots").json()
    assert (said["since"], said["until"]) == ("2030-01-07T08:00:00Z", "2030-01-21T08:00:00Z")
    assert said["data"][-1]["starts_at"] < said["until"]


def test_picked_times_count_as_taken(program, anas_page, event_type):
    change_settings(event_type, sessions=2)
    picked = "picked=2030-01-08T08:00:00Z&picked=2030-01-08T09:00:00Z"
    found = starts(program("GET", f"/pages/{anas_page.pk}/slots?{DAY}&{picked}"))
    assert (found[0], len(found)) == ("2030-01-08T08:30:00Z", 14)


def test_a_choice_has_to_be_made(program, ana, ben, anas_page, event_type):
    other = managed_event_type(ana)
    page = choices_page(ana, "event_types", [anas_page, ben.pages.get()], [event_type, other])
    response = program("GET", f"/pages/{page.pk}/slots")
    assert code_of(response) == (422, "invalid")
    assert response.json()["errors"][0]["parameter"] == "event_type"
    query = f"event_type={other.pk}&page={anas_page.pk}&{DAY}"
    assert len(starts(program("GET", f"/pages/{page.pk}/slots?{query}"))) == 16
    assert code_of(program("GET", f"/pages/{page.pk}/slots?event_type=999999")) == (409, "not-offered")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("zone=Nowhere/Here", "zone"),
        ("since=2030-01-08T00:00:00Z&until=2030-03-12T00:00:00Z", "until"),
        ("since=2030-01-08T00:00:00Z&until=2030-01-08T00:00:00Z", "until"),
        ("since=tomorrow", "since"),
        ("picked=never", "0"),
        ("days=3", "days"),
    ],
)
def test_a_parameter_of_another_kind(program, anas_page, query, parameter):
    response = program("GET", f"/pages/{anas_page.pk}/slots?{query}")
    assert code_of(response) == (422, "invalid")
    assert response.json()["errors"][0]["parameter"] == parameter


def test_dead_ways_in_say_why(program, ana, anas_page):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    assert code_of(program("GET", f"/links/{link.pk}/slots")) == (410, "link-revoked")
    Page.objects.filter(pk=anas_page.pk).update(accepts_bookings=False)
    assert code_of(program("GET", f"/pages/{anas_page.pk}/slots")) == (410, "page-closed")


def test_paused_event_types_have_a_code(program, ana, anas_page, event_type):
    """What is not offered at all, or not through this link, is not paused."""
    call = managed_event_type(ana, "Call")
    anas_page.event_types.add(call)
    EventType.objects.filter(pk=call.pk).update(accepts_bookings=False)
    link, narrow = one_time_link(ana, event_types=[event_type]), one_time_link(ana, event_types=[call])
    pages, links = f"/pages/{anas_page.pk}/slots", f"/links/{link.pk}/slots"
    assert code_of(program("GET", f"{pages}?event_type={call.pk}")) == (409, "paused")
    assert code_of(program("GET", f"{pages}?event_type=999999")) == (409, "not-offered")
    assert code_of(program("GET", f"{links}?event_type={call.pk}")) == (409, "not-offered")
    assert code_of(program("GET", f"/links/{narrow.pk}/slots")) == (409, "paused")
    assert program("GET", pages).status_code == program("GET", links).status_code == 200


def test_strangers_find_nothing(ana, zoe, anas_page):
    program = Program(token_of(zoe))
    for path in (f"/links/{one_time_link(ana).pk}/slots", f"/pages/{anas_page.pk}/slots", "/pages/999999/slots"):
        assert code_of(program("GET", path)) == (404, "not-found")
