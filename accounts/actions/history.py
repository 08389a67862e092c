"""Writes of the history: who did what, in the same transaction as the change itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.database import copy_rows


def entry(
    *, subject: Model, organization_id: int, verb: Verb, actor: User | None, at: datetime, **details: object
) -> HistoryEntry:
    """Return an unsaved history entry. `details` is JSON and must hold no secrets.

    Where a program acts for its user, the entry says so.
    """
    if actor is not None and actor.via is not None:
        details = {**details, "via": "api", "token": actor.via.token, "request": actor.via.request}
    return HistoryEntry(
        organization_id=organization_id,
        subject=subject._meta.model_name or "",
        subject_id=subject.pk,
        verb=verb,
        actor=actor,
        at=at,
        details=details,
    )


def remember(
    *, subject: Model, organization_id: int, verb: Verb, actor: User | None, at: datetime, **details: object
) -> None:
    """Append an entry to the history, inside the caller's transaction."""
    entry(subject=subject, organization_id=organization_id, verb=verb, actor=actor, at=at, **details).save()


def remember_all(
    subjects: Iterable[Model], *, organization_id: int, verb: Verb, actor: User, at: datetime, **details: object
) -> None:
    """Append the same history entry for each of the subjects, in one statement."""
    HistoryEntry.objects.bulk_create(
        entry(subject=subject, organization_id=organization_id, verb=verb, actor=actor, at=at, **details)
        for subject in subjects
    )


def copy_history(entries: Iterable[HistoryEntry]) -> None:
    """Insert many history entries at once, inside the caller's transaction."""
    copy_rows(HistoryEntry, entries)
