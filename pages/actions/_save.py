"""Helpers for saving rows that have an owner. They all run inside the caller's transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from accounts.actions import add_history
from accounts.models import User
from accounts.verbs import Verb
from pages.errors import NotYours
from pages.models import EventType, Page, Pool, Schedule

Owned = TypeVar("Owned", EventType, Page, Pool, Schedule)
Switched = TypeVar("Switched", EventType, Page)


def prepare_row(editable: QuerySet[Owned], actor: User, row: Owned) -> bool:
    """Return whether the row is new. Set the organization and the owner of a new row to the actor's.

    Raise NotYours for a saved row that is not in `editable`.
    """
    if row.pk is None:
        row.organization_id, row.owner = actor.organization_id, actor
        return True
    if not editable.filter(pk=row.pk).exists():
        raise NotYours
    return False


def save(row: Owned, is_new: bool, fields: Collection[str]) -> None:
    if is_new:
        row.save(force_insert=True)
    else:
        # Only the fields of the form: a full save would undo what somebody else has changed meanwhile.
        row.save(update_fields=fields)


def record_save(actor: User, row: Owned, is_new: bool, now: datetime) -> None:
    verb = Verb.MADE if is_new else Verb.CHANGED
    add_history(subject=row, organization_id=actor.organization_id, verb=verb, actor=actor, at=now)


def switch(editable: QuerySet[Switched], actor: User, row: Switched, accepts_bookings: bool, now: datetime) -> None:
    """Resume or pause the row. A second call with the same value changes nothing. Raise NotYours."""
    prepare_row(editable, actor, row)
    row.accepts_bookings = accepts_bookings
    if editable.filter(pk=row.pk).exclude(accepts_bookings=accepts_bookings).update(accepts_bookings=accepts_bookings):
        record_save(actor, row, False, now)


def archive(editable: QuerySet[Owned], actor: User, row: Owned, now: datetime) -> None:
    if not editable.filter(pk=row.pk).update(archived_at=now):
        raise NotYours
    add_history(subject=row, organization_id=actor.organization_id, verb=Verb.ARCHIVED, actor=actor, at=now)
