"""Writes of what is offered: each holds the organization's lock, and judges anew under it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import change_member, invitation_key, invite
from pages import actions
from pages.errors import AddressInUse, NotYours, StillUsed, TeamNeedsAutomaticBooking, WrongChoice
from pages.models import EventType, Page
from tests.builders import NOW, managed_event_type, team_page


def page_of(user, **fields):
    return Page(host=user, schedule=user.schedules.get(), name="Second", slug="second", **fields)


DEEDS = {
    "save_page": lambda ana, ben: actions.save_page(
        actor=ana, page=ana.pages.get(), event_types=list(ana.event_types.all()), now=NOW
    ),
    "archive_page": lambda ana, ben: actions.archive_page(actor=ana, page=ana.pages.get(), now=NOW),
    "save_event_type": lambda ana, ben: actions.save_event_type(actor=ana, event_type=ana.event_types.get(), now=NOW),
    "archive_event_type": lambda ana, ben: actions.archive_event_type(
        actor=ana, event_type=ana.event_types.get(), now=NOW
    ),
    "save_schedule": lambda ana, ben: actions.save_schedule(
        actor=ana, schedule=ana.schedules.get(), weekly=[], dates=[], today=NOW.date(), now=NOW
    ),
    "take_time_off": lambda ana, ben: actions.add_time_off(
        actor=ana, owner=ana, first=NOW.date(), last=NOW.date(), now=NOW
    ),
    "keep_holidays": lambda ana, ben: actions.save_holidays(actor=ana, country="ES", region="", worked=[], now=NOW),
    "change_member": lambda ana, ben: change_member(actor=ana, member=ben, role="member", is_active=False),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_organization_lock_comes_before_every_write(ana, ben, deed):
    with CaptureQueriesContext(connection) as queries:
        DEEDS[deed](ana, ben)
    sql = [query["sql"] for query in queries]
    lock = next(place for place, one in enumerate(sql) if "pg_advisory_xact_lock(" in one)
    write = next(place for place, one in enumerate(sql) if one.startswith(("INSERT", "UPDATE", "DELETE")))
    assert lock < write


def test_joining_locks_organization_before_invitation(ana):
    key = invitation_key(invite(actor=ana, email="dora@acme.example", role="member", now=timezone.now()))
    with CaptureQueriesContext(connection) as queries:
        actions.accept_invitation(key=key, name="Dora", password="x" * 12, time_zone="UTC", now=timezone.now())
    sql = [query["sql"] for query in queries]
    lock = next(place for place, one in enumerate(sql) if "pg_advisory_xact_lock(" in one)
    row = next(place for place, one in enumerate(sql) if "FOR UPDATE" in one)
    assert lock < row


def test_archived_rows_cannot_be_changed(ana, anas_page, event_type):
    schedule = ana.schedules.get()
    for row in (anas_page, event_type, schedule):
        type(row).objects.filter(pk=row.pk).update(archived_at=NOW)
    with pytest.raises(NotYours):
        actions.save_page(actor=ana, page=anas_page, event_types=[event_type], now=NOW)
    with pytest.raises(NotYours):
        actions.save_event_type(actor=ana, event_type=event_type, now=NOW)
    with pytest.raises(NotYours):
        actions.save_schedule(actor=ana, schedule=schedule, weekly=[], dates=[], today=NOW.date(), now=NOW)
    with pytest.raises(NotYours):
        actions.archive_page(actor=ana, page=anas_page, now=NOW)


@pytest.mark.parametrize("choice", ["host", "schedule", "event_type", "colleague", "archived", "left"])
def test_unavailable_page_parts_are_refused(ana, ben, zoe, choice):
    page, event_types = page_of(ana), list(ana.event_types.all())
    if choice == "host":
        page.host = zoe
    elif choice == "schedule":
        page.schedule = ben.schedules.get()
    elif choice == "event_type":
        event_types = list(zoe.event_types.all())
    elif choice == "colleague":
        page, event_types = page_of(ana), list(ben.event_types.all())
    elif choice == "archived":
        EventType.objects.update(archived_at=NOW)
    else:
        page = page_of(ben)
        change_member(actor=ana, member=ben, role="member", is_active=False)
    actor = ben if choice == "colleague" else ana
    with pytest.raises(WrongChoice):
        actions.save_page(actor=actor, page=page, event_types=event_types, now=NOW)
    assert not Page.objects.filter(slug="second").exists()


def test_public_address_in_use_is_refused(ana, ben):
    page = page_of(ana)
    page.slug = "ben-ode"
    with pytest.raises(AddressInUse):
        actions.save_page(actor=ana, page=page, event_types=list(ana.event_types.all()), now=NOW)


def test_saving_leaves_other_columns_alone(ana, anas_page, event_type):
    anas_page.kind, event_type.archived_at = "master", NOW
    actions.save_page(actor=ana, page=anas_page, event_types=[event_type], now=NOW)
    actions.save_event_type(actor=ana, event_type=event_type, now=NOW)
    anas_page.refresh_from_db()
    event_type.refresh_from_db()
    assert (anas_page.kind, event_type.archived_at) == ("booking", None)


def test_members_make_no_admin_managed_event_type(ben):
    with pytest.raises(WrongChoice):
        actions.save_event_type(actor=ben, event_type=EventType(name="Team call", managed=True), now=NOW)
    assert not EventType.objects.filter(name="Team call").exists()


def test_new_event_type_joins_own_page_last(ana, ben, zoe):
    page = ben.pages.get()
    made = actions.save_event_type(actor=ben, event_type=EventType(name="Second"), page=page, now=NOW)
    assert [one.event_type_id for one in page.offered.order_by("position")][-1] == made.pk
    for other in (ana.pages.get(), zoe.pages.get()):
        with pytest.raises(WrongChoice):
            actions.save_event_type(actor=ben, event_type=EventType(name="Third"), page=other, now=NOW)
    assert not EventType.objects.filter(name="Third").exists()


@pytest.mark.parametrize("change", [{"needs_approval": True}, {"sessions": 2}])
def test_event_type_of_a_team_books_once(ana, anas_page, change):
    event_type = managed_event_type(ana)
    team_page(ana, event_type, anas_page, name="Meet the team")
    for name, value in change.items():
        setattr(event_type, name, value)
    with pytest.raises(TeamNeedsAutomaticBooking) as refusal:
        actions.save_event_type(actor=ana, event_type=event_type, now=NOW)
    assert "Meet the team" in str(refusal.value)
    event_type.refresh_from_db()
    assert (event_type.needs_approval, event_type.sessions) == (False, 1)


def test_strangers_copy_no_event_type(event_type, zoe):
    with pytest.raises(NotYours):
        actions.duplicate_event_type(actor=zoe, event_type=event_type, now=NOW)


def test_schedule_in_use_stays(ana, anas_page):
    with pytest.raises(StillUsed) as refusal:
        actions.archive_schedule(actor=ana, schedule=anas_page.schedule, now=NOW)
    assert str(anas_page) in str(refusal.value)
    anas_page.schedule.refresh_from_db()
    assert anas_page.schedule.archived_at is None
