"""Writes of time when somebody cannot be booked: days off, public holidays and blocked time."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from accounts import locks
from accounts.actions import add_history
from accounts.models import User
from accounts.verbs import Verb
from pages.errors import NotYours
from pages.models import BlockedTime, PublicHolidays, TimeOff

TimeOffRow = TypeVar("TimeOffRow", TimeOff, BlockedTime)


def add_time_off(*, actor: User, owner: User, first: date, last: date, note: str = "", now: datetime) -> TimeOff:
    """Close the days from `first` to `last`, both included, on all of the owner's pages.

    Meetings already booked keep their times. The same days again change the note only. Raise NotYours.
    """
    _check_may_act(actor, owner)
    with locks.changing_offers(actor.organization_id):
        row, is_new = TimeOff.objects.update_or_create(
            owner=owner,
            first_day=first,
            last_day=last,
            defaults={"note": note},
            create_defaults={"note": note, "organization": owner.organization},
        )
        _add_history(actor, row, Verb.MADE if is_new else Verb.CHANGED, now)
    return row


def block_time(
    *, actor: User, owner: User, starts_at: datetime, ends_at: datetime, note: str = "", now: datetime
) -> BlockedTime:
    """Keep customers from booking the owner between two instants, at most 24 hours apart.

    Meetings already booked keep their times. The same time again changes the note only. Raise NotYours.
    """
    _check_may_act(actor, owner)
    with transaction.atomic(durable=True):
        # Bookings take this lock before they check: a booking sees this row, or this waits for its COMMIT.
        locks.lock_people([owner.pk])
        row, is_new = BlockedTime.objects.update_or_create(
            owner=owner,
            starts_at=starts_at,
            ends_at=ends_at,
            defaults={"note": note},
            create_defaults={"note": note, "organization": owner.organization},
        )
        _add_history(actor, row, Verb.MADE if is_new else Verb.CHANGED, now)
    return row


def remove_time_off(*, actor: User, row: TimeOffRow, now: datetime) -> None:
    """Remove time off or blocked time: customers can book it again. Raise NotYours.

    This only frees time, so it needs no lock.
    """
    with transaction.atomic(durable=True):
        _add_history(actor, row, Verb.REMOVED, now)
        removed, _of_models = type(row).objects.editable_by(actor).filter(pk=row.pk).delete()
        if not removed:
            raise NotYours


def save_holidays(*, actor: User, country: str, region: str, worked: Iterable[str], now: datetime) -> None:
    """Close the public holidays of a country or region on the actor's pages, but for those of the `worked` names.

    An empty country closes none.
    """
    with locks.changing_offers(actor.organization_id):
        if not country:
            PublicHolidays.objects.filter(owner=actor).delete()
            return
        values = {"country": country, "region": region, "worked": sorted(worked)}
        row, is_new = PublicHolidays.objects.update_or_create(
            owner=actor, defaults=values, create_defaults={**values, "organization": actor.organization}
        )
        _add_history(actor, row, Verb.MADE if is_new else Verb.CHANGED, now)


def _check_may_act(actor: User, owner: User) -> None:
    if owner != actor and not (actor.is_admin and owner.organization_id == actor.organization_id):
        raise NotYours


def _add_history(actor: User, row: TimeOff | BlockedTime | PublicHolidays, verb: Verb, now: datetime) -> None:
    add_history(subject=row, organization_id=actor.organization_id, verb=verb, actor=actor, at=now)
