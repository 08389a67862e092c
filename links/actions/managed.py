"""Actions for managed links: an admin gives each of several users a reusable link of their own."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from accounts import locks
from accounts.actions import add_history, add_history_for_all
from accounts.models import User
from accounts.verbs import Verb
from core.database import get_or_make
from core.tokens import new_handle
from links.actions.minting import derive_handle
from links.actions.reusable import Hosts, check_choice, write_reusable
from links.errors import NoPageYet, NothingToShare
from links.happenings import announce_revoked
from links.models import Link, ManagedLinks
from pages.models import EventType, Page, PageEventType


def save_managed(
    *, actor: User, managed: ManagedLinks, users: Iterable[User], now: datetime, form: str = ""
) -> ManagedLinks:
    """Make one link for each user, or change an existing group: new users get a link, removed users lose theirs.

    A changed event type or expiry applies at once to all the links and to their single-use versions. `form` is the
    submitted form data with its random key: the same form sent twice makes the links once, and both calls return them.
    Raise NothingToShare if the actor is no admin or the event type cannot be used; NoPageYet;
    TeamNeedsAutomaticBooking.
    """
    users_by_id = {user.pk: user for user in users}
    if not managed._state.adding:
        with locks.changing_offers(actor.organization_id):
            _check(actor, managed)
            _change_all(actor, managed, users_by_id, now)
        return managed
    if not form:
        return _make_all(actor, managed, users_by_id.values(), now, new_handle())
    handle = derive_handle(actor, form)
    earlier = ManagedLinks.objects.filter(links__handle=handle, created_by=actor)
    return get_or_make(earlier, lambda: _make_all(actor, managed, users_by_id.values(), now, handle))


def _make_all(actor: User, managed: ManagedLinks, users: Iterable[User], now: datetime, handle: bytes) -> ManagedLinks:
    with locks.keeping_offers(actor.organization_id):
        _check(actor, managed)
        managed.organization_id, managed.created_by, managed.created_at = actor.organization_id, actor, now
        managed.save()
        _make_links(actor, users, managed, now, handle)
        add_history(subject=managed, organization_id=managed.organization_id, verb=Verb.CHANGED, actor=actor, at=now)
    return managed


def _check(actor: User, managed: ManagedLinks) -> None:
    """Raise NothingToShare or TeamNeedsAutomaticBooking, by the present state, not by that of the form."""
    current = ManagedLinks.objects.filter(organization_id=actor.organization_id, archived_at=None)
    if not actor.is_admin or not (managed._state.adding or current.filter(pk=managed.pk).exists()):
        raise NothingToShare
    check_choice(EventType.objects.usable_by(actor), [managed.event_type])


def _change_all(actor: User, managed: ManagedLinks, users_by_id: Mapping[int, User], now: datetime) -> None:
    """Change the existing links and make new ones, in a number of statements that does not grow with the links."""
    managed.save(update_fields=["name", "event_type", "expires_at"])
    links = list(managed.links.filter(revoked_at=None))
    links_to_keep = [link for link in links if link.owner_id in users_by_id]
    _revoke_links([link for link in links if link.owner_id not in users_by_id], actor, now)
    Link.objects.filter(pk__in=[link.pk for link in links_to_keep]).update(
        label=managed.name, expires_at=managed.expires_at
    )
    _offer_only(links_to_keep, managed.event_type)
    holders = {link.owner_id for link in links_to_keep}
    _make_links(actor, [user for pk, user in users_by_id.items() if pk not in holders], managed, now)
    add_history(subject=managed, organization_id=managed.organization_id, verb=Verb.CHANGED, actor=actor, at=now)


def _offer_only(links: Collection[Link], event_type: EventType) -> None:
    """Make the links' pages offer this event type instead of their present ones. Their hosts stay."""
    pages = [link.page_id for link in links if link.page_id is not None]
    offered = PageEventType.objects.filter(page__in=pages)
    first = dict(offered.order_by("page", "position", "pk").distinct("page").values_list("page", "pk"))
    offered.exclude(pk__in=first.values()).delete()
    offered.update(event_type=event_type, position=0, at_once=True)
    pages_without = [page for page in pages if page not in first]
    PageEventType.objects.bulk_create(
        PageEventType(page_id=page_id, event_type=event_type, at_once=True) for page_id in pages_without
    )


def _make_links(
    actor: User, users: Iterable[User], managed: ManagedLinks, now: datetime, handle: bytes | None = None
) -> None:
    chosen = list(users)
    pages = first_pages([user.pk for user in chosen], actor.organization_id)
    write_reusable(
        actor=actor,
        wanted=[(user, Hosts(pages=(pages[user.pk],))) for user in chosen],
        event_types=[managed.event_type],
        name=managed.name,
        now=now,
        expires_at=managed.expires_at,
        managed=managed,
        handle=handle,
    )


def archive_managed(*, actor: User, managed: ManagedLinks, now: datetime) -> None:
    """Revoke all the links at once. What was booked with them stays. Doing it again changes nothing.

    Raise NothingToShare.
    """
    with locks.changing_offers(actor.organization_id):
        if not actor.is_admin or managed.organization_id != actor.organization_id:
            raise NothingToShare
        # Two transactions may have read the group before either got the lock; the second finds it archived here.
        if not ManagedLinks.objects.filter(pk=managed.pk, archived_at=None).update(archived_at=now):
            return
        _revoke_links(managed.links.filter(revoked_at=None), actor, now)
        add_history(subject=managed, organization_id=managed.organization_id, verb=Verb.ARCHIVED, actor=actor, at=now)


def first_pages(users: Collection[int], organization_id: int) -> dict[int, Page]:
    """Return each user's oldest booking page, which their managed link leads to. Raise NoPageYet."""
    own = Page.objects.bookable_in(organization_id).filter(host__in=users)
    pages = {page.host_id: page for page in own.order_by("host", "pk").distinct("host")}
    if len(pages) < len(users):
        raise NoPageYet
    return {pk: page for pk, page in pages.items() if pk is not None}


def _revoke_links(links: Iterable[Link], actor: User, now: datetime) -> None:
    ended = list(links)
    Link.objects.filter(pk__in=[link.pk for link in ended]).update(revoked_at=now)
    add_history_for_all(ended, organization_id=actor.organization_id, verb=Verb.REVOKED, actor=actor, at=now)
    announce_revoked(ended, organization_id=actor.organization_id, actor=actor, now=now)
