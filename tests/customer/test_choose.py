"""Master pages: what is chosen before the time, in the order of each scenario, and who then gets the meeting."""

import re
from dataclasses import replace
from unittest import mock
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse

from bookings.actions import book
from bookings.models import Admission, Booking
from core.dates import from_epoch
from pages.actions import save_image
from pages.models import Distribution, HostTime, Page, PageImage, Schedule
from tests.builders import NOW, add_colleagues, choices_page, managed_event_type, pool_of, team_page
from tests.customer.customers import fields, read, send, times, title
from tests.customer.masters import EVENTS_FIRST, PAGES_FIRST, TEAM, WAYS, address_of, master_of, open_only, panel_of

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def options(page) -> list[str]:
    return [one["href"] for one in page.find("a", "choice")]


def asked(page) -> str:
    """The question of the step."""
    found = re.search(r"(What|Who) would you like to \w+\?", page.text.partition("?")[2])
    assert found is not None
    return found[0]


def back(page) -> tuple[str, str] | None:
    """The way back: its words and its address."""
    found = re.search(r"Choose some\w+( else)?", page.text)
    links = [one["href"] for one in page.find("a") if not one.get("class") and "#" not in one["href"]]
    return (found[0], links[0]) if found else None


def chosen(address: str) -> dict[str, list[str]]:
    query = parse_qs(urlsplit(address).query)
    return {name: query[name] for name in ("event", "page") if name in query}


def hosts() -> list[str]:
    booking = Booking.objects.get()
    return list(HostTime.objects.filter(meeting=booking.uid).order_by("pk").values_list("host__name", flat=True))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A10")
def test_single_event_type_team_shows_times(client, ana, way):
    address = address_of(ana, master_of(ana, TEAM, 2), way)
    response = client.get(address, {"day": "2030-01-08"})
    page = read(response)
    assert title(response) == "Team call - Acme"
    assert len(list(page.find("h1"))) == 1
    assert "Meet the team Team call 30 minutes" in page.text
    assert back(page) is None
    booked = send(client, page.one("a", "time")["href"])
    assert (booked.status_code, hosts()) == (303, ["Member 1"])
    assert "You are booked with Member 1" in read(client.get(booked.headers["Location"])).text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A10")
def test_team_with_event_types_asks_which(client, ana, way):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo", duration=60)
    address = address_of(ana, master_of(ana, TEAM, 2, [call, demo]), way)
    response = client.get(address)
    first = read(response)
    assert title(response) == "What would you like to book? - Meet the team - Acme"
    assert (len(list(first.find("h1"))), back(first)) == (1, None)
    assert [chosen(one) for one in options(first)] == [{"event": [str(call.pk)]}, {"event": [str(demo.pk)]}]
    then = read(client.get(options(first)[1]))
    assert "Meet the team Demo 1 hour" in then.text
    assert back(then) == ("Choose something else", address)
    assert send(client, then.one("a", "time")["href"]).status_code == 303
    assert Booking.objects.get().title == "Demo"


