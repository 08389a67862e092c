"""Reusable links with hosts of their own, as the wizard makes them: each gets an unlisted page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import uuid4

from django.db.models import QuerySet

from accounts import locks
from accounts.actions import add_history, add_history_for_all
from accounts.models import User
from accounts.verbs import Verb
from core.cldr import list_text
from core.database import get_or_make
from core.tokens import new_handle
from links.actions.minting import derive_handle, may_act_for
from links.errors import MayNotActForOwner, NoHostsChosen, NothingToShare
from links.models import Link, ManagedLinks
from pages.actions.rules import Rule, add_rules, check_automatic_booking, check_event_types, check_usable, write_rules
from pages.errors import WrongChoice
from pages.models import EventType, Page, PageEventType, Pool


@dataclass(frozen=True, slots=True)
class Hosts:
    """Whom the customer meets: one booking page; several, whose hosts must all be free; or a pool.

    `optional` are the booking pages of optional attendees.
    """

    pages: tuple[Page, ...] = ()
    pool: Pool | None = None
    optional: tuple[Page, ...] = ()

    @property
    def needed(self) -> tuple[Page | Pool, ...]:
        """The booking pages, or the pool, that must be free. The first one leads."""
        return self.pages if self.pool is None else (self.pool,)

    def rule(self, event_type: EventType) -> Rule:
        """Return the rule for the event type. All event types of a link have the same hosts."""
        lead, *others = self.needed
        return Rule(event_type, lead, tuple(others), self.optional)


class ReusableChoices(TypedDict):
    """What is chosen for a reusable link: the arguments of `make_reusable` besides the actor and the time."""

    owner: User
    hosts: Hosts
    event_types: Sequence[EventType]
    name: str
    expires_at: NotRequired[datetime | None]
    in_library: NotRequired[bool]


def make_reusable(
    *,
    actor: User,
    owner: User,
    hosts: Hosts,
    event_types: Sequence[EventType],
    name: str,
    now: datetime,
    expires_at: datetime | None = None,
    in_library: bool = False,
    handle: bytes | None = None,
) -> Link:
    """Make a reusable link for the owner, and the unlisted page that it leads to.

    Raise MayNotActForOwner, NoHostsChosen, TeamNeedsAutomaticBooking, or NothingToShare for an event type that cannot
    be used.
    """
    # Sharing the lock is enough: a new link changes no existing offer, and what it uses cannot change meanwhile.
    with locks.keeping_offers(actor.organization_id):
        if not may_act_for(actor, owner):
            raise MayNotActForOwner
        _check_hosts(actor, hosts)
        check_choice(EventType.objects.usable_by(actor), event_types)
        (link,) = write_reusable(
            actor=actor,
            wanted=[(owner, hosts)],
            event_types=event_types,
            name=name,
            now=now,
            expires_at=expires_at,
            in_library=in_library,
            handle=handle,
        )
    return link


def make_reusable_once(*, actor: User, form: str, now: datetime, **choices: Unpack[ReusableChoices]) -> Link:
    """Make a link as `make_reusable` does, but only one if the same form is sent twice; both calls return it.

    `form` is the submitted form data with its random key. Unlike a button that is pressed again, a whole form sent
    again later still counts as the same one.
    """
    handle = derive_handle(actor, form)
    earlier = Link.objects.filter(handle=handle, created_by=actor)
    return get_or_make(earlier, lambda: make_reusable(actor=actor, now=now, handle=handle, **choices))


def write_reusable(
    *,
    actor: User,
    wanted: Sequence[tuple[User, Hosts]],
    event_types: Sequence[EventType],
    name: str,
    now: datetime,
    expires_at: datetime | None,
    in_library: bool = False,
    managed: ManagedLinks | None = None,
    handle: bytes | None = None,
) -> list[Link]:
    """Make a link with its page for each owner and hosts, inside the caller's transaction.

    The caller has checked them. The number of statements does not grow with the links. `handle`, if given, is the first
    link's.
    """
    pages = _write_pages(wanted, event_types)
    handles = [new_handle() for _page in pages]
    if handle is not None and handles:
        handles[0] = handle
    links = Link.objects.bulk_create(
        Link(
            organization_id=actor.organization_id,
            page=page,
            handle=own_handle,
            max_uses=None,
            expires_at=expires_at,
            label=name,
            in_library=in_library,
            managed=managed,
            owner=page.owner,
            created_by=actor,
            created_at=now,
        )
        for page, own_handle in zip(pages, handles, strict=True)
    )
    add_history_for_all(links, organization_id=actor.organization_id, verb=Verb.MADE, actor=actor, at=now)
    return links


def _write_pages(wanted: Sequence[tuple[User, Hosts]], event_types: Sequence[EventType]) -> list[Page]:
    """Make the pages behind the links, each with a rule for each event type."""
    pages = Page.objects.bulk_create(_page(owner, hosts) for owner, hosts in wanted)
    rules = []
    for page, (_owner, hosts) in zip(pages, wanted, strict=True):
        rules.append((page, [hosts.rule(event_type) for event_type in event_types]))
    add_rules(rules)
    return pages


def _page(owner: User, hosts: Hosts) -> Page:
    """Return the unsaved page behind a link of the wizard."""
    return Page(
        organization_id=owner.organization_id,
        kind=Page.Kind.MASTER,
        scenario=Page.Scenario.TEAM,
        by_wizard=True,
        listed=False,
        owner=owner,
        name=_public_name(hosts, owner),
        slug=f"link-{uuid4().hex[:20]}",
    )


def change_reusable(
    *,
    actor: User,
    link: Link,
    event_types: Sequence[EventType],
    name: str,
    expires_at: datetime | None,
    in_library: bool,
    now: datetime,
) -> Link:
    """Change a reusable link and thereby all its single-use versions, from the next opening and booking on.

    If the link was made from a page, the page's event types stay, and those given here narrow them. Raise
    NothingToShare or TeamNeedsAutomaticBooking.
    """
    with locks.changing_offers(actor.organization_id):
        links = Link.objects.changeable_by(actor).reusable().select_for_update(no_key=True, of=("self",))
        current = links.filter(pk=link.pk).select_related("page").first()
        if current is None or current.page is None:
            raise NothingToShare
        if current.page.by_wizard:
            hosts = hosts_of_link(current)
            if not hosts.needed:
                raise NothingToShare
            check_choice(EventType.objects.for_page(current.page.pk, actor), event_types)
            write_rules(current.page, [hosts.rule(event_type) for event_type in event_types])
        else:
            current.event_types.set(event_types)
        current.label, current.expires_at, current.in_library = name, expires_at, in_library
        current.save(update_fields=["label", "expires_at", "in_library"])
        add_history(subject=current, organization_id=current.organization_id, verb=Verb.CHANGED, actor=actor, at=now)
    return current


def hosts_of_link(link: Link) -> Hosts:
    """Return the hosts of a link of the wizard. They are the same for each of its event types."""
    rule = PageEventType.objects.filter(page=link.target).order_by("position", "pk").first()
    seats = [] if rule is None else list(rule.seats.select_related("page__host", "pool"))
    return Hosts(
        pages=tuple(seat.page for seat in seats if seat.page is not None and not seat.optional),
        pool=next((seat.pool for seat in seats if seat.pool is not None), None),
        optional=tuple(seat.page for seat in seats if seat.page is not None and seat.optional),
    )


def _check_hosts(actor: User, hosts: Hosts) -> None:
    if bool(hosts.pages) == (hosts.pool is not None):
        raise NoHostsChosen
    try:
        check_usable(actor.organization_id, [*hosts.needed, *hosts.optional])
    except WrongChoice as refusal:
        raise NoHostsChosen from refusal


def check_choice(allowed: QuerySet[EventType], event_types: Sequence[EventType]) -> None:
    """Raise NothingToShare if there is none or one is not allowed, or TeamNeedsAutomaticBooking."""
    if not event_types:
        raise NothingToShare
    try:
        check_event_types(allowed, event_types)
    except WrongChoice as refusal:
        raise NothingToShare from refusal
    check_automatic_booking(event_types)


def _public_name(hosts: Hosts, owner: User) -> str:
    """Return the page's name, which customers read above the times."""
    if hosts.pool is not None:
        return owner.organization.name
    if len(hosts.pages) == 1:
        return hosts.pages[0].name
    return str(list_text([page.name for page in hosts.pages]))[:100]
