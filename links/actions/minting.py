"""Making one link: from a page, or as a version of a reusable link."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from accounts.actions import remember
from accounts.models import User
from links.errors import NothingToShare
from links.model_fields import signing_kid
from links.models import Link
from links.tokens import HANDLE_BYTES, new_handle
from pages.models import EventType, Page

# A form that comes again within this time was pressed twice; later, another link is meant.
SAME_PRESS = timedelta(minutes=1)


def mint(*, actor: User, now: datetime, **choices: Any) -> Link:
    """Makes a link to a page, or a version of a parent link: by default one booking, and no expiry of its own.

    `choices` are those of `write_link`. Raises NothingToShare for a page or parent that the actor may not share, that
    is archived or revoked, or that is no reusable link.
    """
    with transaction.atomic(durable=True):
        return write_link(actor=actor, now=now, **choices)


def write_link(
    *,
    actor: User,
    now: datetime,
    page: Page | None = None,
    parent: Link | None = None,
    event_types: Iterable[EventType] = (),
    handle: bytes | None = None,
    max_uses: int | None = 1,
    owner: User | None = None,
    **fields: Any,
) -> Link:
    """The same inside the caller's transaction. What is left out of a link's fields is inherited, live.

    It is the actor's own unless it is said whose; `owner` is the caller's to judge.
    """
    # Of the state that is current now, not of what it was when the form was shown.
    check_source(actor, page, parent)
    link = Link.objects.create(
        organization_id=actor.organization_id,
        page=page,
        parent=parent,
        handle=handle or new_handle(),
        max_uses=max_uses,
        owner=owner or actor,
        created_by=actor,
        created_at=now,
        **fields,
    )
    if chosen := list(event_types):
        link.event_types.set(chosen)
    remember(subject=link, organization_id=link.organization_id, verb="made", actor=actor, at=now)
    return link


def check_source(actor: User, page: Page | None, parent: Link | None) -> None:
    """Raises NothingToShare unless exactly one of the two is given, and the actor may make links from it."""
    if (page is None) == (parent is None):
        raise NothingToShare
    if page is not None and not Page.objects.shareable_by(actor).filter(pk=page.pk).exists():
        raise NothingToShare
    if parent is not None:
        usable = Link.objects.copyable_by(actor).reusable().filter(revoked_at=None)
        if not usable.filter(pk=parent.pk, page__archived_at=None).exists():
            raise NothingToShare


def mint_version(*, actor: User, parent: Link, now: datetime, **choices: Any) -> Link:
    """A single-use version of a reusable link: its parent's event types, expiry and all else count for it, live."""
    return mint(actor=actor, parent=parent, now=now, **choices)


def mint_once(*, actor: User, now: datetime, form: str, **choices: Any) -> Link:
    """As `mint`, but of the same form sent twice at once only one link is made, and both get it.

    `form` is all that was sent, with a random key in it. The handle is drawn from it, so the unique index decides.
    """
    handle = handle_of(actor, form)
    earlier = Link.objects.filter(handle=handle, created_by=actor)
    sent = earlier.first()
    if sent is not None and now - sent.created_at < SAME_PRESS:
        return sent
    try:
        return mint(actor=actor, now=now, handle=None if sent else handle, **choices)
    except IntegrityError:
        return earlier.get()


def handle_of(actor: User, form: str) -> bytes:
    """The handle of the link that this form makes: the same for the same form, and never to be guessed."""
    return salted_hmac("links.actions.mint_once", f"{actor.pk}\0{form}", algorithm="sha256").digest()[:HANDLE_BYTES]


def hand_out(*, actor: User, link: Link, now: datetime) -> bool:
    """Notes that the address is copied; where the key of the former was dropped, signs a new one first.

    Says whether the address is a new one.
    """
    with transaction.atomic(durable=True):
        renewed = link.token() is None and _signed_anew(actor, link)
        note_copy(actor=actor, link=link, now=now, renewed=renewed)
    return renewed


def _signed_anew(actor: User, link: Link) -> bool:
    """Signs the link with the current key, unless somebody else just did."""
    stored = Link.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=link.pk, organization_id=actor.organization_id
    )
    renewed = stored.token() is None
    if renewed:
        stored.kid = signing_kid()
        stored.save(update_fields=["kid"])
    link.kid = stored.kid
    return renewed


def note_copy(*, actor: User, link: Link, now: datetime, renewed: bool = False) -> None:
    """Says in the history that the address was handed out, and whether it is a new one."""
    details = {"renewed": True} if renewed else {}
    remember(subject=link, organization_id=link.organization_id, verb="copied", actor=actor, at=now, **details)


def expiry(life_days: int, now: datetime) -> datetime | None:
    """When a link made now with this life ends; 0 days means never."""
    return now + timedelta(days=life_days) if life_days else None
