"""Home: the first steps, seen from the data, and the next meetings."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.actions import book
from deliveries.models import Delivery
from links.models import Link, LinkRequest
from links.queries import FirstSteps, first_steps
from links.queries.numbers import Numbers
from links.texts import page_warning
from pages.models import EventType, Page, WeeklyHours
from tests.builders import NOW, START, one_time_link, submission
from tests.calendars.builders import calendar_with_rows
from tests.markup import markup
from tests.owner.meetings.owners import TUESDAY, make_meeting, make_request, moved_to_past

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.mark.feature("O31", "O32")
def test_new_account_lacks_place_calendar_and_sharing(anas, anas_page):
    response = anas.get(reverse("home"))
    steps = response.context["steps"]
    assert steps == FirstSteps(
        zone=True, hours=True, calendar=False, event_type=True, shared=False, unplaced=anas_page.pk
    )
    html = markup(response)
    assert ("3 of 6 steps done." in html, "One thing before you share" in html) == (True, True)
    assert "Madrid time" in html


@pytest.mark.feature("O31")
def test_steps_follow_from_the_data(anas, ana, event_type):
    WeeklyHours.objects.all().delete()
    event_type.archived_at = NOW
    event_type.save()
    ana.time_zone = "UTC"
    ana.save()
    steps = anas.get(reverse("home")).context["steps"]
    # Without an event type nobody is to meet anywhere.
    assert steps == FirstSteps(zone=False, hours=False, calendar=False, event_type=False, shared=False, unplaced=None)


@pytest.mark.feature("O31")
@pytest.mark.parametrize(
    ("kind", "location", "own", "placed"),
    [
        ("video", "", "", False),
        ("video", "https://meet.example/ana", "", True),
        ("host_calls", "", "", True),
        ("video", "", "ask", True),
    ],
)
def test_video_without_link_is_no_place(ana, anas_page, event_type, kind, location, own, placed):
    Page.objects.update(location_kind=kind, location=location)
    EventType.objects.update(location_kind=own)
    assert (first_steps(ana).unplaced, page_warning(anas_page)) == (
        (None, "")
        if placed
        else (anas_page.pk, "“Ana Ruiz” has no place to meet yet: it is a video call without a link.")
    )


@pytest.mark.feature("O31")
def test_the_list_goes_when_all_is_done(anas, ana):
    one_time_link(ana)
    assert anas.get(reverse("home")).context["steps"].done == 4
    Page.objects.update(location_kind="host_calls")
    response = anas.get(reverse("home"))
    assert response.context["steps"].done == 5
    # The last one is a line of its own, with nothing that is done.
    html = markup(response)
    assert ("Almost done" in html, "Your other calendar" in html, "steps done." in html) == (True, True, False)
    assert (html.count('class="next-step last-step"'), html.count("Hide this list")) == (1, 1)
    calendar_with_rows(ana)
    assert anas.get(reverse("home")).context["steps"] is None


@pytest.mark.feature("O31")
def test_steps_are_dismissed_by_press_only(anas, ana):
    anas.get(reverse("home")), anas.head(reverse("home"))
    ana.refresh_from_db()
    assert ana.checklist_dismissed_at is None
    response = anas.post(reverse("home"), follow=True)
    ana.refresh_from_db()
    assert (ana.checklist_dismissed_at, response.context["steps"]) == (NOW, None)


@pytest.mark.feature("O33")
def test_no_meetings_yet_says_what_to_do(anas):
    html = markup(anas.get(reverse("home")))
    assert "No meetings yet" in html
    # While the first steps are shown, they are the only place that asks to share.
    button = f'<a class="button" href="{reverse("share")}">Share</a>'
    assert (button in html, html.count("Share your first one-time link</a>")) == (False, 1)
    html = markup(anas.post(reverse("home"), follow=True))
    assert ("No meetings yet" in html, button in html) == (True, True)


@pytest.mark.feature("O31")
def test_one_step_is_next_others_are_quiet(anas, ana):
    def words() -> tuple[list[str], int]:
        html = markup(anas.get(reverse("home")))
        left = [one.title for one in anas.get(reverse("home")).context["steps_left"]]
        return left, html.count('class="next-step')

    assert words() == (["Where you meet", "Share your first one-time link", "Your other calendar"], 1)
    Page.objects.update(location_kind="host_calls")
    assert words() == (["Share your first one-time link", "Your other calendar"], 1)
    one_time_link(ana)
    assert words() == (["Your other calendar"], 1)


@pytest.mark.feature("O33")
def test_nothing_is_explained_after_first_booking(anas, ana):
    moved_to_past(make_meeting(ana))
    html = markup(anas.get(reverse("home")))
    said = [text in html for text in ("Nothing coming up", "No meetings yet", "exactly one booking")]
    assert said == [True, False, False]


@pytest.mark.feature("O31")
def test_next_meetings_under_their_days(anas, ana, event_type):
    for number in reversed(range(9)):
        start = START + timedelta(minutes=30 * (number % 4), days=number // 4)
        book(submission=submission(event_type.pk, start), link=one_time_link(ana), now=NOW)
    response = anas.get(reverse("home"))
    days = [(day.title, day.date, [line.start for line in day.lines]) for day in response.context["days"]]
    assert days == [
        ("Today", "Monday 7 January", ["15:00", "15:30", "16:00", "16:30"]),
        ("Tomorrow", "Tuesday 8 January", ["15:00", "15:30", "16:00", "16:30"]),
    ]
    assert "<h1>Monday 7 January</h1>" in markup(response)


@pytest.mark.feature("A6", "O31")
def test_home_lists_only_meetings_one_holds(client, ana, ben):
    make_meeting(ben), make_request(ben, TUESDAY)
    client.force_login(ana)
    hers = client.get(reverse("home")).context
    client.force_login(ben)
    his = client.get(reverse("home")).context
    assert ([len(day.lines) for day in hers["days"]], hers["needs"]) == ([], [])
    assert ([len(day.lines) for day in his["days"]], [one.button for one in his["needs"]]) == ([1], ["Answer"])


@pytest.mark.feature("O31", "A13")
def test_what_needs_somebody_most_pressing_first(anas, ana):
    request = make_request(ana, TUESDAY)
    dead = one_time_link(ana)
    for number in range(4):
        LinkRequest.objects.create(
            organization=ana.organization,
            link=dead,
            owner=ana,
            name=f"Karl {number}",
            email=f"karl{number}@x.example",
            at=NOW,
        )
    soon = one_time_link(ana, expires_at=NOW + timedelta(hours=30), recipient_name="Elif Kaya")
    one_time_link(ana, expires_at=NOW + timedelta(hours=50))
    opened = one_time_link(ana, expires_at=NOW + timedelta(hours=30))
    opened.openings.create(at=NOW, by="browser")
    scanned = one_time_link(ana, expires_at=NOW + timedelta(hours=31), recipient_name="Ivan Petrov")
    scanned.openings.create(at=NOW, by="scanner")
    mail = Delivery.objects.filter(recipient="priya@example.com").first()
    Delivery.objects.filter(pk=mail.pk).update(failed_at=NOW, attempts=8)
    needs = anas.get(reverse("home")).context["needs"]
    assert [(one.title, one.detail, one.address) for one in needs] == [
        (
            "Priya Shah asks for: 30-minute meeting",
            "Tue 8 Jan, 09:00 or 2 other times",
            reverse("approve-request", args=[request.pk]),
        ),
        ("4 people ask for a new link", "Karl 3, Karl 2, Karl 1, …", reverse("link-requests")),
        ("2 links close by tomorrow and were never opened", "Elif Kaya, Ivan Petrov", "/links/?status=not-opened"),
        ("An email to priya@example.com failed", "", reverse("deliveries")),
    ]
    scanned.openings.create(at=NOW, by="browser")
    closing = anas.get(reverse("home")).context["needs"][2]
    assert (closing.title, closing.address) == (
        "A link for Elif Kaya closes by tomorrow and was never opened",
        reverse("link-page", args=[soon.pk]),
    )


@pytest.mark.feature("O31")
def test_address_of_several_failed_mails_stands_once(anas, ana):
    for number in range(4):
        make_meeting(ana, START + timedelta(minutes=30 * number))
    Delivery.objects.filter(recipient="priya@example.com").update(failed_at=NOW, attempts=8)
    failed = anas.get(reverse("home")).context["needs"][-1]
    assert (failed.title, failed.detail) == ("4 emails failed", "priya@example.com")


@pytest.mark.feature("O31")
def test_nothing_needed_is_not_shown(anas):
    response = anas.get(reverse("home"))
    assert (response.context["needs"], "Needs you" in markup(response)) == ([], False)


@pytest.mark.feature("O31")
def test_numbers_are_a_chart_with_a_table(anas, ana):
    make_meeting(ana)
    one_time_link(ana).openings.create(at=NOW, by="browser")
    one_time_link(ana)
    Link.objects.filter(pk=one_time_link(ana).pk).update(created_at=NOW - timedelta(days=8))
    Link.objects.exclude(created_at__lt=NOW - timedelta(days=7)).update(created_at=NOW)
    week, month = (anas.get(reverse("home"), {"days": days}).context["chart"] for days in (7, 30))
    assert [(one.total, len(one.days)) for one in (week, month)] == [(Numbers(3, 2, 1), 7), (Numbers(4, 2, 1), 30)]
    assert (week.total.opened_share, week.total.booked_share, week.days[-1].name) == (67, 33, "Today")
    assert [bar.kind for bar in week.days[-1].bars] == ["made", "opened", "booked"]
    html = markup(anas.get(reverse("home")))
    assert '<th scope="row">Mon 7 Jan</th><td>3</td><td>2</td><td>1</td>' in html
    assert anas.get(reverse("home"), {"days": "x"}).context["span"] == 7


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O31", "A13")
def test_home_costs_constant_number_of_queries(client, ana, ben, count, django_assert_num_queries):
    for user in (ana, ben):
        for number in range(count):
            make_meeting(user, START + timedelta(minutes=30 * number))
            make_request(user, TUESDAY + timedelta(hours=2 * number))
    # Session, user, the first steps; of meetings and of requests the places, rows, admissions and hosts, and the times
    # that were suggested; requests for links, links that close (two), numbers; for an admin failed mails.
    for user, queries in ((ana, 18), (ben, 17)):
        client.force_login(user)
        with django_assert_num_queries(queries):
            context = client.get(reverse("home")).context
        assert (len(context["days"][0].lines), len(context["needs"])) == (count, count)
