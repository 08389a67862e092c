"""Moving a meeting: its own hosts, live hours and limits, frozen lengths and terms."""

from datetime import timedelta

import pytest

from accounts.actions import change_member
from bookings.actions import ask_new_time, book, cancel, mark_missed, reassign, reschedule
from bookings.errors import AlreadyStarted, HostLeft, MeetingChanged, NotTakingPlace, SlotTaken, TooLate
from bookings.models import Booking
from deliveries.models import Delivery
from pages.actions import archive_event_type, archive_page
from pages.models import HostTime, Page, WeeklyHours
from tests.bookings.meetings import (
    assert_nothing_written,
    assert_refused,
    book_at_page,
    book_meeting,
    change_settings,
    history,
    host_times,
    mail_facts,
    mails_about,
    pool_page,
    pool_turns,
)
from tests.builders import NOW, START, one_time_link, submission
from tests.customer.masters import panel_of

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.feature("R10")
def test_a_customer_moves_a_meeting(ana, event_type):
    made = book_meeting(ana, event_type, guests=("tom@example.com",))
    token = made.token()
    moved = reschedule(booking=made, start=LATER, actor=None, reason="A clash", sequence=0, now=NOW + MINUTE)
    moved.refresh_from_db()
    assert (moved.uid, moved.token(), moved.sequence, moved.status) == (made.uid, token, 1, "scheduled")
    assert (moved.starts_at, moved.ends_at) == (LATER, LATER + timedelta(minutes=30))
    assert (moved.rescheduled_at, moved.reason, moved.decided_by, moved.decided_at) == (
        NOW + MINUTE,
        "A clash",
        None,
        NOW + MINUTE,
    )
    assert host_times(moved) == [(ana.pk, LATER, True, True)]
    assert mails_about(moved) == [
        ("customer_change", "priya@example.com", "REQUEST"),
        ("guest_change", "tom@example.com", "REQUEST"),
        ("host_change", "ana@acme.example", "REQUEST"),
    ]
    assert history(moved) == [
        ("booked", None, {}),
        ("rescheduled", None, {"was": START.isoformat(), "to": LATER.isoformat(), "reason": "A clash"}),
    ]
    known = mail_facts(moved, "host_change")
    assert (known["was"], known["starts_at"], known["reason"], known["by"], known["sequence"], known["event"]) == (
        START.isoformat(),
        LATER.isoformat(),
        "A clash",
        None,
        1,
        "moved",
    )
    assert known["uid"] == mail_facts(moved, "host_confirmation")["uid"]


@pytest.mark.feature("A20")
def test_move_by_host_names_the_host(ana, event_type):
    moved = reschedule(booking=book_meeting(ana, event_type), start=LATER, actor=ana, now=NOW)
    assert history(moved)[1] == ("rescheduled", ana, {"was": START.isoformat(), "to": LATER.isoformat()})
    assert mail_facts(moved, "customer_change")["by"] == {"name": "Ana Ruiz", "email": "ana@acme.example"}


@pytest.mark.feature("R10")
def test_the_same_again_changes_nothing(ana, event_type):
    made = book_meeting(ana, event_type)
    reschedule(booking=made, start=LATER, actor=None, sequence=0, now=NOW)
    with assert_nothing_written():
        again = reschedule(booking=made, start=LATER, actor=None, sequence=0, now=NOW)
    assert (again.pk, again.starts_at, again.sequence) == (made.pk, LATER, 1)
    with assert_nothing_written():
        reschedule(booking=made, start=LATER, actor=None, now=LATER + DAY)


@pytest.mark.feature("R10")
def test_moving_outdated_meeting_is_refused(ana, event_type):
    made = book_meeting(ana, event_type)
    reschedule(booking=made, start=LATER, actor=ana, now=NOW)
    with assert_refused(MeetingChanged):
        reschedule(booking=made, start=LATER + DAY, actor=None, sequence=0, now=NOW)
    assert reschedule(booking=made, start=START, actor=None, sequence=1, now=NOW).sequence == 2
    assert sorted(set(Delivery.objects.values_list("sequence", flat=True))) == [0, 1, 2]


