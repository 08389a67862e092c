"""Home: the first steps, seen from the data, and the next meetings."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.actions import book
from links.queries import FirstSteps
from pages.models import WeeklyHours
from tests.builders import NOW, START, one_time_link, submission
from tests.calendars.builders import connected
from tests.markup import markup
from tests.owner.meetings.owners import TUESDAY, asked, booked

pytestmark = pytest.mark.django_db
# Session, user, the first steps, the places of the meetings and of the requests, the rows, their admissions, who asks
# for a link.
QUERIES = 8


@pytest.mark.feature("O31", "O32")
def test_new_account_lacks_calendar_and_sharing(anas):
    response = anas.get(reverse("home"))
    steps = response.context["steps"]
    assert steps == FirstSteps(zone=True, hours=True, calendar=False, event_type=True, shared=False)
    html = markup(response)
    assert "3 of 5 steps done." in html
    assert "Madrid time" in html


@pytest.mark.feature("O31")
def test_steps_follow_from_the_data(anas, ana, event_type):
    WeeklyHours.objects.all().delete()
    event_type.archived_at = NOW
    event_type.save()
    ana.time_zone = "UTC"
    ana.save()
    steps = anas.get(reverse("home")).context["steps"]
    assert steps == FirstSteps(zone=False, hours=False, calendar=False, event_type=False, shared=False)


@pytest.mark.feature("O31")
def test_the_list_goes_when_all_is_done(anas, ana):
    one_time_link(ana)
    assert anas.get(reverse("home")).context["steps"].done == 4
    connected(ana)
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
    assert f'<a class="button outline" href="{reverse("share")}">Share</a>' in html


@pytest.mark.feature("O31")
def test_the_next_five_meetings_soonest_first(anas, ana, event_type):
    for number in reversed(range(6)):
        start = START + timedelta(minutes=30 * (number % 4), days=number // 4)
        book(submission=submission(event_type.pk, start), link=one_time_link(ana), now=NOW)
    response = anas.get(reverse("home"))
    days = [(day.title, day.date, [line.start for line in day.lines]) for day in response.context["days"]]
    assert days == [
        ("Today", "Monday 7 January", ["15:00", "15:30", "16:00", "16:30"]),
        ("Tomorrow", "Tuesday 8 January", ["15:00"]),
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O31")
def test_home_costs_constant_number_of_queries(client, ana, ben, count, django_assert_num_queries):
    for number in range(count):
        booked(ben, START + timedelta(minutes=30 * number))
    # Both read who holds the meetings, and members which requests they hold.
    for user, more in ((ana, 1), (ben, 2)):
        client.force_login(user)
        with django_assert_num_queries(QUERIES + more):
            assert len(client.get(reverse("home")).context["days"][0].lines) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("A13")
def test_home_shows_requests_in_constant_queries(client, ana, ben, count, django_assert_num_queries):
    requests = [asked(ben, TUESDAY + timedelta(hours=2 * number)) for number in range(count)]
    for user, more in ((ana, 2), (ben, 3)):
        client.force_login(user)
        # One for the times that were suggested.
        with django_assert_num_queries(QUERIES + more):
            response = client.get(reverse("home"))
        (waiting,) = response.context["requests"]
        assert [line.booking.pk for line in waiting.lines] == [one.pk for one in requests]
        html = markup(response)
        assert "Requests waiting for your answer" in html
        assert html.count("or 2 other times") == count


@pytest.mark.feature("A13")
def test_home_is_silent_without_requests(anas):
    assert "Requests waiting" not in markup(anas.get(reverse("home")))
