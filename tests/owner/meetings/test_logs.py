"""C8, D5, O26, O29: the meeting logs, what narrows them, and their file."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine

from bookings.actions import book, cancel, mark_missed, reschedule
from bookings.log_filters import LogFilters
from bookings.logs import every_meeting, meeting_log
from bookings.models import Admission, Booking
from bookings.states import BookingState
from links.actions import mint
from links.models import Link
from owner.spreadsheet import BYTE_ORDER_MARK
from pages.models import EventType, HostTime
from tests.builders import NOW, START, add_colleagues, managed_event_type, one_time_link, submission, team_page
from tests.markup import markup
from tests.owner.meetings.owners import make_request

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/meetings/logs/", "/meetings/logs/export.csv"
# Where something narrows the list, also the place up to which the newest are looked through.
# Session, user; event types and people to choose among; a transaction of three (begin, plan, end), in which the ids
# and the rows are read; the hosts; the counts of the tabs.
QUERIES = 11
HEAD = [
    "Reference", "Booked at", "Starts", "Ends", "Status", "Event type", "Link", "Link type", "Link label",
    "Link recipient", "Recipient’s email", "Metadata", "Page", "Hosts", "Customer", "Customer’s email",
    "Customer’s time zone", "Company", "Phone", "Guests", "Note", "Answers", "Campaign", "Where", "Created by",
    "Time zone", "Session", "Ended by", "Reason",
]  # fmt: skip


def booked(owner, number=0, link=None, page=None, **changes):
    """The meeting in the nth half hour, four a day, booked n minutes ago."""
    at = NOW - timedelta(minutes=number)
    start = START + timedelta(days=number // 4, minutes=30 * (number % 4))
    if page is None:
        link = link or one_time_link(owner)
    form = submission((page or link.target).event_types.order_by("pk")[0].pk, start, **changes)
    return book(submission=form, link=link, page=page, now=at).bookings.get()


def shown(client, query=""):
    return [line.booking.pk for line in client.get(f"{LIST}?{query}").context["lines"]]


def exported(client, query=""):
    text = client.get(f"{EXPORT}?{query}").getvalue().decode()
    assert text.startswith(BYTE_ORDER_MARK)
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""))
    assert head == HEAD
    return rows


def set_all(booking, **columns):
    Booking.objects.filter(pk=booking.pk).update(**columns)
    return booking


@pytest.mark.feature("C8")
def test_newest_booked_comes_first_with_details(anas, ana, anas_page):
    link = one_time_link(ana, label="Spring campaign")
    older, newer = booked(ana, 1, page=anas_page, guests=("gus@example.com",)), booked(ana, 0, link=link)
    response = anas.get(LIST)
    assert [line.booking.pk for line in response.context["lines"]] == [newer.pk, older.pk]
    html = markup(response)
    for expected in (
        "Priya Shah", "priya@example.com", "gus@example.com", "Scheduled", "Spring campaign", "Single-use",
        "Public page", "30-minute meeting", "Ana Ruiz", "link by Ana Ruiz", "2 meetings", "Times in Madrid time",
        "7 January", "15:00", "09:00", "08:59", f"/links/{link.pk}/", f"/meetings/{newer.pk}/",
    ):  # fmt: skip
        assert expected in html, expected


@pytest.mark.feature("C8")
def test_hiding_single_use_is_kept_in_address(anas, ana, anas_page):
    reusable, several = one_time_link(ana, max_uses=None), one_time_link(ana, max_uses=3)
    single, public = booked(ana), booked(ana, 1, page=anas_page)
    free, thrice = booked(ana, 2, link=reusable), booked(ana, 3, link=several)
    everything = [single.pk, public.pk, free.pk, thrice.pk]
    assert shown(anas) == everything
    assert shown(anas, "hide=on") == everything[1:]
    response = anas.get(f"{LIST}?hide=on")
    assert response.context["kept"] == "hide=on"
    assert "export.csv?hide=on" in markup(response)
    for kind, found in (("single-use", single), ("public", public), ("reusable", free), ("several", thrice)):
        assert shown(anas, f"link_type={kind}") == [found.pk]
    assert shown(anas, "hide=on&link_type=single-use") == []
    assert shown(anas, f"link={reusable.pk}") == [free.pk]


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("O26")
def test_meetings_are_found_by_every_filter(anas, ana, ben):
    first = booked(ana, name="Åsa Lind", email="asa@north.example", company="Northwind", guests=("gus@east.example",))
    second, tomorrow = booked(ben), booked(ana, 2, email="priya.shah@example.com")
    set_all(tomorrow, starts_at=START + timedelta(hours=9), ends_at=START + timedelta(hours=10))
    kind = ana.event_types.get().pk
    assert shown(anas, f"event_type={kind}") == [first.pk, tomorrow.pk]
    assert shown(anas, f"host={ben.pk}") == [second.pk]
    for text in (
        "åsa",
        "lind asa@north.example",
        "ASA@NORTH.EXAMPLE",
        "northw",
        "gus@east",
        "gus@east.example",
        "east",
    ):
        assert shown(anas, f"q={text}") == [first.pk], text
    assert shown(anas, "q=priya@example.com") == [second.pk]
    assert shown(anas, "q=nobody") == []
    # 23:00 in UTC is the next day in Madrid.
    assert shown(anas, "meets_from=2030-01-08") == [tomorrow.pk]
    assert set(shown(anas, "meets_to=2030-01-07")) == {first.pk, second.pk}
    assert shown(anas, "meets_from=2030-01-07&meets_to=2030-01-07&q=priya") == [second.pk]


STATES = {
    BookingState.REQUESTED: {"status": "requested", "lapses_at": START},
    BookingState.LAPSED: {"status": "requested", "lapses_at": NOW},
    BookingState.SCHEDULED: {},
    BookingState.RESCHEDULED: {"rescheduled_at": NOW},
    BookingState.COMPLETED: {"starts_at": START - timedelta(days=1), "ends_at": NOW, "rescheduled_at": NOW},
    BookingState.DECLINED: {"status": "declined"},
    BookingState.NO_SHOW: {"status": "no_show"},
    BookingState.WITHDRAWN: {"status": "withdrawn"},
    BookingState.CANCELLED: {"status": "cancelled", "sequence": 1},
}


@pytest.mark.feature("C8")
def test_each_status_word_filters_its_meetings(anas, ana):
    made = {word: set_all(booked(ana, number), **STATES[word]) for number, word in enumerate(STATES)}
    for word, booking in made.items():
        assert Booking.objects.get(pk=booking.pk).state(NOW) == word
        assert shown(anas, f"status={word}") == [booking.pk]
        assert str(word.label) in markup(anas.get(f"{LIST}?status={word}"))
    assert set(made) == set(BookingState)


SENSELESS = [
    "status=broken", "event_type=x", "event_type=99999", "host=-1", "link=x", f"link={2**70}", "link_type=none",
    "meets_from=2030-02-31", "meets_to=0001-01-01", "meets_from=9999-12-31", "before=x", "after=0",
    f"before={'9' * 40}", "q=%00", "before=12345", "after=12345",
]  # fmt: skip


@pytest.mark.feature("O26")
def test_senseless_filters_are_ignored(anas, ana):
    booking = booked(ana)
    found = {query: (shown(anas, query), len(exported(anas, query))) for query in SENSELESS}
    assert found == dict.fromkeys(SENSELESS, ([booking.pk], 1))


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("O26")
def test_a_text_of_signs_only_finds_nothing(anas, ana):
    booked(ana)
    for text in ("%27", "%26%26", "%3A*", "%28", "!!", "\\", "%40"):
        assert shown(anas, f"q={text}") == []


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("C8")
def test_admins_see_all_members_their_own(client, ana, ben, zoe):
    theirs = {user: booked(user) for user in (ana, ben, zoe)}
    for user, seen in ((ana, {ana, ben}), (ben, {ben}), (zoe, {zoe})):
        client.force_login(user)
        assert set(shown(client)) == {theirs[one].pk for one in seen}
        assert {row[0] for row in exported(client)} == {theirs[one].reference for one in seen}
        for query in ("q=priya", "hide=", "status=scheduled", f"link={theirs[zoe].admission.link_id}&q=priya"):
            assert set(shown(client, query)) <= {theirs[one].pk for one in seen}
    client.force_login(ben)
    # A colleague's is no filter of a member's.
    assert shown(client, f"host={ana.pk}") == [theirs[ben].pk]
    assert shown(client, f"before={theirs[ana].pk}") == [theirs[ben].pk]


@pytest.mark.feature("C8")
def test_member_sees_hosted_and_linked_meetings(client, ana):
    one, two, three = add_colleagues(ana, 3)
    page = team_page(ana, managed_event_type(ana), one, two)
    link = mint(actor=ana, page=page, now=NOW, label="Team link")
    meeting = booked(ana, link=link)
    for user, opens in ((one.host, False), (two.host, False), (ana, True)):
        client.force_login(user)
        response = client.get(LIST)
        (line,) = response.context["lines"]
        assert (line.booking.pk, [host.pk for host in line.hosts]) == (meeting.pk, [one.host_id, two.host_id])
        # Who cannot open the link's page reads its name only.
        assert line.opens is opens
        assert "Team link" in markup(response)
    client.force_login(three.host)
    assert shown(client) == []
    another = booked(ana, 1, link=mint(actor=ana, owner=three.host, page=page, now=NOW))
    assert shown(client) == [another.pk]


@pytest.mark.feature("C8")
def test_member_sees_request_with_held_times_once(client, ana, ben):
    request = make_request(ben, START, holds=True)
    client.force_login(ben)
    for query in ("", "status=requested", "link_type=single-use"):
        assert shown(client, query) == [request.pk]
    assert [shown(client, f"status={one}") for one in ("no-show", "lapsed", "cancelled")] == [[], [], []]


@pytest.mark.feature("C8")
def test_member_pages_through_sessions_of_one_instant(client, ana, ben, monkeypatch):
    monkeypatch.setattr("core.paging.ROWS", 2)
    EventType.objects.filter(owner=ben).update(sessions=5)
    further = tuple(START + timedelta(days=day) for day in range(1, 5))
    form = submission(ben.event_types.get().pk, further=further)
    sessions = [one.pk for one in book(submission=form, link=one_time_link(ben), now=NOW).bookings.order_by("-pk")]
    client.force_login(ben)
    pages = [client.get(LIST).context]
    while older := pages[-1]["older"]:
        pages.append(client.get(f"{LIST}?{older}").context)
    assert [line.booking.pk for page in pages for line in page["lines"]] == sessions
    assert shown(client, pages[2]["newer"]) == sessions[2:4]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("", 0),
        # The newest are looked through for the words; and whether there are more than these.
        ("q=priya", 3),
        ("hide=on&status=scheduled", 0),
        # How many these days have, and plans of their own for them.
        ("meets_from=2030-01-07&meets_to=2030-01-09", 3),
    ],
)
@pytest.mark.feature("C8")
def test_list_costs_constant_number_of_queries(anas, ana, count, query, more, django_assert_num_queries):
    for number in range(count):
        booked(ana, number, link=one_time_link(ana, max_uses=None))
    with django_assert_num_queries(QUERIES + more):
        assert len(shown(anas, query)) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("C8")
def test_requests_need_no_more_queries(anas, ana, count, django_assert_num_queries):
    for number in range(count):
        make_request(ana, START + timedelta(minutes=30 * number), times=1)
    with django_assert_num_queries(QUERIES):
        assert len(shown(anas)) == count


@pytest.mark.feature("C8")
def test_long_lists_page_both_ways(anas, ana, monkeypatch):
    monkeypatch.setattr("core.paging.ROWS", 2)
    made = [booked(ana, number).pk for number in range(5)]
    first = anas.get(LIST).context
    assert [line.booking.pk for line in first["lines"]] == made[:2]
    second = anas.get(f"{LIST}?{first['older']}").context
    assert [line.booking.pk for line in second["lines"]] == made[2:4]
    third = anas.get(f"{LIST}?{second['older']}").context
    assert ([line.booking.pk for line in third["lines"]], third["older"]) == (made[4:], "")
    assert shown(anas, third["newer"]) == made[2:4]
    assert shown(anas, second["newer"]) == made[:2]
    assert (first["newer"], first["log"].count) == ("", 5)


@pytest.mark.usefixtures("first_pages")
@pytest.mark.parametrize("window", [1, 2, 5, 2_000])
@pytest.mark.feature("C8")
def test_member_pages_show_only_their_own(client, ana, ben, monkeypatch, window):
    monkeypatch.setattr("core.paging.ROWS", 2)
    monkeypatch.setattr("bookings.logs.WINDOW", window)
    bens = []
    for number in range(5):
        bens.append(booked(ben, 2 * number).pk)
        booked(ana, 2 * number + 1)
    client.force_login(ben)
    pages = [client.get(LIST).context]
    while older := pages[-1]["older"]:
        pages.append(client.get(f"{LIST}?{older}").context)
    assert [[line.booking.pk for line in page["lines"]] for page in pages] == [bens[:2], bens[2:4], bens[4:]]
    assert shown(client, pages[2]["newer"]) == bens[2:4]
    assert shown(client, pages[1]["newer"]) == bens[:2]


@pytest.mark.parametrize(("window", "few"), [(1, 5_000), (1, 1), (2_000, 5_000)])
@pytest.mark.feature("C8")
def test_every_query_plan_finds_same_page(ana, ben, monkeypatch, window, few):
    monkeypatch.setattr("bookings.logs.WINDOW", window)
    monkeypatch.setattr("bookings.logs.WINDOW_OF_WORDS", window)
    monkeypatch.setattr("bookings.logs.FEW", few)
    made = [booked(ben, number) for number in range(4)]
    for filters in (
        LogFilters(),
        LogFilters(host=ben),
        LogFilters(state=BookingState.SCHEDULED),
        LogFilters(text="priya"),
        LogFilters(starts_from=NOW, starts_before=NOW + timedelta(days=2), without_single_use=False),
        LogFilters(event_type=ben.event_types.get(), link_type="single-use"),
    ):
        for user in (ana, ben):
            log = meeting_log(user=user, now=NOW, filters=filters)
            assert [one.pk for one in log.bookings] == [one.pk for one in made]


@pytest.mark.parametrize("reach", [1, 3_000])
@pytest.mark.feature("C8")
def test_pages_searched_in_part_have_all_matches(client, ana, ben, monkeypatch, reach):
    """Against all meetings in plain Python, some of which were booked at one time, however few a page searches."""
    for name, value in {"FEW": 0, "WINDOW": 4, "REACH": reach}.items():
        monkeypatch.setattr(f"bookings.logs.{name}", value)
    monkeypatch.setattr("core.paging.ROWS", 2)
    wanted = {2, 3, 9}
    for host in (ana, ben):
        links = [one_time_link(host, max_uses=None if number in wanted else 1) for number in range(10)]
        for number, link in enumerate(links):
            booked(host, number + 10 * (host == ben), link)
    for rows, at in ((Booking.objects, "created_at"), (HostTime.objects, "booked_at")):
        rows.filter(**{f"{at}__gt": NOW - timedelta(minutes=4)}).update(**{at: NOW})
    in_order = Booking.objects.order_by("-created_at", "-pk")
    for user, query in ((ana, {"link_type": "reusable", "status": "scheduled"}), (ben, {"link_type": "reusable"})):
        client.force_login(user)
        pages = [client.get(LIST, query)]
        while older := pages[-1].context["older"]:
            pages.append(client.get(f"{LIST}?{older}"))
        found = [line.booking.pk for page in pages for line in page.context["lines"]]
        own = in_order if user == ana else in_order.filter(admission__link__owner=ben)
        assert found == [one.pk for one in own if one.link_type == "reusable"]
        searched = ["Searched back to" in markup(page) for page in pages]
        assert searched == [bool(page.context["searched_to"]) for page in pages]
        # An index has an admin’s of one kind of link, whatever their state.
        assert (any(searched), searched[-1]) == (reach < 3_000 and user == ben, False)
        assert not any("No meetings match these filters." in markup(page) for page in pages[:-1])


@pytest.mark.feature("O29", "D5")
def test_file_line_tells_everything_with_zone(anas, ana):
    link = one_time_link(ana, label="Spring", recipient_name="Priya", recipient_email="priya@example.com")
    Link.objects.filter(pk=link.pk).update(metadata={"crm": "42"})
    booking = booked(
        ana, link=link, company="Northwind", guests=("gus@example.com",), note="Two\nlines", utm={"utm_source": "mail"}
    )
    Admission.objects.update(answers=[{"name": "a", "label": "Topic?", "value": "Tickets"}])
    (row,) = exported(anas)
    assert row == [
        booking.reference, "2030-01-07T09:00:00+01:00", "2030-01-07T15:00:00+01:00", "2030-01-07T15:30:00+01:00",
        "Scheduled", "30-minute meeting", str(link.pk), "Single-use", "Spring", "Priya", "priya@example.com",
        "crm: 42", "Ana Ruiz", "Ana Ruiz", "Priya Shah", "priya@example.com", "Asia/Kolkata", "Northwind", "",
        "gus@example.com", "Two\nlines", "Topic?: Tickets", "utm_source: mail", row[23], "Ana Ruiz", "Europe/Madrid",
        "", "", "",
    ]  # fmt: skip
    response = anas.get(EXPORT)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="meetings-2030-01-07.csv"'
    assert response.streaming


@pytest.mark.feature("O29")
def test_file_tells_session_ender_and_reason(anas, ana):
    EventType.objects.update(sessions=3)
    further = tuple(START + timedelta(days=day) for day in (1, 2))
    admission = book(submission=submission(ana.event_types.get().pk, further=further), link=one_time_link(ana), now=NOW)
    EventType.objects.update(sessions=1)
    first, second, _third = admission.bookings.order_by("session")
    cancel(booking=first, actor=ana, reason="I am ill", now=NOW)
    cancel(booking=second, actor=None, reason="A clash", now=NOW)
    moved, missed = booked(ana, 13), booked(ana, 14)
    reschedule(booking=moved, start=moved.starts_at + timedelta(hours=1), actor=ana, reason="A train", now=NOW)
    set_all(missed, reason="A train")
    mark_missed(booking=missed, actor=ana, now=missed.starts_at)
    assert {tuple(row[26:]) for row in exported(anas)} == {
        ("1 of 3", "Ana Ruiz", "I am ill"),
        ("2 of 3", "The customer", "A clash"),
        ("3 of 3", "", ""),
        ("", "", ""),
        ("", "Ana Ruiz", ""),
    }


@pytest.mark.feature("O26")
def test_same_named_event_types_name_their_owners(anas, ana, ben):
    own = EventType.objects.create(organization=ana.organization, owner=ben, name="Tea", duration=30)
    for address in (LIST, "/links/"):
        choices = dict(anas.get(f"{address}?q=x").context["form"].fields["event_type"].choices)
        assert choices == {
            "": "All event types",
            str(ana.event_types.get().pk): "30-minute meeting (Ana Ruiz)",
            str(ben.event_types.exclude(pk=own.pk).get().pk): "30-minute meeting (Ben Ode)",
            str(own.pk): "Tea",
        }


@pytest.mark.parametrize(("address", "field"), [(LIST, "meets"), ("/links/", "made")])
@pytest.mark.feature("O26")
def test_reversed_days_are_an_error(anas, ana, address, field):
    booked(ana)
    response = anas.get(f"{address}?{field}_from=2030-01-08&{field}_to=2030-01-07")
    form = response.context["form"]
    assert form.errors == {f"{field}_to": ["This day is before the first day. Choose a later one."]}
    # It is seen, and counts for nothing.
    assert form.unfolded
    assert form.active_values() == {f"{field}_from": "2030-01-08"}
    assert f'id="filter-{field}_to_error"' in markup(response)
    assert anas.get(f"{address}?{field}_from=2030-01-07&{field}_to=2030-01-07").context["form"].errors == {}


@pytest.mark.feature("O29")
def test_file_escapes_formulas_and_honours_filters(anas, ana, ben):
    Admission.objects.filter(pk=booked(ana).admission_id).update(
        customer_name="=HYPERLINK(1)", note="@A1", company="+1"
    )
    booked(ben)
    (row,) = exported(anas, f"host={ana.pk}")
    assert (row[14], row[17], row[20]) == ("'=HYPERLINK(1)", "'+1", "'@A1")
    assert len(exported(anas)) == 2
    assert exported(anas, "hide=on") == []


@pytest.mark.feature("O29")
def test_the_file_is_read_piece_by_piece(ana, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("bookings.logs.CHUNK", 3)
    made = [booked(ana, number).pk for number in range(7)]
    # Three pieces, each in a transaction of three with the ids and the rows; what these need, from six tables; and the
    # hosts.
    with django_assert_num_queries(36):
        rows = [booking.pk for booking, _hosts in every_meeting(user=ana, now=NOW, filters=LogFilters())]
    assert rows == made


@pytest.mark.feature("C8")
def test_foreign_link_finds_nothing(anas, ana, zoe):
    theirs = booked(zoe)
    booked(ana)
    assert shown(anas, f"link={theirs.admission.link_id}") == []
    assert shown(anas, f"before={theirs.pk}") != []


@pytest.mark.feature("C8")
def test_an_empty_log_says_what_it_is(anas, ana):
    assert "Nothing booked yet" in markup(anas.get(LIST))
    booked(ana)
    assert "No meeting matches" in markup(anas.get(f"{LIST}?q=nobody"))
    assert "All of them are hidden" in markup(anas.get(f"{LIST}?hide=on"))


@pytest.mark.feature("C8")
def test_times_are_the_viewers(client, ana, ben):
    booked(ben)
    ben.time_zone, ben.clock = "America/New_York", "12"
    ben.save()
    client.force_login(ben)
    html = markup(client.get(LIST))
    assert "9:00 AM" in html
    assert "Times in New York time" in html
    assert exported(client)[0][2] == "2030-01-07T09:00:00-05:00"


@pytest.mark.feature("C8")
def test_completed_follows_the_clock(anas, ana):
    booking = booked(ana)
    assert shown(anas, "status=completed") == []
    with time_machine.travel(booking.ends_at, tick=False):
        anas.force_login(ana)
        assert shown(anas, "status=completed") == [booking.pk]
