"""Pools: the list, the form of one with its members, the end of one."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data, status
from accounts.models import User
from owner.pages.forms.pools import MembersEditor, PoolForm
from owner.pages.views.gone import gone_is_not_found
from pages import actions
from pages.errors import StillUsed, WrongChoice
from pages.models import Distribution, Page, Pool, PoolMember, RuleSeat
from pages.queries.assignments import assignables, persons_of
from pages.rotation import Turn, next_in_line


@dataclass(frozen=True, slots=True)
class PoolCard:
    """A pool of the list, with the master pages that use it."""

    pool: Pool
    members: list[PoolMember]
    pages: list[Page]

    @property
    def taking_part(self) -> list[PoolMember]:
        return [member for member in self.members if member.active and persons_of(member.page)]


def _own(user: User) -> QuerySet[Pool]:
    members = PoolMember.objects.select_related("page__host").order_by("position", "pk")
    return Pool.objects.editable_by(user).prefetch_related(Prefetch("members", members))


@owner_view(READ, admins=True)
def pools(request: MemberRequest) -> HttpResponse:
    """All of the organization's."""
    found = list(_own(request.user).order_by("name", "pk"))
    pages: dict[int, dict[int, Page]] = {pool.pk: {} for pool in found}
    seats = RuleSeat.objects.filter(pool__in=found, rule__page__archived_at=None).select_related("rule__page")
    for seat in seats.order_by("rule__page__name", "rule__page"):
        pages[seat.pool_id or 0][seat.rule.page_id] = seat.rule.page
    cards = [PoolCard(pool, list(pool.members.all()), list(pages[pool.pk].values())) for pool in found]
    return render(request, "owner/pages/pools.html", {"cards": cards})


@owner_view(FORM, admins=True)
def new_pool(request: MemberRequest) -> HttpResponse:
    """A further pool."""
    return _edit(request, Pool())


@owner_view(FORM, admins=True)
def pool(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything about one pool."""
    return _edit(request, get_object_or_404(_own(request.user), pk=pk))


def _edit(request: MemberRequest, pool: Pool) -> HttpResponse:
    data, is_new, shown_name = form_data(request), pool.pk is None, pool.name
    pages = [one for one in assignables(request.user.organization_id).values() if not one.is_pool]
    upcoming = None if is_new else next_one(pool)
    members = MembersEditor.of(pool, pages, data)
    sent = request.method == "POST" and not members.apply(request.POST)
    if data is None or sent:
        form = PoolForm(data, instance=pool)
    else:
        # A member was added, moved or removed: shown again as typed, and nothing is judged yet.
        form = PoolForm(initial={name: data.get(name, "") for name in PoolForm.base_fields}, instance=pool)
    sound = sent and form.is_valid() & members.check(form.cleaned_data.get("distribution", ""))
    if sound and _save(request, form, members):
        messages.success(request, _("Created. Master pages can use it.") if is_new else _("Saved."))
        return redirect("pools")
    context = {
        "form": form,
        "members": members,
        "problems": members.errors(),
        "pool": None if is_new else pool,
        "shown_name": shown_name,
        "upcoming": upcoming,
        "used_by": [] if is_new else used_by(pool),
    }
    return render(request, "owner/pages/pool.html", context, status=422 if sent else 200)


def _save(request: MemberRequest, form: PoolForm, members: MembersEditor) -> bool:
    """Saves what is sound; where the organization does not let it be, the form says why."""
    try:
        with gone_is_not_found():
            actions.save_pool(
                actor=request.user, pool=form.save(commit=False), members=members.memberships(), now=timezone.now()
            )
    except WrongChoice as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def next_one(pool: Pool) -> int | None:
    """The booking page whose turn it is, by id; only a round robin has turns."""
    there = [one for one in pool.members.all() if one.active and persons_of(one.page)]
    if pool.distribution != Distribution.ROUND_ROBIN or not there:
        return None
    turns = [Turn(one.page_id, place, one.level) for place, one in enumerate(there)]
    return there[next_in_line(turns)].page_id


def used_by(pool: Pool) -> list[Page]:
    """The master pages with rows that the pool is assigned to."""
    return list(Page.objects.current().filter(offered__seats__pool=pool).distinct().order_by("name", "pk"))


@owner_view(FORM, admins=True)
def archive_pool(request: MemberRequest, pk: int) -> HttpResponse:
    """GET asks, and says which master pages use it; POST archives, unless one does."""
    pool = get_object_or_404(_own(request.user), pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            with gone_is_not_found():
                actions.archive_pool(actor=request.user, pool=pool, now=timezone.now())
        except StillUsed as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("“%(name)s” is archived. Meetings already booked stay.") % {"name": pool})
            return redirect("pools")
    context = {"pool": pool, "pages": used_by(pool), "refused": refused}
    return render(request, "owner/pages/archive_pool.html", context, status=status(request))
