"""The user's meetings in another calendar program: the file as it is served, and the screen of its address."""

import hashlib
import re

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from bookings.actions import book, keep_feed
from bookings.models import HostFeed
from tests.builders import NOW, START, one_time_link, submission
from tests.markup import markup

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.page]
SCREEN = "/availability/calendars/outgoing/"
ADDRESS = re.compile(r'<input[^>]*id="feed-address"[^>]*value="[^"]*(/feed/\w+\.ics)"')


def address_on(page):
    found = ADDRESS.search(markup(page))
    return found and found[1]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def address(ana):
    return f"/feed/{keep_feed(user=ana, details=False, now=NOW).token()}.ics"


@pytest.fixture
def meeting(ana, event_type):
    return book(submission=submission(event_type.pk), link=one_time_link(ana), now=NOW).booking


def test_the_file_needs_its_address_only(client, address, meeting):
    response = client.get(address)
    (event,) = Calendar.from_ical(response.content).events
    assert (response.status_code, str(event["UID"]), event.DTSTART) == (200, str(meeting.uid), START)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response.headers["Cache-Control"] == "private, max-age=300"
    assert response.headers["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    assert response.cookies == {}


def test_an_unchanged_file_is_not_sent_again(client, address, meeting):
    first = client.get(address)
    etag = first.headers["ETag"]
    for asked in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(address, headers={"If-None-Match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["ETag"], again.headers["Cache-Control"]) == (etag, "private, max-age=300")
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == first.content
    assert client.head(address).headers["ETag"] == etag


@pytest.mark.parametrize("asked", [{}, {"If-None-Match": '"other"'}, {"If-None-Match": "*"}])
def test_the_file_costs_two_queries(client, address, meeting, asked, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(address, headers=asked)


def test_forged_is_404_without_a_query(client, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        answers = [client.get(one) for one in (address.replace("/feed/", "/feed/0"), "/feed/x.ics")]
    assert [(one.status_code, one.content) for one in answers] == [
        (404, b"The address may be incomplete. Copy all of it.\n")
    ] * 2


def test_the_screen_makes_copies_and_withdraws(anas, ana):
    page = anas.get(SCREEN)
    assert (address_on(page), "Make an address" in page.content.decode()) == (None, True)
    assert anas.post(SCREEN, {"details": "busy"}).headers["Location"] == SCREEN
    page = anas.get(SCREEN)
    first = address_on(page)
    assert "Google looks at such addresses only a few times a day." in page.content.decode()
    assert Client().get(first).status_code == 200
    anas.post(SCREEN, {"details": "names"})
    assert (address_on(anas.get(SCREEN)), HostFeed.objects.get().details) == (first, True)
    assert anas.get(f"{SCREEN}new-address/").status_code == 200
    assert Client().get(first).status_code == 200
    anas.post(f"{SCREEN}new-address/")
    second = address_on(anas.get(SCREEN))
    assert [Client().get(one).status_code for one in (first, second)] == [410, 200]
    anas.post(f"{SCREEN}off/")
    assert address_on(anas.get(SCREEN)) is None
    gone = Client().get(second)
    assert (gone.status_code, gone.headers["Content-Type"]) == (410, "text/plain; charset=utf-8")
    assert [anas.post(f"{SCREEN}{deed}/").status_code for deed in ("new-address", "off")] == [404, 404]


def test_an_unknown_choice_makes_no_address(anas):
    assert [anas.post(SCREEN, form).status_code for form in ({}, {"details": "all"})] == [422, 422]
    assert not HostFeed.objects.exists()


def test_a_dropped_key_is_told_and_replaced(anas, address, settings):
    settings.LINK_KEYS = {"00z": b"z" * 32}
    page = anas.get(SCREEN)
    assert (address_on(page), "its key is not kept any more" in page.content.decode()) == (None, True)
    anas.post(f"{SCREEN}new-address/")
    assert Client().get(address_on(anas.get(SCREEN))).status_code == 200
