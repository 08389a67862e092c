"""Revoking and extending many links at once after confirmation, and undoing a revocation."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import FORM, POST, MemberRequest, owner_view
from accounts.models import User
from core.database import fresh_plans
from core.ids import read_number
from links.actions import MOST_AT_ONCE, MoreTime, extend_all, restore_all, revoke_all
from links.models import LinkQuerySet
from links.queries import Filters, matching, open_condition, resolve_filters
from owner.links.forms.extend import ExtendForm
from owner.links.forms.filters import MOST_TICKED, LinkFilter, Selection
from owner.links.views.undo import LAST, instant_of, mark_of, shown_at


@owner_view(FORM)
def revoke_links(request: MemberRequest) -> HttpResponse:
    """Say how many links would be revoked and what that means; a POST revokes them."""
    now, user = timezone.now(), request.user
    selection = Selection(_data(request), user=user)
    open_links = open_condition(user, now)
    if selection.is_wider or _matches_others(request, selection, open_links, now):
        return choose_again(request, selection)
    if request.method == "POST" and selection:
        count = revoke_all(actor=user, filters=selection.filters(), shown_at=shown_at(request, now), now=now)
        if not count:
            messages.info(request, _("Nothing was revoked, because none of these links work any more."))
            return redirect(_list(selection))
        return redirect(_list(selection, undo=mark_of(now)))
    if not selection:
        return _nothing_ticked(request, selection)
    return render(request, "owner/links/revoke_many.html", _question_context(request, selection, open_links, now))


@owner_view(FORM)
def extend_links(request: MemberRequest) -> HttpResponse:
    """Ask for how long, and say how many links can be extended; a POST extends them."""
    now, user = timezone.now(), request.user
    selection = Selection(_data(request), user=user)
    if not selection:
        return _nothing_ticked(request, selection)
    changed = MoreTime().links()
    if selection.is_wider or _matches_others(request, selection, changed, now):
        return choose_again(request, selection)
    form = ExtendForm(request.POST if request.method == "POST" else None, user=user, now=now)
    if request.method == "POST" and form.is_valid():
        more, asked = form.chosen(), shown_at(request, now)
        count = extend_all(actor=user, filters=selection.filters(), more=more, shown_at=asked, now=now)
        if count:
            text = ngettext("%(count)d link is extended.", "%(count)d links are extended.", count) % {"count": count}
            messages.success(request, text)
        else:
            messages.info(
                request,
                _("Nothing was extended. These links are closed, already last that long, or were just extended."),
            )
        return redirect(_list(selection))
    context = _question_context(request, selection, changed, now) | {"form": form}
    return render(request, "owner/links/extend_many.html", context, status=422 if request.method == "POST" else 200)


@owner_view(POST)
def restore_links(request: MemberRequest) -> HttpResponse:
    """Undo the revocation of links that were revoked together a moment ago."""
    form = LinkFilter(request.POST, user=request.user)
    mark = form.cleaned_data.get("undo")
    count = 0
    if mark and mark < LAST:
        count = restore_all(actor=request.user, revoked_at=instant_of(mark), now=timezone.now())
    if count:
        text = ngettext("Undone: %(count)d link works again.", "Undone: %(count)d links work again.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.error(request, _("It is too late to undo this. Make new links instead."))
    query = form.query()
    return redirect(f"{reverse('links')}?{query}" if query else "links")


def _data(request: MemberRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _matches_others(request: MemberRequest, selection: Selection, changed: Q, now: datetime) -> bool:
    """Return whether links match that the question was not about, such as those of a page paused meanwhile.

    If it was about very many, return whether more match than it said.
    """
    said = read_number(request.POST.get("changed", ""), MOST_AT_ONCE - 1)
    if said is None or not selection.all:
        return False
    with fresh_plans():
        matches = _matching(request.user, selection.asked_filters(), now)
        to_change = matches.filter(changed, created_at__lte=shown_at(request, now))
        if selection.meant:
            return to_change.exclude(pk__in=selection.meant).exists()
        return to_change[: said + 1].count() > said


def _matching(user: User, filters: Filters, now: datetime) -> LinkQuerySet:
    return matching(user=user, filters=resolve_filters(user, filters, now), now=now).order_by()


def _question_context(request: MemberRequest, selection: Selection, changed: Q, now: datetime) -> dict[str, object]:
    """Return how many links are selected and how many of them would change, both counted up to MOST_AT_ONCE."""
    with fresh_plans():
        # Also of a form that is shown again: who reads the question now is asked about what matches now.
        selected = _matching(request.user, selection.asked_filters(), now)
        count = selected[: MOST_AT_ONCE + 1].count()
        to_change = list(selected.filter(changed).values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if selection.all and len(to_change) <= MOST_TICKED:
        selection.meant = tuple(to_change)
    return {
        "selection": selection,
        "back": _list(selection),
        "count": min(count, MOST_AT_ONCE),
        "changed": min(len(to_change), MOST_AT_ONCE),
        "kept": None if count > MOST_AT_ONCE else count - len(to_change),
        "more": len(to_change) > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "asked": mark_of(now),
    }


def _nothing_ticked(request: MemberRequest, selection: Selection) -> HttpResponse:
    messages.warning(request, _("Tick the links first."))
    return redirect(_list(selection))


def choose_again(request: MemberRequest, selection: Selection) -> HttpResponse:
    """Lead back to the list. A filter that held when it or the question was shown would now let through other links."""
    messages.warning(request, _("Something you chose has changed, or is not available to you. Choose again."))
    return redirect(_list(selection))


def _list(selection: Selection, **notices: object) -> str:
    query = selection.form.query(**notices)
    return f"{reverse('links')}?{query}" if query else reverse("links")
