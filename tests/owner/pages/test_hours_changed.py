"""What a change of hours or zone would move: it is said before saving and after, and meetings stay (O36, R16)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from bookings.actions import book
from bookings.models import Booking
from bookings.states import BookingStatus
from owner.pages.views.hours_changed import zone_move
from pages.models import HostTime
from tests.bookings.meetings import change_settings
from tests.builders import NOW, submission
from tests.markup import markup
from tests.owner.pages.test_schedules import FORM
from tests.tables import table

# Tuesday 8 January 2030, in Madrid an hour later: 09:00, 12:00, 16:30.
MORNING, NOON, LATE = (datetime(2030, 1, 8, *time, tzinfo=UTC) for time in ((8, 0), (11, 0), (15, 30)))
SHORTER = {f"closes-{day}": ["16:00"] for day in range(1, 6)}


def meeting(page, start):
    form = submission(page.event_types.get().pk, start, email=f"c{start:%d%H%M}@example.com")
    return book(submission=form, page=page, now=NOW).bookings.get()


@pytest.fixture
def url(anas_page):
    return reverse("schedule", args=[anas_page.schedule_id])


@pytest.fixture
def meetings(anas_page):
    return [meeting(anas_page, start) for start in (MORNING, NOON, LATE)]


def moves(response):
    return response.context["preview"].moves


@pytest.mark.feature("O36")
def test_meetings_within_hours_need_no_warning(anas, meetings, url):
    response = anas.get(url)
    assert (moves(response).upcoming, moves(response).outside) == (3, 0)
    assert "3 upcoming meetings; all lie within these hours." in markup(response)


@pytest.mark.feature("O36")
def test_form_names_meetings_outside_before_saving(anas, meetings, url):
    response = anas.post(url, FORM | SHORTER | {"preview": "1"})
    page = markup(response)
    [named] = moves(response).named
    assert (named.pk, named.when, named.customer) == (meetings[2].pk, "Tue 8 Jan, 16:30", "Priya Shah")
    assert "<strong>1 upcoming meeting is outside these hours.</strong> It does not change." in page
    assert f'href="{reverse("meeting", args=[meetings[2].pk])}"' in page


@pytest.mark.feature("O36")
def test_saving_warns_again_and_meetings_stay(anas, meetings, url):
    before = list(Booking.objects.order_by("pk").values_list("starts_at", "ends_at", "status", "sequence"))
    page = markup(anas.post(url, FORM | SHORTER, follow=True))
    assert "Saved. 1 upcoming meeting is now outside these hours. It does not change." in page
    assert '<a href="#moves">See which</a>' in page
    assert list(Booking.objects.order_by("pk").values_list("starts_at", "ends_at", "status", "sequence")) == before
    assert moves(anas.get(url)).outside == 1
    assert "Saved. Meetings already booked keep their times." in markup(anas.post(url, FORM, follow=True))


@pytest.mark.feature("O36")
def test_zone_change_explains_the_new_hours(anas, meetings, url):
    response = anas.post(url, FORM | {"time_zone": "America/New_York", "preview": "1"})
    page = markup(response)
    assert "09:00 now means 09:00 in New York: 15:00 in Madrid. Meetings already booked keep their times." in page
    # 09:00 and 12:00 in Madrid are 03:00 and 06:00 there, 16:30 is 10:30.
    assert [one.when for one in moves(response).named] == ["Tue 8 Jan, 03:00", "Tue 8 Jan, 06:00"]
    assert "now means" not in markup(anas.get(url))


@table(
    ("before", "after", "text"),
    [
        ("Europe/Madrid", "Europe/Madrid", ""),
        ("Europe/Madrid", "Europe/Athens", "09:00 now means 09:00 in Athens: 08:00 in Madrid."),
        ("America/New_York", "Asia/Tokyo", "09:00 now means 09:00 in Tokyo: 19:00 of the day before in New York."),
        ("Asia/Tokyo", "Pacific/Pago_Pago", "09:00 now means 09:00 in Pago Pago: 05:00 of the day after in Tokyo."),
        ("Asia/Kolkata", "UTC", "09:00 now means 09:00 in UTC: 14:30 in Kolkata."),
    ],
)
@pytest.mark.feature("O36")
def test_zone_is_compared_with_former_one(before, after, text):
    assert zone_move(before, after, NOW) == text


def test_ended_cancelled_and_foreign_meetings_are_ignored(anas, ana, ben, anas_page, meetings, url):
    booking = meetings[0]
    HostTime.objects.filter(meeting=booking.uid).update(active=False)
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.CANCELLED)
    over = NOW - timedelta(hours=2)
    HostTime.objects.filter(meeting=meetings[1].uid).update(starts_at=over, ends_at=over + timedelta(minutes=30))
    meeting(ben.pages.get(), MORNING)
    response = anas.post(url, {"name": "Closed", "time_zone": "Europe/Madrid", "preview": "1"})
    assert (moves(response).upcoming, [one.pk for one in moves(response).named]) == (1, [meetings[2].pk])


@pytest.mark.feature("O36", "A13")
def test_suggested_times_are_no_meetings(anas, anas_page, meetings, url):
    event_type = change_settings(anas_page.event_types.get(), needs_approval=True, holds_suggested=True)
    first, second = NOON + timedelta(days=1), LATE + timedelta(days=1)
    book(submission=submission(event_type.pk, first, further=(second,)), page=anas_page, now=NOW)
    assert HostTime.objects.active().count() == 5
    response = anas.post(url, FORM | SHORTER | {"preview": "1"})
    assert (moves(response).upcoming, moves(response).outside) == (3, 1)


def test_running_and_night_meetings_count_whole(anas, anas_page, meetings, url):
    HostTime.objects.filter(meeting=meetings[0].uid).update(
        starts_at=NOW - timedelta(minutes=10), ends_at=NOW + timedelta(minutes=20)
    )
    night = datetime(2030, 1, 8, 22, 30, tzinfo=UTC)
    HostTime.objects.filter(meeting=meetings[1].uid).update(starts_at=night, ends_at=night + timedelta(hours=1))
    through = {"opens-2": ["15:00"], "closes-2": ["24:00"], "opens-3": ["0:00"], "closes-3": ["2:00"]}
    found = [
        moves(anas.post(url, FORM | hours | {"preview": "1"})).outside
        for hours in (through, through | {"opens-3": ["0:31"]}, through | {"opens-1": ["8:30"]})
    ]
    # Madrid's 23:30 to 00:30, and what began at 08:50 and is on until 09:20.
    assert found == [1, 2, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_editor_costs_constant_number_of_queries(anas, anas_page, meetings, url, django_assert_num_queries, count):
    for one in meetings[count:]:
        HostTime.objects.filter(meeting=one.uid).update(active=False)
    closed = {"name": "Closed", "time_zone": "Europe/Madrid", "preview": "1"}
    anas.post(url, closed)
    with django_assert_num_queries(7):
        response = anas.post(url, closed)
    assert len(moves(response).named) == count


@pytest.mark.feature("O36")
def test_many_are_counted_and_few_named(anas, anas_page, url):
    for half_hours in range(8):
        meeting(anas_page, MORNING + timedelta(minutes=30 * half_hours))
    response = anas.post(url, {"name": "Closed", "time_zone": "Europe/Madrid", "preview": "1"})
    assert (moves(response).outside, len(moves(response).named), moves(response).more) == (8, 5, 3)
    text = re.sub(r"<[^>]+>", " ", markup(response))
    assert "3 more in all upcoming meetings" in text
