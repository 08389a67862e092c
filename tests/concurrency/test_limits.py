"""What the transaction refuses whoever asks, in whichever way: the form behind it may be forged or old (R9, R11)."""

from datetime import timedelta

import pytest

from bookings.models import Admission
from links.models import Link
from pages.models import EventType, Page
from tests.concurrency import operations
from tests.concurrency.stages import open_stage


def ask(stage, **changes):
    """One booking through a fresh one-time link, unless told otherwise; nothing may be left of a refusal."""
    request = {"event_type": stage.event_type.pk, "start": stage.slot()} | changes
    if not {"link", "page"} & set(changes):
        request["link"] = stage.link().pk
    answer = operations.book(**request)
    if answer.word != "booked":
        assert Admission.objects.filter(organization=stage.owner.organization).count() == 0
        assert not Link.objects.filter(organization=stage.owner.organization, uses__gt=0).exists()
    return answer


def another_event_type(stage, name="Long talk"):
    return EventType.objects.create(
        organization=stage.owner.organization, owner=stage.owner, name=name, duration=15, notice=0
    )


@pytest.mark.feature("R9")
def test_link_is_used_up_before_expiry(arena):
    stage = open_stage()
    start = stage.slot()
    link = stage.link(expires_at=start + timedelta(days=7))
    assert ask(stage, link=link.pk, start=start).word == "booked"
    assert operations.book(event_type=stage.event_type.pk, start=stage.slot(), link=link.pk) == ("DeadLink", "used")


@pytest.mark.feature("R11")
def test_event_type_not_offered_is_refused(arena):
    stage, strangers = open_stage(), open_stage()
    assert ask(stage, event_type=another_event_type(stage).pk).word == "NotOfferedHere"
    assert ask(stage, event_type=strangers.event_type.pk).word == "NotOfferedHere"
    assert ask(stage, event_type=10**15).word == "NotOfferedHere"


@pytest.mark.feature("R11")
def test_event_type_outside_link_is_refused(arena):
    stage = open_stage()
    other = another_event_type(stage)
    stage.page.event_types.add(other)
    only = stage.link(event_types=[other])
    assert ask(stage, link=only.pk).word == "NotOfferedHere"
    assert ask(stage, link=only.pk, event_type=other.pk).word == "booked"


def test_archived_event_type_is_refused(arena):
    stage = open_stage()
    EventType.objects.filter(pk=stage.event_type.pk).update(archived_at=stage.slot())
    assert ask(stage).word == "NotOfferedHere"


def test_days_outside_links_window_are_refused(arena):
    stage = open_stage()
    first = stage.slot()
    link = stage.link(first_day=first.date(), last_day=first.date())
    assert ask(stage, link=link.pk, start=first + timedelta(days=1)).word == "SlotTaken"
    assert ask(stage, link=link.pk, start=first + timedelta(hours=23, minutes=45)).word == "booked"


def test_somebody_elses_link_is_refused(arena):
    stage = open_stage()
    locked = {"recipient_email": "tom@example.com", "locked_to_recipient": True}
    assert ask(stage, link=stage.link(**locked).pk).word == "OnlyForRecipient"
    assert ask(stage, link=stage.link(**locked).pk, email="TOM@example.com").word == "booked"


@pytest.mark.parametrize(
    ("change", "through_link", "through_page"),
    [
        ({"accepts_bookings": False}, ("DeadLink", "paused"), ("PageClosed", "")),
        ({"archived_at": "2026-01-01T00:00:00Z"}, ("DeadLink", "deleted"), ("PageClosed", "")),
        ({"listed": False}, ("booked",), ("PageClosed", "")),
    ],
)
def test_closed_page_is_refused(arena, change, through_link, through_page):
    stage = open_stage()
    Page.objects.filter(pk=stage.page.pk).update(**change)
    assert ask(stage, page=stage.page.pk) == through_page
    # A link can still be there from before.
    Page.objects.filter(pk=stage.page.pk).update(archived_at=None)
    link = stage.link()
    Page.objects.filter(pk=stage.page.pk).update(**change)
    assert ask(stage, link=link.pk)[: len(through_link)] == through_link