@pytest.mark.feature("R10")
def test_moving_frees_old_time_takes_new(ana, event_type):
    made = book_meeting(ana, event_type)
    reschedule(booking=made, start=LATER, actor=None, now=NOW)
    with pytest.raises(SlotTaken):
        book_meeting(ana, event_type, LATER)
    assert book_meeting(ana, event_type, START, email="other@example.com").starts_at == START


@pytest.mark.feature("R10")
def test_own_time_does_not_block_moving(ana, event_type):
    change_settings(event_type, interval=15, limit_per_day=1, limit_per_week=1, buffer_before=30, buffer_after=30)
    made = book_meeting(ana, event_type)
    moved = reschedule(booking=made, start=START + 15 * MINUTE, actor=None, now=NOW)
    assert host_times(moved) == [(ana.pk, START + 15 * MINUTE, True, True)]


@pytest.mark.feature("R10")
def test_lengths_are_frozen(ana, event_type):
    change_settings(event_type, buffer_before=5, buffer_after=10, interval=30)
    made = book_meeting(ana, event_type)
    change_settings(event_type, duration=60, buffer_before=0, buffer_after=0, name="Renamed")
    moved = reschedule(booking=made, start=LATER, actor=None, now=NOW)
    row = HostTime.objects.get(meeting=moved.uid)
    assert (moved.ends_at - moved.starts_at, moved.title) == (timedelta(minutes=30), "30-minute meeting")
    assert (row.ends_at, row.buffer_before, row.buffer_after) == (LATER + timedelta(minutes=30), 5, 10)
    # A meeting of 30 minutes fits where one of 60 would not: until 17 in Madrid.
    assert reschedule(booking=made, start=START.replace(minute=30, hour=15), actor=None, now=NOW).sequence == 2


@pytest.mark.feature("R10")
def test_frozen_buffers_are_judged(ana, event_type):
    change_settings(event_type, interval=15, buffer_after=15)
    made = book_meeting(ana, event_type)
    change_settings(event_type, buffer_after=0)
    book_meeting(ana, event_type, LATER)
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=LATER - timedelta(minutes=30), actor=None, now=NOW)
    assert reschedule(booking=made, start=LATER - timedelta(minutes=45), actor=None, now=NOW).sequence == 1


@pytest.mark.feature("R10")
def test_current_notice_binds_customer_not_host(ana, event_type):
    made = book_meeting(ana, event_type, START + DAY)
    change_settings(event_type, notice=24 * 60)
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=LATER, actor=None, now=LATER - DAY + timedelta(seconds=1))
    assert reschedule(booking=made, start=LATER, actor=None, now=LATER - DAY).starts_at == LATER
    assert reschedule(booking=made, start=START, actor=ana, now=START - MINUTE).starts_at == START


@pytest.mark.parametrize("actor", ["customer", "host"])
@pytest.mark.feature("R10")
def test_horizon_and_hours_are_live(ana, event_type, actor):
    by = ana if actor == "host" else None
    made = book_meeting(ana, event_type)
    change_settings(event_type, horizon_days=1)
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=START + 2 * DAY, actor=by, now=NOW)
    assert reschedule(booking=made, start=START + DAY, actor=by, now=NOW).sequence == 1
    WeeklyHours.objects.filter(schedule=ana.pages.get().schedule, weekday=1).delete()
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=START, actor=by, now=NOW)


@pytest.mark.parametrize("limit", ["limit_per_day", "limit_per_week"])
@pytest.mark.feature("R10")
def test_limits_are_live(ana, event_type, limit):
    book_meeting(ana, event_type, START + DAY)
    made = book_meeting(ana, event_type, START + 7 * DAY)
    change_settings(event_type, **{limit: 1})
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=LATER + DAY, actor=None, now=NOW)
    assert reschedule(booking=made, start=LATER + 7 * DAY, actor=None, now=NOW).sequence == 1


@pytest.mark.parametrize(
    "start",
    [START + 7 * MINUTE, START.replace(hour=17), START + 5 * DAY, NOW - DAY, START + timedelta(microseconds=1)],
    ids=["off the grid", "closed", "Saturday", "past", "no whole second"],
)
@pytest.mark.feature("R10")
def test_only_times_that_are_offered(ana, event_type, start):
    made = book_meeting(ana, event_type)
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=start, actor=None, now=NOW)


