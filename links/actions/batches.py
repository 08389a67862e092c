"""Many one-time links at once, from a list of names and addresses: all of them, or none."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from deliveries.models import Delivery
from links.actions.minting import check_source
from links.models import Link, LinkBatch, signing_kid
from links.owed import link_mail
from links.tokens import new_handle
from pages.models import Page

LINK_COLUMNS = (
    "id", "organization_id", "page_id", "parent_id", "kid", "handle", "max_uses", "uses", "expires_at",
    "recipient_name", "recipient_email", "locked_to_recipient", "answers", "message", "note", "label", "in_library",
    "metadata", "batch_id", "owner_id", "created_by_id", "created_at",
)  # fmt: skip
HISTORY_COLUMNS = ("organization_id", "subject", "subject_id", "verb", "actor_id", "at", "details")
DELIVERY_COLUMNS = (
    "organization_id", "thread", "kind", "recipient", "sequence", "copy", "facts", "due_at", "attempts", "last_error",
    "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of the list."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What each recipient is written, when the application sends the links."""

    subject: str
    text: str


def make_batch(
    *,
    actor: User,
    recipients: Sequence[Recipient],
    now: datetime,
    page: Page | None = None,
    parent: Link | None = None,
    expires_at: datetime | None = None,
    life: str = "",
    locked: bool = False,
    label: str = "",
    mail: Mail | None = None,
) -> LinkBatch:
    """Makes a one-time link for each recipient, in one transaction, and owes each a mail if wanted.

    The same list with the same choices is made once: whoever sends it again gets what was made then. `life` is how the
    expiry was chosen, since the instant itself differs from press to press. Raises NothingToShare.
    """
    digest = _digest(page, parent, life or str(expires_at), locked, label, mail, recipients)
    with transaction.atomic(durable=True):
        # Of two equal lists at once, the second waits here for the first, and then finds its row.
        batch, made = LinkBatch.objects.get_or_create(
            organization_id=actor.organization_id,
            digest=digest,
            defaults={
                "count": len(recipients),
                "emailed": mail is not None,
                "created_by": actor,
                "created_at": now,
            },
        )
        if not made:
            return batch
        check_source(actor, page, parent)
        shared = {
            "organization": actor.organization,
            "page": page,
            "parent": parent,
            "expires_at": expires_at,
            "locked_to_recipient": locked,
            "label": label,
            "batch": batch,
            "owner": actor,
            "created_by": actor,
            "created_at": now,
        }
        links = [
            Link(
                pk=pk,
                kid=signing_kid(),
                handle=new_handle(),
                max_uses=1,
                recipient_name=one.name,
                recipient_email=one.email,
                **shared,
            )
            for pk, one in zip(_ids(len(recipients)), recipients, strict=True)
        ]
        _copy("links_link", LINK_COLUMNS, map(_link_row, links))
        _copy("accounts_historyentry", HISTORY_COLUMNS, (_history_row(link, actor, now) for link in links))
        if mail is not None:
            mails = (link_mail(link, sender=actor, subject=mail.subject, text=mail.text, now=now) for link in links)
            _copy("deliveries_delivery", DELIVERY_COLUMNS, (_delivery_row(one, now) for one in mails))
    return batch


def _digest(*parts: Any) -> str:
    text = json.dumps(parts, default=_plain, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(part: Any) -> Any:
    if isinstance(part, (Page, Link)):
        return [type(part).__name__, part.pk]
    return [getattr(part, name) for name in part.__slots__]


def _ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('links_link', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    # Eight times as fast as INSERTs of many rows.
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _link_row(link: Link) -> tuple[Any, ...]:
    values = {"answers": "{}", "metadata": "{}"}
    return tuple(values.get(name, getattr(link, name)) for name in LINK_COLUMNS)


def _history_row(link: Link, actor: User, now: datetime) -> tuple[Any, ...]:
    return (link.organization_id, "link", link.pk, "made", actor.pk, now, json.dumps({"batch": link.batch_id}))


def _delivery_row(delivery: Delivery, now: datetime) -> tuple[Any, ...]:
    values = {"facts": json.dumps(delivery.facts), "created_at": now}
    return tuple(values.get(name, getattr(delivery, name)) for name in DELIVERY_COLUMNS)
