"""Making many one-time links at once from a list of recipients: all of them or none."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Required, TypedDict

from django.db import connection, transaction

from accounts.actions import add_history, add_history_for_all, build_history_entry
from accounts.models import HistoryEntry, User
from accounts.token_fields import signing_kid
from accounts.verbs import Verb
from core.database import copy_rows
from core.tokens import new_handle
from deliveries.actions import copy_deliveries
from deliveries.models import Delivery
from links.actions.minting import check_source, mark_parent, may_act_for
from links.errors import MayNotActForOwner
from links.models import Link, LinkBatch
from links.notifications import link_mail
from links.placeholders import EMAIL, NAME, PAGE, fill
from pages.models import Page

# Mails of a batch fall due at this rate, so that mails of bookings never wait behind a thousand of them.
MAILS_A_SECOND = 10


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient of the list, and what is theirs alone: a label, metadata, prefilled answers."""

    name: str
    email: str
    label: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchMail:
    """The mail that each recipient gets if the application sends the links. Placeholders are filled for each one."""

    subject: str
    text: str

    def to(self, recipient: Recipient, page: Page) -> "BatchMail":
        """Return the mail with its placeholders filled for this recipient."""
        values = {NAME: recipient.name, EMAIL: recipient.email, PAGE: page.name}
        return BatchMail(fill(self.subject, values), fill(self.text, values))


class BatchChoices(TypedDict, total=False):
    """The arguments of `make_batch` besides the actor and the time."""

    recipients: Required[Sequence[Recipient]]
    page: Page | None
    parent: Link | None
    expires_at: datetime | None
    life: str
    locked: bool
    label: str
    mail: BatchMail | None
    form: str
    owner: User


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
    mail: BatchMail | None = None,
    form: str = "",
    owner: User | None = None,
    digest: str = "",
    details: Mapping[str, object] | None = None,
) -> LinkBatch:
    """Make a one-time link for each recipient, in one transaction, and enqueue a mail to each if `mail` is given.

    The same list of the same actor with the same choices is made once: sent again, it returns the first batch, with
    `existed` set. `life` is how the expiry was chosen, since the instant itself differs each time; `form` distinguishes
    lists without recipients. A `digest`, if given, takes the place of all this. `details` are for history.
    Raise NothingToShare, or MayNotActForOwner if the actor may not act for the owner.
    """
    owner = owner or actor
    digest = digest or _digest(actor.pk, page, parent, life or str(expires_at), locked, label, mail, recipients, form)
    with transaction.atomic(durable=True):
        batch = _claim_batch(actor, digest, len(recipients), mail is not None, now)
        if batch.existed:
            return batch
        if not may_act_for(actor, owner):
            raise MayNotActForOwner
        check_source(actor, page, parent, owner=owner)
        mark_parent(parent)
        common = {"page": page, "parent": parent, "expires_at": expires_at, "locked_to_recipient": locked}
        links = _links(recipients, batch, owner, label, **common)
        copy_links(links)
        _record_made(links, batch, now, details or {})
        if mail is not None:
            copy_deliveries(_mails(links, mail, actor, now))
    return batch


def _record_made(links: Sequence[Link], batch: LinkBatch, now: datetime, details: Mapping[str, object]) -> None:
    values, maker = {**details, "batch": batch.pk}, batch.created_by
    add_history_for_all(links, organization_id=batch.organization_id, verb=Verb.MADE, actor=maker, at=now, **values)


def retry_mails(*, actor: User, batch: LinkBatch, now: datetime) -> int:
    """Enqueue the failed mails of the batch again, as if never tried, and return how many there are."""
    with transaction.atomic(durable=True):
        failed = Delivery.objects.failed().filter(thread=batch.thread, organization_id=actor.organization_id)
        mails = list(failed.select_for_update(no_key=True).order_by("pk"))
        for number, mail in enumerate(mails):
            mail.failed_at, mail.attempts, mail.due_at = None, 0, _due_at(number, now)
        Delivery.objects.bulk_update(mails, ["failed_at", "attempts", "due_at"])
        HistoryEntry.objects.bulk_create(
            build_history_entry(
                subject=mail, organization_id=mail.organization_id, verb=Verb.TRIED_AGAIN, actor=actor, at=now
            )
            for mail in mails
        )
    return len(mails)


def record_batch_copy(*, actor: User, batch: LinkBatch, now: datetime) -> None:
    """Write in the history that the addresses of the whole batch were handed out."""
    add_history(subject=batch, organization_id=batch.organization_id, verb=Verb.COPIED, actor=actor, at=now)


def _claim_batch(actor: User, digest: str, count: int, emailed: bool, now: datetime) -> LinkBatch:
    # If the same list is sent twice at once, the second transaction waits here for the first, and then finds its row.
    batch, is_new = LinkBatch.objects.get_or_create(
        organization_id=actor.organization_id,
        digest=digest,
        defaults={"count": count, "emailed": emailed, "created_by": actor, "created_at": now},
    )
    batch.existed = not is_new
    return batch


def _links(recipients: Sequence[Recipient], batch: LinkBatch, owner: User, label: str, **chosen: object) -> list[Link]:
    """Return an unsaved link for each recipient. All have the same choices, but what is their recipient's alone."""
    kid, maker = signing_kid(), batch.created_by
    return [
        Link(
            pk=pk,
            organization=maker.organization,
            batch=batch,
            owner=owner,
            created_by=maker,
            created_at=batch.created_at,
            kid=kid,
            handle=new_handle(),
            max_uses=1,
            recipient_name=recipient.name,
            recipient_email=recipient.email,
            label=recipient.label or label,
            metadata=dict(recipient.metadata),
            answers=dict(recipient.answers),
            **chosen,
        )
        for pk, recipient in zip(_ids(len(recipients)), recipients, strict=True)
    ]


def _mails(links: Sequence[Link], mail: BatchMail, sender: User, now: datetime) -> Iterator[Delivery]:
    """Yield a mail for each link, all in the thread of the batch; their recipients keep them apart."""
    for number, link in enumerate(links):
        filled = mail.to(Recipient(link.recipient_name, link.recipient_email), link.target)
        delivery = link_mail(link, sender=sender, subject=filled.subject, text=filled.text, now=now)
        assert link.batch is not None
        delivery.thread, delivery.due_at = link.batch.thread, _due_at(number, now)
        yield delivery


def _due_at(number: int, now: datetime) -> datetime:
    return now + timedelta(seconds=number // MAILS_A_SECOND)


def copy_links(links: Sequence[Link]) -> None:
    """Write the links with COPY."""
    copy_rows(Link, links)


def _digest(*parts: object) -> str:
    text = json.dumps(parts, default=_json_value, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _json_value(part: Any) -> Any:
    if isinstance(part, (Page, Link)):
        return [type(part).__name__, part.pk]
    values = [getattr(part, name) for name in part.__slots__]
    # A list of names and addresses is the same as it was before recipients had anything else.
    return values if any(values[2:]) else values[:2]


def _ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('links_link', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]
