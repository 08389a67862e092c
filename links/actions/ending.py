"""Ending links, restoring and extending them, and making a new link in place of a spent one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from accounts import locks
from accounts.actions import add_history
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from links.actions.minting import write_link
from links.errors import NothingToShare, TooLateToExtend
from links.happenings import announce_revoked
from links.models import Link

REISSUED_FIELDS = [
    "max_uses", "recipient_name", "recipient_email", "locked_to_recipient", "first_day", "last_day", "message", "note",
    "label", "answers", "metadata",
]  # fmt: skip

# A second reissue of the same link within this time counts as a double click, and returns the first new link.
DOUBLE_CLICK = timedelta(seconds=5)


def revoke(*, actor: User, link: Link, now: datetime) -> Link:
    """Revoke the link at once. What was booked with it stays booked. Revoking again changes nothing.

    The link's lock keeps it and a booking from both succeeding. A link that has versions, or may get one at this
    moment, changes what all of them offer; then the organization's lock is held too, which waits for its bookings.
    Raise Link.DoesNotExist for a link that is not the actor's to end by itself, such as a managed one.
    """
    with transaction.atomic(durable=True):
        if not link.is_single_use or Link.objects.filter(parent=link).exists():
            locks.hold_organization(actor.organization_id)
        link = _lock_link(actor, link)
        if link.revoked_at is None:
            link.revoked_at = now
            link.save(update_fields=["revoked_at"])
            _add_history(actor, link, Verb.REVOKED, now)
            announce_revoked([link], organization_id=link.organization_id, actor=actor, now=now)
    return link


def restore(*, actor: User, link: Link, now: datetime) -> Link:
    """Take a revocation back: the same address works again, unless something else has ended the link.

    Raise Link.DoesNotExist as `revoke` does.
    """
    with transaction.atomic(durable=True):
        link = _lock_link(actor, link)
        if link.revoked_at is not None:
            link.revoked_at = None
            link.save(update_fields=["revoked_at"])
            _add_history(actor, link, Verb.RESTORED, now)
    return link


def extend(
    *, actor: User, link: Link, expires_at: datetime | None, now: datetime, asked_at: datetime | None = None
) -> Link:
    """Give a one-time link a later end, or none; one that has expired works again.

    If the actor has extended it after `asked_at`, nothing changes: a form that adds days may be sent twice. Raise
    TooLateToExtend if the link is spent, revoked or reusable, or if the new end is not later, and
    Link.DoesNotExist as `revoke` does. To end a link earlier, revoke it.
    """
    with transaction.atomic(durable=True):
        link = _lock_link(actor, link)
        if asked_at is None or Link.objects.filter(not_extended_since(actor, asked_at), pk=link.pk).exists():
            _extend(actor, link, expires_at, now)
    return link


def not_extended_since(actor: User, asked_at: datetime) -> Q:
    """Return the condition for links that the actor has not extended after the instant.

    A subquery of each link: with `Exists`, PostgreSQL might read the whole history first.
    """
    entries = HistoryEntry.objects.filter(subject="link", subject_id=OuterRef("pk"), verb=Verb.EXTENDED)
    return Q(IsNull(Subquery(entries.filter(actor=actor, at__gt=asked_at).values("subject_id")[:1]), True))


def _extend(actor: User, link: Link, expires_at: datetime | None, now: datetime) -> None:
    spent = link.max_uses is not None and link.uses >= link.max_uses
    later = link.expires_at is not None and (expires_at is None or expires_at > link.expires_at)
    if link.is_reusable or spent or link.revoked_at is not None or not later:
        raise TooLateToExtend
    link.expires_at = expires_at
    link.save(update_fields=["expires_at"])
    _add_history(actor, link, Verb.EXTENDED, now, until=expires_at and expires_at.isoformat())


class Amendment(TypedDict, total=False):
    """What may be changed of a link that was made already. What is left out stays."""

    expires_at: datetime | None
    recipient_name: str
    recipient_email: str
    label: str
    note: str
    metadata: Mapping[str, str]


def amend(*, actor: User, link: Link, now: datetime, **changes: Unpack[Amendment]) -> Link:
    """Change what the organization knows of a link, such as for whom it is, and extend it, all or nothing.

    Raise TooLateToExtend as `extend` does, unless the end stays, and Link.DoesNotExist as `revoke` does.
    """
    with transaction.atomic(durable=True):
        link = _lock_link(actor, link)
        if "expires_at" in changes and changes["expires_at"] != link.expires_at:
            _extend(actor, link, changes["expires_at"], now)
        texts = {name: value for name, value in changes.items() if name != "expires_at"}
        for name, value in texts.items():
            setattr(link, name, value)
        if texts:
            link.save(update_fields=list(texts))
            _add_history(actor, link, Verb.CHANGED, now, fields=sorted(texts))
    return link


def reissue(
    *,
    actor: User,
    link: Link,
    expires_at: datetime | None,
    now: datetime,
    handle: bytes | None = None,
    details: Mapping[str, object] | None = None,
) -> Link:
    """Make a new link like this one, with its own token; the old one stays as it is. Raise NothingToShare.

    If the button is pressed twice at once, only one link is made, and both presses return it.
    """
    with transaction.atomic(durable=True):
        locked = Link.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(pk=link.pk).first()
        latest = None if locked is None else locked.reissues.filter(created_by=actor).order_by("-pk").first()
        if handle is None and latest is not None and now - latest.created_at < DOUBLE_CLICK:
            return latest
        return write_reissue(actor=actor, link=link, expires_at=expires_at, now=now, handle=handle, details=details)


def write_reissue(*, actor: User, link: Link, expires_at: datetime | None, now: datetime, **changes: object) -> Link:
    """Make a new link like this one inside the caller's transaction. `changes` replace fields that are copied.

    The new link keeps its owner, even if an admin makes it, so that customers ask the same person as before. If the
    owner is no longer active, it becomes the actor's. Raise NothingToShare.
    """
    old = Link.objects.visible_to(actor).filter(pk=link.pk).select_related("page", "parent", "owner").first()
    if old is None or old.is_reusable:
        raise NothingToShare
    fields: dict[str, Any] = {name: getattr(old, name) for name in REISSUED_FIELDS} | changes
    new = write_link(
        actor=actor,
        page=old.page,
        parent=old.parent,
        now=now,
        expires_at=expires_at,
        event_types=old.event_types.all(),
        reissue_of=old,
        owner=old.owner if old.owner.is_active else actor,
        **fields,
    )
    _add_history(actor, old, Verb.REISSUED, now, new=new.pk)
    return new


def _lock_link(actor: User, link: Link) -> Link:
    # Managed links are excluded: admins end them together.
    links = Link.objects.changeable_by(actor).filter(managed=None)
    return links.select_for_update(no_key=True, of=("self",)).get(pk=link.pk)


def _add_history(actor: User, link: Link, verb: Verb, now: datetime, **details: object) -> None:
    add_history(subject=link, organization_id=link.organization_id, verb=verb, actor=actor, at=now, **details)
