"""Making one link, from a page or as a version of a reusable link."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.actions import add_history
from accounts.models import User
from accounts.token_fields import signing_kid
from accounts.verbs import Verb
from core.database import get_or_make
from core.tokens import HANDLE_BYTES, new_handle
from links.errors import MayNotActForOwner, NothingToShare
from links.models import Link
from pages.models import EventType, Page

# The same form sent again within this time is a double click; after it, another link is meant.
SAME_FORM_TIME = timedelta(minutes=1)


class LinkFields(TypedDict, total=False):
    """What can be chosen for a link. What is left out is inherited, live."""

    event_types: Iterable[EventType]
    max_uses: int | None
    owner: User
    expires_at: datetime | None
    first_day: date | None
    last_day: date | None
    recipient_name: str
    recipient_email: str
    locked_to_recipient: bool
    message: str
    note: str
    label: str
    answers: Mapping[str, str]
    metadata: Mapping[str, str]


class LinkChoices(LinkFields, total=False):
    """What can be chosen for a link besides what it is made from: a page, or a parent link."""

    page: Page | None
    parent: Link | None


def mint(
    *,
    actor: User,
    now: datetime,
    handle: bytes | None = None,
    details: Mapping[str, object] | None = None,
    **choices: Unpack[LinkChoices],
) -> Link:
    """Make a link to a page, or a version of a parent link: by default for one booking, without expiry of its own.

    Raise NothingToShare for a page or parent that neither actor nor owner may share, that is archived or revoked,
    or that is no reusable link; MayNotActForOwner if the actor may not act for the owner. `details` is for the history.
    """
    with transaction.atomic(durable=True):
        if not may_act_for(actor, choices.get("owner", actor)):
            raise MayNotActForOwner
        return write_link(actor=actor, now=now, handle=handle, details=details, **choices)


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
    details: Mapping[str, object] | None = None,
    **fields: object,
) -> Link:
    """Make a link inside the caller's transaction. Fields that are left out are inherited, live.

    The owner is the actor unless `owner` is given, which the caller must have checked. Raise NothingToShare.
    """
    # Check the present state: it may have changed since the form was shown.
    check_source(actor, page, parent, owner=owner)
    mark_parent(parent)
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
    organization_id = link.organization_id
    add_history(subject=link, organization_id=organization_id, verb=Verb.MADE, actor=actor, at=now, **(details or {}))
    return link


def mark_parent(parent: Link | None) -> None:
    """Mark the link as a parent, before the first link is made from it."""
    if parent is not None and not parent.has_versions:
        Link.objects.filter(pk=parent.pk, has_versions=False).update(has_versions=True)


def may_act_for(actor: User, owner: User) -> bool:
    """Return whether the actor may make links in the owner's name: as the owner, an admin or the owner's delegate."""
    if actor.organization_id != owner.organization_id or not owner.is_active:
        return False
    return actor == owner or actor.is_admin or owner.delegates.filter(pk=actor.pk).exists()


def check_source(actor: User, page: Page | None, parent: Link | None, *, owner: User | None = None) -> None:
    """Raise NothingToShare unless exactly one of the two is given, and the actor may make links from it.

    Whoever makes a link for its owner may make it from what is the owner's, too.
    """
    if (page is None) == (parent is None):
        raise NothingToShare
    sharers = [actor] if owner is None or owner == actor else [actor, owner]
    if not any(_may_share(user, page, parent) for user in sharers):
        raise NothingToShare


def _may_share(user: User, page: Page | None, parent: Link | None) -> bool:
    if page is not None:
        return Page.objects.shareable_by(user).filter(pk=page.pk).exists()
    assert parent is not None
    usable = Link.objects.copyable_by(user).reusable().filter(revoked_at=None)
    return usable.filter(pk=parent.pk, page__archived_at=None).exists()


def mint_version(*, actor: User, parent: Link, now: datetime, **choices: Unpack[LinkFields]) -> Link:
    """Make a single-use version of a reusable link. It inherits event types, expiry and everything else, live."""
    return mint(actor=actor, parent=parent, now=now, **choices)


def mint_once(*, actor: User, now: datetime, form: str, **choices: Unpack[LinkChoices]) -> Link:
    """Make a link as `mint` does, but only one if the same form is sent twice at once; both calls return it.

    `form` is the submitted form data with its random key. The handle is derived from it, so the unique index decides.
    """
    handle = derive_handle(actor, form)
    earlier = Link.objects.filter(handle=handle, created_by=actor)
    if earlier.filter(created_at__lte=now - SAME_FORM_TIME).exists():
        return mint(actor=actor, now=now, **choices)
    return get_or_make(earlier, lambda: mint(actor=actor, now=now, handle=handle, **choices))


def derive_handle(actor: User, form: str) -> bytes:
    """Return the handle for the link that this form makes: always the same, and impossible to guess."""
    return salted_hmac("links.actions.mint_once", f"{actor.pk}\0{form}", algorithm="sha256").digest()[:HANDLE_BYTES]


def hand_out(*, actor: User, link: Link, now: datetime) -> bool:
    """Record that the address was copied, and return whether it is a new one.

    If the key that signed the old address has been dropped, sign the link with the current key first.
    """
    with transaction.atomic(durable=True):
        renewed = link.token() is None and _sign_again(actor, link)
        record_copy(actor=actor, link=link, now=now, renewed=renewed)
    return renewed


def _sign_again(actor: User, link: Link) -> bool:
    """Sign the link with the current key, unless somebody else has just done so. Return whether it was signed."""
    stored = Link.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=link.pk, organization_id=actor.organization_id
    )
    renewed = stored.token() is None
    if renewed:
        stored.kid = signing_kid()
        stored.save(update_fields=["kid"])
    link.kid = stored.kid
    return renewed


def record_copy(*, actor: User, link: Link, now: datetime, renewed: bool = False) -> None:
    """Write in the history that the address was handed out, and whether it is a new one."""
    details = {"renewed": True} if renewed else {}
    add_history(subject=link, organization_id=link.organization_id, verb=Verb.COPIED, actor=actor, at=now, **details)


def expiry(life_days: int, now: datetime) -> datetime | None:
    """Return when a link ends that is made now with this life in days; None for 0 days, which means never."""
    return now + timedelta(days=life_days) if life_days else None
