"""Writes of the history: who did what, in the same transaction as the change itself."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Model

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.statements import insert

# Plain SQL: creating model instances takes longer than writing the rows.
INSERT_HISTORY = """
    INSERT INTO accounts_historyentry (organization_id, verb, actor_id, at, details, subject, subject_id)
    SELECT %s, %s, %s, %s, %s::jsonb, subject, subject_id
    FROM unnest(%s::text[], %s::bigint[]) AS remembered(subject, subject_id)
"""


def build_history_entry(
    *, subject: Model, organization_id: int, verb: Verb, actor: User | None, at: datetime, **details: object
) -> HistoryEntry:
    """Return an unsaved history entry. `details` is JSON and must hold no secrets.

    Where a program acts for its user, the entry says so.
    """
    return HistoryEntry(
        organization_id=organization_id,
        subject=subject._meta.model_name or "",
        subject_id=subject.pk,
        verb=verb,
        actor=actor,
        at=at,
        details=_with_program(actor, details),
    )


def add_history(
    *, subject: Model, organization_id: int, verb: Verb, actor: User | None, at: datetime, **details: object
) -> None:
    """Append an entry to the history, inside the caller's transaction."""
    entry = build_history_entry(
        subject=subject, organization_id=organization_id, verb=verb, actor=actor, at=at, **details
    )
    insert([entry])


def add_history_for_all(
    subjects: Iterable[Model], *, organization_id: int, verb: Verb, actor: User, at: datetime, **details: object
) -> None:
    """Append the same history entry for each of the subjects, if there are any, in one statement."""
    rows = [(subject._meta.model_name, subject.pk) for subject in subjects]
    if rows:
        names, ids = [name for name, _pk in rows], [pk for _name, pk in rows]
        details_json = json.dumps(_with_program(actor, details))
        with connection.cursor() as cursor:
            cursor.execute(INSERT_HISTORY, [organization_id, verb, actor.pk, at, details_json, names, ids])


def _with_program(actor: User | None, details: dict[str, object]) -> dict[str, object]:
    if actor is None or actor.via is None:
        return details
    return {**details, "via": "api", "token": actor.via.token, "request": actor.via.request}
