"""Ending links, taking that back, giving them more time, and making a new one in the place of one that is spent."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import locks
from accounts.actions import remember
from accounts.models import User
from accounts.verbs import Verb
from links.actions.minting import write_link
from links.errors import NothingToShare, TooLateToExtend
from links.models import Link

KEPT_BY_REISSUE = [
    "max_uses", "recipient_name", "recipient_email", "locked_to_recipient", "first_day", "last_day", "message", "note",
    "label",
]  # fmt: skip

# Whoever wants two new links in the place of one waits so long between them.
DOUBLE_CLICK = timedelta(seconds=5)


def revoke(*, actor: User, link: Link, now: datetime) -> Link:
    """Ends the link at once; what was booked with it stays booked. Revoking again changes nothing.

    It takes the link's lock, so it and a booking never both win. A link that has versions of its own, or may get
    one at this moment, changes what is offered to all of them: then it waits for the organization's bookings too.
    """
    with transaction.atomic(durable=True):
        if not link.is_single_use or Link.objects.filter(parent=link).exists():
            locks.hold_organization(actor.organization_id)
        link = _locked(actor, link)
        if link.revoked_at is None:
            link.revoked_at = now
            link.save(update_fields=["revoked_at"])
            _remember(actor, link, Verb.REVOKED, now)
    return link


def restore(*, actor: User, link: Link, now: datetime) -> Link:
    """Takes a revocation back: the same address works again, unless something else has ended it."""
    with transaction.atomic(durable=True):
        link = _locked(actor, link)
        if link.revoked_at is not None:
            link.revoked_at = None
            link.save(update_fields=["revoked_at"])
            _remember(actor, link, Verb.RESTORED, now)
    return link


def extend(*, actor: User, link: Link, expires_at: datetime | None, now: datetime) -> Link:
    """Gives a one-time link another end, later or never; one that has expired works again.

    An earlier end is no extension: revoke it instead. Raises TooLateToExtend for a link that is spent or revoked.
    """
    with transaction.atomic(durable=True):
        link = _locked(actor, link)
        spent = link.max_uses is not None and link.uses >= link.max_uses
        later = link.expires_at is not None and (expires_at is None or expires_at > link.expires_at)
        if link.is_reusable or spent or link.revoked_at is not None or not later:
            raise TooLateToExtend
        link.expires_at = expires_at
        link.save(update_fields=["expires_at"])
        _remember(actor, link, Verb.EXTENDED, now, until=expires_at and expires_at.isoformat())
    return link


def reissue(*, actor: User, link: Link, expires_at: datetime | None, now: datetime) -> Link:
    """A new link like this one, with its own token; the old one stays as it is. Raises NothingToShare.

    Of a button pressed twice at once only one is made, and both presses get it.
    """
    with transaction.atomic(durable=True):
        locked = Link.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(pk=link.pk).first()
        made = None if locked is None else locked.reissues.filter(created_by=actor).order_by("-pk").first()
        if made is not None and now - made.created_at < DOUBLE_CLICK:
            return made
        return write_reissue(actor=actor, link=link, expires_at=expires_at, now=now)


def write_reissue(*, actor: User, link: Link, expires_at: datetime | None, now: datetime, **changes: object) -> Link:
    """The same inside the caller's transaction; `changes` are of what would be kept.

    It stays its owner's, also when an admin makes it, so that customers ask whom they asked before; but not somebody's
    who has left.
    """
    old = Link.objects.visible_to(actor).filter(pk=link.pk).select_related("page", "parent", "owner").first()
    if old is None or old.is_reusable:
        raise NothingToShare
    kept = {name: getattr(old, name) for name in KEPT_BY_REISSUE} | changes
    new = write_link(
        actor=actor,
        page=old.page,
        parent=old.parent,
        now=now,
        expires_at=expires_at,
        event_types=old.event_types.all(),
        reissue_of=old,
        owner=old.owner if old.owner.is_active else actor,
        **kept,
    )
    _remember(actor, old, Verb.REISSUED, now, new=new.pk)
    return new


def _locked(actor: User, link: Link) -> Link:
    # Managed links end together, and by their admins' hand only.
    links = Link.objects.changeable_by(actor).filter(managed=None)
    return links.select_for_update(no_key=True, of=("self",)).get(pk=link.pk)


def _remember(actor: User, link: Link, verb: Verb, now: datetime, **details: object) -> None:
    remember(subject=link, organization_id=link.organization_id, verb=verb, actor=actor, at=now, **details)
