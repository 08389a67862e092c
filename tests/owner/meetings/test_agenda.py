"""The agenda: days, what is special about a meeting, its room, and the filters above it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from bookings.actions import ask_new_time, cancel, mark_missed, reschedule
from bookings.meetings import meetings
from bookings.models import Booking
from links.actions import mint
from owner.meetings.agenda import MeetingPlace, Tag, agenda, heading, link_text, place_of, tags_of
from tests.builders import NOW, START, one_time_link
from tests.markup import markup
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request, moved_to_past

pytestmark = pytest.mark.django_db
LIST = "/meetings/"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def listed(client, **query):
    days = client.get(f"{LIST}?{urlencode(query)}").context["days"]
    return [line.booking.pk for day in days for line in day.lines]


def tags(booking, user, now=NOW):
    return list(tags_of(booking, booking.state(now), user, now))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, ("Yesterday", "Sunday 6 January")),
        (0, ("Today", "Monday 7 January")),
        (1, ("Tomorrow", "Tuesday 8 January")),
        (2, ("Wednesday", "9 January")),
        (365, ("Tuesday", "7 January 2031")),
    ],
)
@pytest.mark.feature("O25")
def test_days_are_called_as_people_do(days, expected):
    noon = datetime(2030, 1, 7, 12, tzinfo=UTC)
    assert heading(noon + days * DAY, noon) == expected


@pytest.mark.feature("O25")
def test_meetings_stand_under_their_days(anas, ana):
    make_meeting(ana, START), make_meeting(ana, TUESDAY), make_meeting(ana, TUESDAY + DAY)
    days = anas.get(LIST).context["days"]
    assert [(day.title, [(line.start, line.end) for line in day.lines]) for day in days] == [
        ("Today", [("15:00", "15:30")]),
        ("Tomorrow", [("09:00", "09:30")]),
        ("Wednesday", [("09:00", "09:30")]),
    ]
    assert '<h2 id="day-2">Tomorrow <span>Tuesday 8 January</span></h2>' in markup(anas.get(LIST))


@pytest.mark.feature("O25")
def test_days_that_are_cut_have_no_count(ana):
    for minutes in (0, 30, 60):
        make_meeting(ana, START + timedelta(minutes=minutes))
    first = meetings(user=ana, now=NOW, limit=2)
    rest = meetings(user=ana, now=NOW, limit=2, after=first.further)
    whole = [day.is_whole for day in (*agenda(first, ana, NOW), *agenda(rest, ana, NOW, continued=True))]
    assert whole == [False, False]
    assert [day.is_whole for day in agenda(meetings(user=ana, now=NOW), ana, NOW)] == [True]


@pytest.mark.feature("O25")
def test_only_exceptions_are_tagged(ana, ben):
    plain, near = make_meeting(ana, TUESDAY), make_meeting(ana)
    assert (tags(plain, ana), tags(near, ana, START - timedelta(minutes=17, seconds=1))) == (
        [],
        [Tag("in 18 min", "accent")],
    )
    assert tags(near, ana, START) == [Tag("Now", "accent")]
    moved = reschedule(booking=plain, start=TUESDAY + timedelta(hours=1), actor=None, now=NOW)
    assert (tags(moved, ana), tags(moved, ben)) == ([Tag("Moved by the customer", "warning")],) * 2
    own = reschedule(booking=moved, start=TUESDAY, actor=ana, now=NOW)
    assert (tags(own, ana), tags(own, ben)) == ([], [Tag("Moved by Ana Ruiz", "warning")])
    ask_new_time(booking=near, actor=ana, message="", now=NOW)
    near.refresh_from_db()
    assert tags(near, ana) == [Tag("Asked for a new time", "warning")]


@pytest.mark.feature("O25")
def test_ends_say_what_became_of_it(ana):
    missed, gone = moved_to_past(make_meeting(ana)), make_meeting(ana, TUESDAY)
    mark_missed(booking=missed, actor=ana, now=NOW), cancel(booking=gone, actor=None, now=NOW)
    missed.refresh_from_db(), gone.refresh_from_db()
    assert tags(missed, ana) == [Tag("No-show by Ana Ruiz", "warning")]
    assert tags(gone, ana) == [Tag("Cancelled by the customer", "danger")]


@pytest.mark.feature("O25")
def test_link_is_named_only_where_it_tells(ana):
    named = make_meeting(ana, START, mint(actor=ana, owner=ana, page=ana.pages.get(), label="Spring fair", now=NOW))
    hers = make_meeting(ana, TUESDAY, one_time_link(ana, recipient_name="Priya", recipient_email="PRIYA@example.com"))
    passed_on = make_meeting(
        ana, TUESDAY + DAY, one_time_link(ana, recipient_name="Karl", recipient_email="karl@x.example")
    )
    assert [link_text(one) for one in (named, hers, passed_on)] == ["Spring fair", "", "Link for Karl"]


@pytest.mark.parametrize(
    ("kind", "location", "place"),
    [
        ("video", "https://meet.example/ana", MeetingPlace(room="https://meet.example/ana")),
        ("video", "", MeetingPlace(word="Video", icon="video")),
        ("host_calls", "", MeetingPlace(word="Phone", icon="phone")),
        ("customer_calls", "+34 600 000 000", MeetingPlace(word="Phone", icon="phone")),
        ("address", "", MeetingPlace(word="In person", icon="pin")),
        ("address", "Calle Mayor 1", MeetingPlace(word="Calle Mayor 1", icon="pin")),
        ("ask", "javascript:alert(1)", MeetingPlace(word="javascript:alert(1)", icon="pin")),
        ("ask", "", MeetingPlace()),
    ],
)
@pytest.mark.feature("O25")
def test_rooms_are_joined_places_named(kind, location, place):
    booking = Booking(status="scheduled", location_kind=kind, location=location, starts_at=START, ends_at=START + DAY)
    assert place_of(booking, NOW) == place
    if place.room:
        assert place_of(booking, booking.ends_at) == MeetingPlace(word="Video", icon="video")


@pytest.mark.feature("O25", "O26")
def test_filters_narrow_each_tab(client, ana, ben):
    coming, bens = make_meeting(ana), make_meeting(ben, TUESDAY)
    past, gone = moved_to_past(make_meeting(ana, START + timedelta(hours=1))), make_meeting(ana, TUESDAY)
    cancel(booking=gone, actor=ana, now=NOW)
    request = make_request(ana, TUESDAY + DAY)
    client.force_login(ana)
    assert listed(client, q="priya") == [coming.pk, bens.pk]
    assert listed(client, q="nobody") == []
    assert listed(client, host=ben.pk) == [bens.pk]
    assert listed(client, event_type=ben.event_types.get().pk) == [bens.pk]
    assert listed(client, link_type="public") == []
    assert listed(client, link_type="single-use", meets_from="2030-01-08") == [bens.pk]
    assert listed(client, meets_to="2030-01-07") == [coming.pk]
    for tab, booking in (("past", past), ("cancelled", gone), ("requests", request)):
        assert listed(client, show=tab, q="priya", host=ana.pk) == [booking.pk]
        assert listed(client, show=tab, q="priya", host=ben.pk) == []
    client.force_login(ben)
    assert (listed(client, q="priya"), listed(client, host=ana.pk), listed(client, meets_to="2030-01-07")) == (
        [bens.pk], [bens.pk], [],
    )  # fmt: skip


@pytest.mark.feature("O25", "O26")
def test_filters_stay_in_all_addresses(anas, ana):
    event_type = ana.event_types.get().pk
    for number in range(51):
        start = TUESDAY + timedelta(days=number // 16, minutes=30 * (number % 16))
        make_meeting(ana, start)
    page = anas.get(f"{LIST}?event_type={event_type}&after=x")
    html = markup(page)
    assert f"show=past&amp;event_type={event_type}" in html
    assert f'href="{reverse("meeting-logs")}?event_type={event_type}"' in html
    assert "More than 50 meetings" in html
    assert page.context["onward"].startswith(f"event_type={event_type}&after=")
    assert len(listed(anas, event_type=event_type, after=page.context["onward"].rpartition("=")[2])) == 1


@pytest.mark.feature("O33")
def test_nothing_matches_differs_from_nothing(anas, ana):
    make_meeting(ana)
    html = markup(anas.get(f"{LIST}?q=nobody"))
    assert ("No meeting matches" in html, "No upcoming meetings" in html, "Clear the filters" in html) == (
        True,
        False,
        True,
    )


@pytest.mark.feature("O26", "O33")
def test_few_meetings_are_shown_without_filters(anas, ana, monkeypatch):
    def has_filters(query=""):
        return 'class="filters agenda-filters"' in markup(anas.get(f"{LIST}?{query}"))

    assert not has_filters()
    make_meeting(ana)
    moved_to_past(make_meeting(ana, TUESDAY))
    assert not has_filters()
    # One that is set, or was set wrongly, stands there however few there are.
    wrong = ("meets_from=2030-01-08&meets_to=2030-01-01", f"q={'a' * 200}", "q=%00")
    for query in ("q=priya", "q=nobody", "meets_from=2030-01-08", *wrong):
        assert has_filters(query)
    monkeypatch.setattr("owner.meetings.views.lists.FEW", 1)
    assert [has_filters(f"show={tab}") for tab in ("upcoming", "past", "cancelled")] == [True, True, False]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O26")
def test_filtered_past_costs_constant_queries(anas, ana, count, django_assert_num_queries):
    for number in range(count):
        moved_to_past(make_meeting(ana, START + timedelta(minutes=30 * number)))
    # As without filters, a plan of its own, and where the window ends.
    with django_assert_num_queries(14):
        assert len(listed(anas, show="past", event_type=ana.event_types.get().pk)) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O26")
def test_filtered_list_costs_constant_queries(anas, ana, count, django_assert_num_queries):
    for number in range(count):
        make_meeting(ana, START + timedelta(minutes=30 * number))
    query = {"q": "priya", "event_type": ana.event_types.get().pk, "host": ana.pk}
    # As without filters, and a plan of its own, in which the newest are looked through for the words; and whether more
    # meetings are there than beginnings of words are looked for in.
    with django_assert_num_queries(16):
        assert len(listed(anas, **query)) == count


@pytest.mark.feature("O25")
def test_hosts_are_named_but_for_oneself(anas, ana, ben):
    make_meeting(ben)
    assert "Ben Ode" in markup(anas.get(LIST))
    make_meeting(ana, TUESDAY)
    assert [line.lead for day in anas.get(LIST).context["days"] for line in day.lines] == ["Ben Ode", "You"]


def every_page(client, **query):
    """The meetings of all pages, how many pages there are, and how far each was searched."""
    found, searched, onward = [], [], urlencode(query)
    while onward:
        context = client.get(f"{LIST}?{onward}").context
        found += [line.booking.pk for day in context["days"] for line in day.lines]
        searched.append(context["searched_to"])
        onward = context["onward"]
    return found, searched


@pytest.mark.parametrize("show", ["past", "cancelled"])
@pytest.mark.parametrize("role", ["admin", "member"])
@pytest.mark.feature("O25", "O26")
def test_filters_search_the_past_page_by_page(client, ana, ben, monkeypatch, show, role):
    host = ana if role == "admin" else ben
    reusable = mint(actor=host, page=host.pages.get(), max_uses=None, now=NOW)
    wanted = make_meeting(host, START, reusable)
    others = [make_meeting(host, TUESDAY + number * HALF) for number in range(6)]
    for one in (wanted, *others):
        moved_to_past(one) if show == "past" else cancel(booking=one, actor=host, now=NOW)
    client.force_login(host)
    day = {"past": "6 January", "cancelled": "8 January"}[show]
    for query in ({"show": show}, {"show": show, "host": host.pk}):
        # Meetings that came through reusable links are few, so all of them are looked through.
        assert every_page(client, **query, link_type="reusable") == ([wanted.pk], [""])
        with monkeypatch.context() as limited:
            limited.setattr("bookings.meetings.FEW", 0)
            limited.setattr("bookings.meetings.WINDOW", 2)
            assert every_page(client, **query, link_type="reusable") == ([wanted.pk], [day, day, ""])
            assert every_page(client, **query, link_type="single-use")[0] == [one.pk for one in others[::-1]]
            # Days alone are a range of an index.
            assert every_page(client, **query, meets_from="2030-01-01")[1] == [""]


@pytest.mark.feature("O26", "O33")
def test_page_says_how_far_was_searched(anas, ana, monkeypatch):
    monkeypatch.setattr("bookings.meetings.FEW", 0)
    monkeypatch.setattr("bookings.meetings.WINDOW", 2)
    kept = {}
    for number, uses in enumerate((2, 1, 1, 1, None, 1)):
        link = mint(actor=ana, page=ana.pages.get(), max_uses=uses, now=NOW)
        kept[number] = moved_to_past(make_meeting(ana, TUESDAY + number * HALF, link))
    some = markup(anas.get(f"{LIST}?show=past&link_type=reusable"))
    none = markup(anas.get(f"{LIST}?show=past&link_type=several"))
    assert ("1 meeting" in some, "Searched back to" in some, "Search earlier meetings" in some) == (True,) * 3
    assert "No meeting matches so far" in none
    assert f"after={kept[3].pk}" in none
    assert "Earlier meetings were not looked at." in none