@pytest.mark.feature("A19")
def test_meeting_moves_though_everything_else_ended(ana, event_type):
    made = book_meeting(ana, event_type)
    Page.objects.filter(pk=made.admission.page_id).update(slug="another", accepts_bookings=False, listed=False)
    made.admission.link.__class__.objects.filter(pk=made.admission.link_id).update(revoked_at=NOW, expires_at=NOW)
    archive_event_type(actor=ana, event_type=event_type, now=NOW)
    archive_page(actor=ana, page=ana.pages.get(), now=NOW)
    moved = reschedule(booking=made, start=LATER, actor=None, now=NOW)
    assert (host_times(moved), moved.sequence) == ([(ana.pk, LATER, True, True)], 1)


@pytest.mark.feature("C7")
def test_it_spends_nothing_more(ana, event_type):
    link = one_time_link(ana)
    made = book(submission=submission(event_type.pk), link=link, now=NOW).booking
    for number, start in enumerate([LATER, START, LATER], start=1):
        assert reschedule(booking=made, start=start, actor=None, now=NOW).sequence == number
    link.refresh_from_db()
    assert (link.uses, link.used_at, link.admissions.count(), Booking.objects.count()) == (1, NOW, 1, 1)


@pytest.mark.feature("C7")
def test_also_once_the_link_has_expired(ana, event_type):
    link = one_time_link(ana, expires_at=NOW + MINUTE)
    made = book(submission=submission(event_type.pk), link=link, now=NOW).booking
    assert reschedule(booking=made, start=LATER, actor=None, now=NOW + timedelta(hours=1)).sequence == 1


@pytest.mark.feature("R10")
def test_a_host_who_left_moves_nowhere(ana, ben):
    made = book_meeting(ben, ben.event_types.get())
    change_member(actor=ana, member=ben, role=ben.role, is_active=False)
    with assert_refused(HostLeft):
        reschedule(booking=made, start=LATER, actor=None, now=NOW)
    with assert_refused(HostLeft):
        reschedule(booking=made, start=LATER, actor=ana, now=NOW)


@pytest.mark.feature("A12")
def test_a_panel_keeps_its_hosts(ana):
    page = panel_of(ana, 3)
    event_type = page.event_types.get()
    made = book_at_page(page, event_type)
    hosts = [host for host, *_rest in host_times(made)]
    moved = reschedule(booking=made, start=LATER, actor=None, now=NOW)
    assert host_times(moved) == [(host, LATER, True, True) for host in hosts]
    assert mails_about(moved) == [
        ("customer_change", "priya@example.com", "REQUEST"),
        ("host_change", "member1@acme.example", "REQUEST"),
        ("host_change", "member2@acme.example", "REQUEST"),
        ("host_change", "member3@acme.example", "REQUEST"),
    ]


@pytest.mark.feature("A12")
def test_panel_moves_only_where_all_are_free(ana):
    page = panel_of(ana, 2)
    made = book_at_page(page, page.event_types.get())
    second = host_times(made)[1][0]
    other = Page.objects.get(host=second)
    book_at_page(other, other.event_types.get(), LATER, email="other@example.com")
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=LATER, actor=None, now=NOW)
    assert reschedule(booking=made, start=LATER + timedelta(minutes=30), actor=None, now=NOW).sequence == 1


@pytest.mark.parametrize(
    ("when", "before", "now", "allowed"),
    [
        ("any", 0, START - timedelta(seconds=1), True),
        ("before", 60, START - timedelta(minutes=60), True),
        ("before", 60, START - timedelta(minutes=60) + timedelta(microseconds=1), False),
        ("never", 0, NOW, False),
    ],
    ids=["any time", "just in time", "just too late", "never"],
)
@pytest.mark.feature("A16")
def test_terms_bind_customer_but_no_host(ana, event_type, when, before, now, allowed):
    change_settings(event_type, reschedule_when=when, reschedule_before=before, notice=0)
    made = book_meeting(ana, event_type)
    # Frozen when made: what they are now does not matter.
    change_settings(event_type, reschedule_when="never" if allowed else "any")
    if allowed:
        assert reschedule(booking=made, start=LATER + DAY, actor=None, now=now).sequence == 1
        return
    with assert_refused(TooLate):
        reschedule(booking=made, start=LATER + DAY, actor=None, now=now)
    assert reschedule(booking=made, start=LATER + DAY, actor=ana, now=now).sequence == 1


