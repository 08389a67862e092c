"""Managed links: an admin gives each of several users a reusable link of their own."""

from collections.abc import Iterable
from datetime import datetime

from accounts import locks
from accounts.actions import remember
from accounts.models import User
from links.actions.minting import handle_of
from links.actions.reusable import Hosts, assign, hosts_of, write_reusable
from links.errors import NoPageYet, NothingToShare
from links.models import Link, ManagedLinks
from pages.models import Page


def save_managed(
    *, actor: User, managed: ManagedLinks, users: Iterable[User], now: datetime, form: str = ""
) -> ManagedLinks:
    """Makes one link for each user, or changes those that are there: a further user gets one, one taken out loses it.

    A changed event type or expiry counts for all the links, and for their single-use versions, at once. `form` is all
    that was sent to make new ones, with a random key in it: sent twice, both get what was made first. Raises
    NothingToShare for whoever is no admin, and for what is not to be had; NoPageYet; TeamsBookAtOnce.
    """
    wanted = {user.pk: user for user in users}
    with locks.changing_offers(actor.organization_id):
        if not actor.is_admin:
            raise NothingToShare
        handle = None
        if managed._state.adding:
            handle = handle_of(actor, form) if form else None
            sent = ManagedLinks.objects.filter(links__handle=handle, created_by=actor).first() if handle else None
            if sent is not None:
                return sent
            managed.organization_id, managed.created_by, managed.created_at = actor.organization_id, actor, now
            managed.save()
        else:
            _check_current(actor, managed)
            managed.save(update_fields=["name", "event_type", "expires_at"])
        for link in managed.links.filter(revoked_at=None).select_related("page", "owner"):
            if wanted.pop(link.owner_id, None) is None:
                _end(actor, link, now)
            else:
                _change(actor, link, managed)
        for user in wanted.values():
            _give(actor, user, managed, now, handle)
            handle = None
        remember(subject=managed, organization_id=managed.organization_id, verb="changed", actor=actor, at=now)
    return managed


def _check_current(actor: User, managed: ManagedLinks) -> None:
    """Of the state that is current now, not of what it was when the form was shown. Raises NothingToShare."""
    current = ManagedLinks.objects.filter(organization_id=actor.organization_id, archived_at=None)
    if not current.filter(pk=managed.pk).exists():
        raise NothingToShare


def _give(actor: User, user: User, managed: ManagedLinks, now: datetime, handle: bytes | None) -> None:
    write_reusable(
        actor=actor,
        owner=user,
        hosts=Hosts(pages=(first_page(user, actor.organization_id),)),
        event_types=[managed.event_type],
        name=managed.name,
        now=now,
        expires_at=managed.expires_at,
        managed=managed,
        handle=handle,
    )


def archive_managed(*, actor: User, managed: ManagedLinks, now: datetime) -> None:
    """Withdraws all the links at once; what was booked with them stays. Raises NothingToShare."""
    with locks.changing_offers(actor.organization_id):
        if not actor.is_admin or managed.organization_id != actor.organization_id:
            raise NothingToShare
        for link in managed.links.filter(revoked_at=None):
            _end(actor, link, now)
        managed.archived_at = now
        managed.save(update_fields=["archived_at"])
        remember(subject=managed, organization_id=managed.organization_id, verb="archived", actor=actor, at=now)


def first_page(user: User, organization_id: int) -> Page:
    """The booking page of the user's own that a managed link leads to: their oldest. Raises NoPageYet."""
    page = Page.objects.bookable_in(organization_id).filter(host=user).order_by("pk").first()
    if page is None:
        raise NoPageYet
    return page


def _change(actor: User, link: Link, managed: ManagedLinks) -> None:
    assign(actor, link.target, [managed.event_type], hosts_of(link))
    Link.objects.filter(pk=link.pk).update(label=managed.name, expires_at=managed.expires_at)


def _end(actor: User, link: Link, now: datetime) -> None:
    Link.objects.filter(pk=link.pk).update(revoked_at=now)
    remember(subject=link, organization_id=link.organization_id, verb="revoked", actor=actor, at=now)
