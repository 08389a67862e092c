"""Reusable links with hosts of their own, as the wizard makes them: each leads to an unlisted page made with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import uuid4

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts import locks
from accounts.actions import remember, remember_all
from accounts.models import User
from accounts.verbs import Verb
from core.tokens import new_handle
from links.actions.minting import handle_of
from links.errors import NobodyToMeet, NotForThem, NothingToShare
from links.models import Link, ManagedLinks
from pages.actions.rules import Rule, add_rules, check_at_once, check_event_types, check_there, write_rules
from pages.errors import WrongChoice
from pages.models import EventType, Page, PageEventType, Pool


@dataclass(frozen=True, slots=True)
class Hosts:
    """Whom the customer meets: one booking page; several, who must all be free; or a pool. And who else is invited."""

    pages: tuple[Page, ...] = ()
    pool: Pool | None = None
    optional: tuple[Page, ...] = ()

    @property
    def needed(self) -> tuple[Page | Pool, ...]:
        """Who must be free; the first leads."""
        return self.pages if self.pool is None else (self.pool,)

    def rule(self, event_type: EventType) -> Rule:
        """Who meets the customers of the event type: the same as of any other."""
        lead, *others = self.needed
        return Rule(event_type, lead, tuple(others), self.optional)


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
    """Makes a reusable link of the owner's, and the unlisted page it leads to.

    Raises NotForThem, NobodyToMeet, NothingToShare for an event type that is not to be had, or TeamsBookAtOnce.
    """
    # What is new changes no offer that is there already; what it is made of must not change meanwhile.
    with locks.keeping_offers(actor.organization_id):
        if not may_act_for(actor, owner):
            raise NotForThem
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


def make_reusable_once(*, actor: User, form: str, now: datetime, **choices: Any) -> Link:
    """As `make_reusable`, but of the same form sent twice only one link is made, and both get it.

    `form` is all that was sent, with a random key in it. Unlike a press of a button, a whole form sent again later is
    still the same one.
    """
    handle = handle_of(actor, form)
    earlier = Link.objects.filter(handle=handle, created_by=actor)
    sent = earlier.first()
    if sent is not None:
        return sent
    try:
        return make_reusable(actor=actor, now=now, handle=handle, **choices)
    except IntegrityError:
        return earlier.get()


def may_act_for(actor: User, owner: User) -> bool:
    """Whether the actor may make links in the owner's name: their own, an admin's, or by the owner's leave."""
    if actor.organization_id != owner.organization_id or not owner.is_active:
        return False
    return actor == owner or actor.is_admin or owner.delegates.filter(pk=actor.pk).exists()


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
    """A link for each owner and their hosts, with its page, inside the caller's transaction, which has judged them.

    It takes as many statements for one as for hundreds. The handle, where it is given, is the first link's.
    """
    pages = Page.objects.bulk_create(_page(owner, hosts) for owner, hosts in wanted)
    add_rules(
        [
            (page, [hosts.rule(event_type) for event_type in event_types])
            for page, (_owner, hosts) in zip(pages, wanted, strict=True)
        ]
    )
    handles = chain([handle or new_handle()], iter(new_handle, None))
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
        for page, own_handle in zip(pages, handles, strict=False)
    )
    remember_all(links, organization_id=actor.organization_id, verb=Verb.MADE, actor=actor, at=now)
    return links


def _page(owner: User, hosts: Hosts) -> Page:
    """What stands behind a link of the wizard."""
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
    """Changes a reusable link, and with it all its single-use versions, from the next opening and booking on.

    A link made from a page takes its event types from there: those given here then narrow them. Raises NothingToShare
    or TeamsBookAtOnce.
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
        remember(subject=current, organization_id=current.organization_id, verb=Verb.CHANGED, actor=actor, at=now)
    return current


def hosts_of_link(link: Link) -> Hosts:
    """Whom a link of the wizard's leads to; the same for each of its event types."""
    rule = PageEventType.objects.filter(page=link.target).order_by("position", "pk").first()
    seats = [] if rule is None else list(rule.seats.select_related("page__host", "pool"))
    return Hosts(
        pages=tuple(seat.page for seat in seats if seat.page is not None and not seat.optional),
        pool=next((seat.pool for seat in seats if seat.pool is not None), None),
        optional=tuple(seat.page for seat in seats if seat.page is not None and seat.optional),
    )


def _check_hosts(actor: User, hosts: Hosts) -> None:
    if bool(hosts.pages) == (hosts.pool is not None):
        raise NobodyToMeet
    try:
        check_there(actor.organization_id, [*hosts.needed, *hosts.optional])
    except WrongChoice as refusal:
        raise NobodyToMeet from refusal


def check_choice(allowed: QuerySet[EventType], event_types: Sequence[EventType]) -> None:
    """Raises NothingToShare unless there are some and all are allowed, or TeamsBookAtOnce."""
    if not event_types:
        raise NothingToShare
    try:
        check_event_types(allowed, event_types)
    except WrongChoice as refusal:
        raise NothingToShare from refusal
    check_at_once(event_types)


def _public_name(hosts: Hosts, owner: User) -> str:
    """What customers read above the calendar."""
    if hosts.pool is not None:
        return owner.organization.name
    if len(hosts.pages) == 1:
        return hosts.pages[0].name
    return str(get_text_list([page.name for page in hosts.pages], _("and")))[:100]