@pytest.mark.feature("A10")
def test_team_times_join_all_members(client, ana):
    early, late = add_colleagues(ana, 2)
    open_only(early, 9, 10)
    open_only(late, 16, 17)
    pool = pool_of(ana, [early, late], Distribution.LONGEST_IDLE)
    address = address_of(ana, team_page(ana, managed_event_type(ana), pool), "public page")
    assert (
        "4 times, Madrid time, UTC+1 09:00 09:30 16:00 16:30" in read(client.get(address, {"day": "2030-01-14"})).text
    )
    assert send(client, times(client, f"{address}?day=2030-01-14")[2]).status_code == 303
    assert hosts() == ["Member 2"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A10")
def test_events_first_asks_what_whom_when(client, ana, way):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    pages = add_colleagues(ana, 2)
    address = address_of(ana, choices_page(ana, EVENTS_FIRST, pages, [call, demo]), way)
    what = read(client.get(address))
    assert asked(what) == "What would you like to book?"
    response = client.get(options(what)[1])
    whom = read(response)
    assert title(response) == "Who would you like to meet? - Demo - Acme"
    assert len(list(whom.find("h1"))) == 1
    assert back(whom) == ("Choose something else", address)
    assert [chosen(one) for one in options(whom)] == [{"event": [str(demo.pk)], "page": [str(one.pk)]} for one in pages]
    response = client.get(options(whom)[1])
    when = read(response)
    assert title(response) == "Book Demo with Member 2"
    assert back(when) == ("Choose someone else", f"{address}?event={demo.pk}")
    booked = send(client, when.one("a", "time")["href"])
    assert booked.status_code == 303
    assert (hosts(), Booking.objects.get().title) == (["Member 2"], "Demo")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A10")
def test_pages_first_asks_whom_what_when(client, ana, way):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    pages = add_colleagues(ana, 2)
    address = address_of(ana, choices_page(ana, PAGES_FIRST, pages, [call, demo]), way)
    response = client.get(address)
    whom = read(response)
    assert title(response) == "Who would you like to meet? - Find somebody - Acme"
    assert "Member 1 Team call, Demo" in whom.text
    assert [chosen(one) for one in options(whom)] == [{"page": [str(one.pk)]} for one in pages]
    response = client.get(options(whom)[1])
    what = read(response)
    assert title(response) == "What would you like to book? - Book a meeting with Member 2"
    assert len(list(what.find("h1"))) == 1
    assert back(what) == ("Choose someone else", address)
    when = read(client.get(options(what)[0]))
    assert back(when) == ("Choose something else", f"{address}?page={pages[1].pk}")
    assert send(client, when.one("a", "time")["href"]).status_code == 303
    assert (hosts(), Booking.objects.get().title) == (["Member 2"], "Team call")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scenario", [EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.feature("A10")
def test_a_step_with_one_choice_is_skipped(client, ana, way, scenario):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    first, second = add_colleagues(ana, 2)
    page = choices_page(ana, scenario, [first, second], [call, demo])
    second.event_types.remove(demo)
    address = address_of(ana, page, way)
    if scenario == EVENTS_FIRST:
        # Only Member 1 has demos: whom to meet is no question.
        when = read(client.get(options(read(client.get(address)))[1]))
        assert back(when) == ("Choose something else", address)
        assert "Member 1 Demo" in when.text
    else:
        # Member 2 has nothing but calls: what to book is none.
        when = read(client.get(options(read(client.get(address)))[1]))
        assert back(when) == ("Choose someone else", address)
        assert "Member 2 Team call" in when.text
    assert send(client, when.one("a", "time")["href"]).status_code == 303


@pytest.mark.parametrize("scenario", [EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.feature("A10")
def test_single_choice_is_not_asked(client, ana, scenario):
    address = address_of(ana, master_of(ana, scenario, 1), "public page")
    response = client.get(address)
    assert (title(response), back(read(response))) == ("Book Team call with Member 1", None)


@pytest.mark.parametrize(
    ("scenario", "query", "question"),
    [
        (EVENTS_FIRST, "?page={second}", "What would you like to book?"),
        (PAGES_FIRST, "?event={demo}", "Who would you like to meet?"),
        (EVENTS_FIRST, "?event=999999&page=999999", "What would you like to book?"),
        (PAGES_FIRST, "?event=x&page=-1", "Who would you like to meet?"),
        (EVENTS_FIRST, "?event={demo}&page={anas}", "Who would you like to meet?"),
    ],
)
@pytest.mark.feature("A10")
def test_senseless_choice_is_asked_again(client, ana, scenario, query, question):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    pages = add_colleagues(ana, 2)
    address = address_of(ana, choices_page(ana, scenario, pages, [call, demo]), "public page")
    names = {"demo": demo.pk, "second": pages[1].pk, "anas": ana.hosted_pages.get().pk}
    assert asked(read(client.get(address + query.format(**names)))) == question


@pytest.mark.feature("A10")
def test_a_links_own_limits_leave_fewer_choices(client, ana):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    page = choices_page(ana, EVENTS_FIRST, add_colleagues(ana, 2), [call, demo])
    address = address_of(ana, page, "one-time link", event_types=[demo])
    whom = read(client.get(address))
    assert asked(whom) == "Who would you like to meet?"
    assert back(whom) is None
    assert back(read(client.get(options(whom)[0]))) == ("Choose someone else", f"{address}?event={demo.pk}")


@pytest.mark.feature("A10")
def test_paused_or_departed_hosts_are_not_offered(client, ana):
    pages = add_colleagues(ana, 3)
    address = address_of(ana, choices_page(ana, PAGES_FIRST, pages, [managed_event_type(ana)]), "public page")
    Page.objects.filter(pk=pages[0].pk).update(accepts_bookings=False)
    pages[1].host.is_active = False
    pages[1].host.save()
    response = client.get(address)
    assert title(response) == "Book Team call with Member 3"
    assert not list(read(response).find("a", "choice"))


@pytest.mark.feature("A10")
def test_team_with_nobody_free_says_so(client, ana):
    page = panel_of(ana, 2)
    Page.objects.filter(host__name="Member 2").update(accepts_bookings=False)
    response = client.get(address_of(ana, page, "public page"))
    assert (response.status_code, title(response)) == (200, "Nothing can be booked here at the moment.")


@pytest.mark.walk
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scenario", [TEAM, EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.feature("R11")
def test_unoffered_choices_are_refused(client, ana, ben, zoe, way, scenario):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    master = master_of(ana, scenario, 2, [call, demo])
    unused = managed_event_type(ana, "Elsewhere")
    address = address_of(ana, master, way)
    details = times(client, f"{address}?event={call.pk}&page={Page.objects.get(host__name='Member 2').pk}")[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    start = parse_qs(urlsplit(details).query)["start"][0]
    place = details.partition("?")[0]
    own = Page.objects.get(host__name="Member 2").pk
    strangers = [ben.pages.get().pk, zoe.pages.get().pk, master.pk, 999_999]
    if scenario == TEAM:
        # A team has nobody to choose, not even one of its own.
        strangers.append(own)
        own = ""
    wrong = [f"event={call.pk}&page={one}" for one in strangers]
    others = [unused.pk, ben.event_types.get().pk, zoe.event_types.get().pk]
    wrong += [f"event={one}&page={own}" for one in others]
    if scenario != TEAM:
        wrong.append(f"event={call.pk}")
    for query in wrong:
        response = client.post(f"{place}?{query}&start={start}", form)
        assert (response.status_code, Admission.objects.count()) == (409, 0), query
        assert "What you chose cannot be booked here. Please choose again." in read(response).text
        assert client.get(f"{place}?{query}&start={start}").status_code == 302
    assert client.post(details, form).status_code == 303


@pytest.mark.feature("R11")
def test_a_booking_page_has_nobody_to_choose(client, ana, anas_page, event_type):
    details = times(client, address_of(ana, anas_page, "public page"))[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    assert client.post(f"{details}&page={anas_page.pk}", form).status_code == 409
    assert client.post(details, form).status_code == 303


@pytest.mark.walk
@pytest.mark.parametrize("scenario", [TEAM, EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.feature("A3")
def test_link_never_reveals_its_page(client, ana, scenario):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    master = master_of(ana, scenario, 2, [call, demo])
    Page.objects.update(label="Secret pipeline")
    Page.objects.filter(pk=master.pk).update(slug="behind-the-link", welcome="Hello")
    address = address_of(ana, master, "one-time link")
    seen, queue = set(), [address]
    while queue:
        one = queue.pop()
        seen.add(one)
        response = client.get(one)
        html = response.content.decode()
        assert response.status_code == 200
        assert not any(secret in html for secret in ("/p/", "behind-the-link", "Secret pipeline", "Sales", "member-"))
        page = read(response)
        links = [link["href"].partition("#")[0] for tag in ("choice", "time") for link in page.find("a", tag)]
        queue += [link for link in links[:3] if link not in seen]
    assert len(seen) > 6
    booked = send(client, next(one for one in seen if "start=" in one))
    html = client.get(booked.headers["Location"]).content.decode()
    assert not any(secret in html for secret in ("/p/", "behind-the-link", "Secret pipeline", "Sales"))


@pytest.mark.feature("V21")
def test_default_zone_is_the_leads(client, ana):
    lagos, madrid = add_colleagues(ana, 2)
    Schedule.objects.filter(pages=lagos).update(time_zone="Africa/Lagos")
    Schedule.objects.filter(pages=madrid).update(time_zone="Asia/Tokyo")
    call = managed_event_type(ana)
    panel = address_of(ana, team_page(ana, call, lagos, madrid), "public page")
    assert read(client.get(panel)).one("option")["value"] == "Africa/Lagos"
    chosen = choices_page(ana, PAGES_FIRST, [lagos, madrid], [call])
    page = read(client.get(address_of(ana, chosen, "public page"), {"page": madrid.pk}))
    assert "Japan time" in page.text
    details = page.one("a", "time")["href"]
    assert send(client, details).status_code == 303
    assert Admission.objects.get().customer_zone == "Asia/Tokyo"


@pytest.mark.feature("V21")
def test_pool_keeps_its_first_members_zone(client, ana):
    lagos, tokyo = add_colleagues(ana, 2)
    Schedule.objects.filter(pages=lagos).update(time_zone="Africa/Lagos")
    Schedule.objects.filter(pages=tokyo).update(time_zone="Asia/Tokyo")
    page = team_page(ana, managed_event_type(ana), pool_of(ana, [lagos, tokyo]))
    address = address_of(ana, page, "public page")
    details = times(client, f"{address}?day=2030-01-08")[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    pool = page.offered.get().seats.get().pool
    pool.members.filter(page=lagos).update(level=5)
    response = client.post(details, form)
    assert "Nigeria time" in read(response).text
    assert "Nigeria time" in read(client.get(address)).text
    assert "Japan time" not in read(client.get(address)).text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A7")
def test_card_shows_page_until_host_is_chosen(client, ana, way):
    pages = add_colleagues(ana, 2)
    master = choices_page(ana, PAGES_FIRST, pages, [managed_event_type(ana), managed_event_type(ana, "Demo")])
    Page.objects.filter(pk=master.pk).update(welcome="We are glad to help.", contact="hello@acme.example")
    address = address_of(ana, master, way)
    before = read(client.get(address))
    after = read(client.get(options(read(client.get(options(before)[0])))[0]))
    assert "Acme Find somebody" in before.text
    assert "We are glad to help. Questions? hello@acme.example" in before.text
    assert "Member 1 Team call" in after.text
    assert "We are glad to help." not in after.text
    assert "Questions? hello@acme.example" in after.text
    assert any(one["href"] == "mailto:hello@acme.example" for one in after.find("a"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A7")
def test_picture_shows_until_host_is_chosen(client, ana, way, django_assert_num_queries):
    master = choices_page(ana, PAGES_FIRST, add_colleagues(ana, 2), [managed_event_type(ana)])
    save_image(actor=ana, page=master, image=PageImage(content=b"RIFF", digest="c0ffee", width=400, height=300))
    address = address_of(ana, master, way)
    with django_assert_num_queries(4):
        before = read(client.get(address, {"clock": "24"}))
    after = read(client.get(options(before)[0]))
    assert before.one("img", "who-image") == {
        "class": "who-image", "src": reverse("page-image", args=["c0ffee"]), "alt": "", "width": "400", "height": "300",
    }  # fmt: skip
    assert not list(after.find("img", "who-image"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scenario", [TEAM, EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.feature("P3")
def test_times_cost_constant_number_of_queries(client, ana, way, scenario, count, django_assert_num_queries):
    master = master_of(ana, scenario, count)
    address = address_of(ana, master, way)
    asked = {"month": "2030-01", "page": "" if scenario == TEAM else Page.objects.get(host__name="Member 1").pk}
    # The page or the link; the event types; who takes the seats; their hours; busy time.
    with django_assert_num_queries(5):
        assert "times" in client.get(address, asked).content.decode()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scenario", [TEAM, EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.feature("P3")
def test_choices_cost_constant_number_of_queries(client, ana, way, scenario, count, django_assert_num_queries):
    event_types = [managed_event_type(ana, f"Call {number}") for number in range(count)]
    address = address_of(ana, master_of(ana, scenario, count, event_types), way)
    with django_assert_num_queries(4):
        # A further step of a visit, which is not counted as an opening of the link.
        assert len(options(read(client.get(address, {"clock": "24"})))) == count


@pytest.mark.feature("V33")
def test_lost_turn_shows_next_members_times(client, ana):
    early, late = add_colleagues(ana, 2)
    open_only(early, 9, 10)
    open_only(late, 16, 17)
    page = team_page(ana, managed_event_type(ana), pool_of(ana, [early, late]))
    address = address_of(ana, page, "public page")
    details = times(client, f"{address}?day=2030-01-14")[0]

    def beaten(*, submission, **way):
        book(submission=replace(submission, key=uuid4()), **way, now=NOW)
        return book(submission=submission, **way, now=NOW)

    with mock.patch("customer.book.book", side_effect=beaten):
        response = send(client, details)
    offered = [from_epoch(int(one["value"])) for one in read(response).find("button", "time")]
    assert response.status_code == 409
    assert {one.hour for one in offered} == {15}
    again = client.post(details, fields(response) | {"start": str(int(offered[0].timestamp()))})
    assert (again.status_code, Booking.objects.count()) == (303, 2)
