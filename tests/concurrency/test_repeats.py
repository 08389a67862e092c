"""R13 at the same instant: one form sent several times is one booking and one answer (threats 12 and 13)."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest

from bookings.models import Admission, Booking
from bookings.steps.judge import PUBLIC_BOOKINGS_AN_HOUR
from deliveries.models import Delivery
from tests.concurrency import operations
from tests.concurrency.stages import open_stage


def send(crowd, database, stage, times, **entry):
    """The same form, `times` times at once."""
    form = {"event_type": stage.event_type.pk, "start": stage.slot(), "key": uuid.uuid4(), **entry}
    return crowd.all_at_once(database, [(operations.book, form)] * times)


def one_answer_each(crowd, database, stage, rounds, entry):
    for number in range(rounds):
        (only,) = Counter(send(crowd, database, stage, 2 + number % 3, **entry()))
        assert (only.word, Admission.objects.filter(pk=only.detail).count()) == ("booked", 1)


@pytest.mark.parametrize("through", ["link", "page"])
@pytest.mark.feature("R13")
def test_double_submit_at_the_same_instant(arena, crowd, figure, through):
    stage = open_stage()
    entries = {"link": lambda: {"link": stage.link().pk}, "page": lambda: {"page": stage.page.pk}}
    one_answer_each(crowd, arena, stage, 12, entries[through])
    assert Admission.objects.filter(page=stage.page).count() == 12
    figure(f"12 rounds of 2 to 4 equal forms through a {through}, one booking and one answer each")


@pytest.mark.feature("R13")
def test_one_key_through_different_addresses_admits_once(arena, crowd):
    stage = open_stage(pages=2)
    form = {"event_type": stage.event_type.pk, "key": uuid.uuid4()}
    entries = [{"link": stage.link().pk}, {"link": stage.link().pk}, *({"page": page.pk} for page in stage.pages)]
    starts = [stage.slot()] * len(entries)
    answers = crowd.all_at_once(
        arena,
        [(operations.book, form | entry | {"start": start}) for entry, start in zip(entries, starts, strict=True)],
    )
    words = Counter(answer.word for answer in answers)
    # Whoever comes later learns that the key is used, or finds the time gone before looking.
    assert words["booked"] == 1 == Admission.objects.filter(submission_key=form["key"]).count()
    assert set(words) <= {"booked", "AlreadySent", "SlotTaken"}


def test_control_without_key_form_books_twice(unguarded, crowd, failpoints, figure):
    """On a page that two hosts' hours would allow it on, nothing but the key tells a repeat from a second wish."""
    database = unguarded(
        ("bookings_admission_submission_key_key", "bookings_admission"), ("host_time_apart", "pages_hosttime")
    )
    failpoints.set(check_repeat="skip", lock_hosts="unlocked", assign_places="then meet 2")
    stage = open_stage()
    broken = sum(len(set(send(crowd, database, stage, 2, page=stage.page.pk))) > 1 for _ in range(3))
    assert broken > 0
    figure(f"without check_repeat, lock_hosts and their constraints: {broken} of 3 double submits booked twice")


def test_control_unique_key_alone_answers_wrongly(unguarded, crowd, failpoints):
    database = unguarded()
    failpoints.set(lock_hosts="unlocked", assign_places="meet 3")
    stage = open_stage()
    answers = [send(crowd, database, stage, 3, page=stage.page.pk) for _ in range(4)]
    assert Admission.objects.filter(page=stage.page).count() == 4
    # Who looks between the other's commit and their own judgement finds their own time taken by themselves.
    assert {answer.word for round_of in answers for answer in round_of} <= {"booked", "SlotTaken"}


def test_asking_again_for_the_confirmation_owes_one(arena, crowd):
    stage = open_stage()
    answer = operations.book(event_type=stage.event_type.pk, start=stage.slot(), page=stage.page.pk)
    booking = Booking.objects.get(admission_id=answer.detail)
    owed = Delivery.objects.filter(thread=booking.uid)
    earlier = booking.created_at - timedelta(hours=1)
    owed.update(created_at=earlier, sent_at=earlier)
    answers = crowd.all_at_once(
        arena, [(operations.mail_confirmation_again, {"booking": booking.pk, "now": booking.created_at})] * 8
    )
    assert Counter(answers) == {True: 1, False: 7}
    assert list(owed.filter(copy__gt=0).values_list("kind", "copy")) == [("customer_confirmation", 1)]


def test_public_customer_is_counted_at_once(arena, crowd):
    stage = open_stage()
    form = {"event_type": stage.event_type.pk, "page": stage.page.pk, "email": "eager@example.com"}
    answers = crowd.all_at_once(arena, [(operations.book, form | {"start": start}) for start in stage.slots(12)])
    most = PUBLIC_BOOKINGS_AN_HOUR
    assert Counter(answer.word for answer in answers) == {"booked": most, "TooManyBookings": 12 - most}
