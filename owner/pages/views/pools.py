"""Pools: the list, the form of one with its members, and archiving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.models import User
from owner.pages.forms.pools import MembersEditor, PoolForm
from owner.pages.views.archive import Archiving, archive_view
from owner.pages.views.edit import edit, stay
from owner.pages.views.using import Use, named_uses
from pages import actions
from pages.models import Distribution, Page, Pool, PoolMember, RuleSeat
from pages.queries import PoolTurns, next_pages
from pages.queries.assignments import assignables, persons_of
from pages.rotation import Turn

# Where a master page's rules are changed.
RULES = "master-assignment"
# A round robin makes no difference between event types.
ANY_EVENT_TYPE = 0


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The member who would get the next meeting, if free: of the named event types, or of all if there are none."""

    page: Page
    event_types: list[str]


@dataclass(frozen=True, slots=True)
class PoolCard:
    """A pool of the list, with the master pages and reusable links that use it."""

    pool: Pool
    members: list[PoolMember]
    uses: list[Use]
    upcoming: list[Upcoming]

    @property
    def taking_part(self) -> list[PoolMember]:
        return taking_part(self.pool)


def _own(user: User) -> QuerySet[Pool]:
    members = PoolMember.objects.select_related("page__host").order_by("position", "pk")
    return Pool.objects.editable_by(user).prefetch_related(Prefetch("members", members))


@owner_view(READ, admins=True)
def pools(request: MemberRequest) -> HttpResponse:
    """List the organization's pools."""
    shown = list(_own(request.user).order_by("name", "pk"))
    pages: dict[int, dict[int, Page]] = {pool.pk: {} for pool in shown}
    seats = RuleSeat.objects.filter(pool__in=shown, rule__page__archived_at=None).select_related("rule__page__owner")
    for seat in seats.order_by("rule__page__name", "rule__page"):
        pages[seat.pool_id or 0][seat.rule.page_id] = seat.rule.page
    uses = named_uses([page for used in pages.values() for page in used.values()], request.user, master=RULES)
    upcoming = upcoming_members(shown)
    cards = [
        PoolCard(pool, list(pool.members.all()), [uses[pk] for pk in pages[pool.pk]], following)
        for pool, following in zip(shown, upcoming, strict=True)
    ]
    return render(request, "owner/pages/pools.html", {"cards": cards})


@owner_view(FORM, admins=True)
def new_pool(request: MemberRequest) -> HttpResponse:
    """Create a pool."""
    return _edit(request, Pool())


@owner_view(FORM, admins=True)
def pool(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit one pool."""
    return _edit(request, get_object_or_404(_own(request.user), pk=pk))


def _edit(request: MemberRequest, pool: Pool) -> HttpResponse:
    data, is_new, actor = form_data(request), pool.pk is None, request.user
    pages = [assignable for assignable in assignables(actor.organization_id).values() if not assignable.is_pool]
    members = MembersEditor(pool, pages, data)
    shown: dict[str, object] = {
        "pool": None if is_new else pool,
        "members": members,
        "shown_name": pool.name,
        "upcoming": [] if is_new else upcoming_members([pool])[0],
        "used_by": [] if is_new else used_by(pool, actor),
    }

    def save(form: PoolForm) -> None:
        chosen = members.memberships()
        actions.save_pool(actor=actor, pool=form.save(commit=False), members=chosen, now=timezone.now())

    return edit(
        request,
        data,
        template="owner/pages/pool.html",
        make=lambda data, initial: PoolForm(data, instance=pool, initial=initial),
        editor=members,
        save=save,
        done=lambda: stay(
            request, _("Created. Master pages can now use it.") if is_new else _("Saved."), "pool", pool.pk
        ),
        context=lambda form: shown,
    )


def taking_part(pool: Pool) -> list[PoolMember]:
    return [member for member in pool.members.all() if member.active and persons_of(member.page)]


def upcoming_members(pools: Sequence[Pool]) -> list[list[Upcoming]]:
    """Return for each pool who would get its next meeting. Two queries, or none if all are round robins.

    A round robin has one turn for all event types. The others compare the last bookings of an event type, so its
    members can differ between those for which the pool is used.
    """
    kinds = _event_types([pool for pool in pools if pool.distribution != Distribution.ROUND_ROBIN])
    members_of = [taking_part(pool) for pool in pools]
    pool_turns = []
    for pool, members in zip(pools, members_of, strict=True):
        turns = [Turn(member.page_id, place, member.level, member.priority) for place, member in enumerate(members)]
        pool_turns.append(PoolTurns(pool.distribution, turns, list(kinds.get(pool.pk, {ANY_EVENT_TYPE: ""}))))
    return [
        _upcoming(next_page, members, kinds.get(pool.pk, {}))
        for pool, members, next_page in zip(pools, members_of, next_pages(pool_turns), strict=True)
    ]


def _event_types(pools: Sequence[Pool]) -> dict[int, dict[int, str]]:
    """Return the names of the event types whose meetings the pools share, by pool and id."""
    names_by_pool: dict[int, dict[int, str]] = {pool.pk: {} for pool in pools}
    if not pools:
        return names_by_pool
    used = RuleSeat.objects.filter(pool__in=pools, rule__page__archived_at=None, rule__event_type__archived_at=None)
    names = used.values_list("pool", "rule__event_type", "rule__event_type__name").distinct()
    for pk, event_type, name in names.order_by("rule__event_type__name", "rule__event_type"):
        names_by_pool[pk][event_type] = name
    return names_by_pool


def _upcoming(next_page: Mapping[int, int], members: Sequence[PoolMember], names: Mapping[int, str]) -> list[Upcoming]:
    """Return the next members, with their event types unless one member is next for all of them."""
    pages = {member.page_id: member.page for member in members}
    by_page: dict[int, list[str]] = {}
    for event_type, page in next_page.items():
        by_page.setdefault(page, []).append(names.get(event_type, ""))
    return [Upcoming(pages[page], kinds if len(by_page) > 1 else []) for page, kinds in by_page.items()]


def used_by(pool: Pool, user: User) -> list[Use]:
    """Return the master pages and reusable links that have a rule to which the pool is assigned."""
    pages = Page.objects.current().filter(offered__seats__pool=pool).select_related("owner")
    return list(named_uses(pages.distinct().order_by("name", "pk"), user, master=RULES).values())


archive_pool = archive_view(
    Archiving(
        own=_own,
        action=lambda actor, pool, now: actions.archive_pool(actor=actor, pool=pool, now=now),
        template="owner/pages/archive_pool.html",
        context=lambda actor, pool, now: {"in_use": used_by(pool, actor), "keep": reverse("pool", args=[pool.pk])},
        list="pools",
        admins=True,
    )
)