@pytest.mark.feature("A16")
def test_asked_customer_chooses_new_time_once(ana, event_type):
    change_settings(event_type, reschedule_when="never")
    made = book_meeting(ana, event_type)
    ask_new_time(booking=made, actor=ana, message="I am ill", now=NOW)
    moved = reschedule(booking=made, start=LATER, actor=None, now=NOW)
    assert (moved.sequence, moved.new_time_asked_at) == (1, None)
    with assert_refused(TooLate):
        reschedule(booking=made, start=START, actor=None, now=NOW)


@pytest.mark.feature("R20")
def test_terms_are_judged_at_new_start(ana, event_type):
    change_settings(event_type, reschedule_when="before", reschedule_before=24 * 60, notice=0)
    made = book_meeting(ana, event_type, START + 2 * DAY)
    moved = reschedule(booking=made, start=START, actor=ana, now=NOW)
    with assert_refused(TooLate):
        reschedule(booking=moved, start=START + 2 * DAY, actor=None, now=NOW)


@pytest.mark.parametrize("actor", ["customer", "host"])
@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=30), DAY])
@pytest.mark.feature("R10")
def test_what_has_begun_is_not_moved(ana, event_type, actor, late):
    made = book_meeting(ana, event_type)
    with assert_refused(AlreadyStarted):
        reschedule(booking=made, start=START + 2 * DAY, actor=ana if actor == "host" else None, now=START + late)


@pytest.mark.feature("R15")
def test_ended_meeting_is_not_moved(ana, event_type):
    cancelled, missed = book_meeting(ana, event_type), book_meeting(ana, event_type, LATER)
    cancel(booking=cancelled, actor=None, now=NOW)
    mark_missed(booking=missed, actor=ana, now=LATER)
    for booking in (cancelled, missed):
        for actor in (None, ana):
            with assert_refused(NotTakingPlace):
                reschedule(booking=booking, start=START + DAY, actor=actor, now=NOW)


@pytest.mark.feature("A18")
def test_reminders_move_along(ana, event_type):
    change_settings(event_type, reminders=[60, 1440], follow_up=10, follow_up_text="Thanks")
    made = book_meeting(ana, event_type, START + 7 * DAY)
    planned = Delivery.objects.filter(kind__in=["reminder_1", "reminder_2", "follow_up"])
    assert planned.count() == 3
    moved = reschedule(booking=made, start=START + DAY, actor=None, now=START + timedelta(hours=1))
    assert sorted(planned.filter(sequence=1).values_list("kind", "due_at")) == [
        ("follow_up", moved.ends_at + 10 * MINUTE),
        # A day before has passed.
        ("reminder_1", moved.starts_at - timedelta(hours=1)),
    ]
    assert set(planned.filter(sequence=0)) == set(planned.filter(sequence=0).outdated())
    assert not planned.filter(sequence=1).outdated().exists()
    assert mail_facts(moved, "follow_up")["text"] == "Thanks"


@pytest.mark.feature("A11")
def test_moving_changes_nobodys_turn(ana):
    pool, page = pool_page(ana, 2)
    made = book_at_page(page, page.event_types.get())
    before = pool_turns(pool)
    reschedule(booking=made, start=LATER, actor=None, now=NOW)
    assert pool_turns(pool) == before


@pytest.mark.feature("R10")
def test_reassigned_meeting_moves_with_new_host(ana, ben, event_type):
    made = book_meeting(ana, event_type)
    reassign(booking=made, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    book_meeting(ana, event_type, LATER)
    moved = reschedule(booking=made, start=LATER, actor=None, now=NOW)
    assert (host_times(moved), moved.sequence) == ([(ben.pk, LATER, True, True)], 2)
