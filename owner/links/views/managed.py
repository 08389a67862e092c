"""Managed links: an admin gives several users a link each, and lists, changes and withdraws those links."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.errors import Refusal
from accounts.form_recovery import form_data, status
from accounts.models import User
from core.paging import newest_rows
from links import actions
from links.catalogue import catalogue, count_versions, managed_links, search_links
from links.models import Link, ManagedLinks
from links.texts import BriefMoment, brief_end_text
from owner.form_key import whole_form
from owner.links.forms.catalogue import SearchForm
from owner.links.forms.managed import ManagedEditForm, ManagedForm, UsersForm
from owner.links.views.library import line
from owner.links.views.wizard import progress

STEPS = [gettext_lazy("Event type and expiry"), gettext_lazy("Users")]
FIRST_STEP_FIELDS = ("name", "event_type", "expires_on")


@owner_view(READ, admins=True)
def managed(request: MemberRequest) -> HttpResponse:
    """List the managed links."""
    form, now, user = SearchForm(request.GET), timezone.now(), request.user
    managed = managed_links(user)
    if form.text:
        managed = managed.filter(Q(name__icontains=form.text) | Q(event_type__name__icontains=form.text))
    rows, older = newest_rows(managed, form.place)
    further = request.GET.copy()
    further["before"] = str(older)
    context = {
        "form": form,
        "rows": [(row, _expires(row, user, now)) for row in rows],
        "older": older,
        "further": further.urlencode(),
    }
    return render(request, "owner/links/managed.html", context)


def _expires(managed: ManagedLinks, user: User, now: datetime) -> BriefMoment | None:
    return brief_end_text(managed.expires_at, user, now) if managed.expires_at else None


@owner_view(READ, admins=True)
def new_managed(request: MemberRequest) -> HttpResponse:
    """Step 1: event type, expiry and name. They are carried in the address, as in the links wizard."""
    again = "again" in request.GET
    initial = {name: request.GET[name] for name in FIRST_STEP_FIELDS if name in request.GET}
    form = ManagedForm(request.GET if again else None, user=request.user, now=timezone.now(), initial=initial)
    context = {"form": form, "step": 1, "steps": progress(STEPS, 1), "carried": _carried(request.GET, ("users",))}
    return render(request, "owner/links/managed_what.html", context)


@owner_view(FORM, admins=True)
def new_managed_users(request: MemberRequest) -> HttpResponse:
    """Step 2: the users who get a link. A POST makes all links."""
    sent, now = form_data(request), timezone.now()
    data = request.GET if sent is None else sent
    first_step = ManagedForm(data, user=request.user, now=now)
    if "back" in data or not first_step.is_valid():
        again = "" if "back" in data else "&again=1"
        state = QueryDict(mutable=True)
        state.update(dict(_carried(data, FIRST_STEP_FIELDS)))
        state.setlist("users", data.getlist("users"))
        return redirect(f"{reverse('new-managed-links')}?{state.urlencode()}{again}")
    form = UsersForm(sent, user=request.user, initial={"users": request.GET.getlist("users")})
    if request.method == "POST" and form.is_valid():
        managed = ManagedLinks(
            name=first_step.cleaned_data["name"],
            event_type=first_step.cleaned_data["event_type"],
            expires_at=first_step.expiry,
        )
        saved = _save(request, managed, form, now, whole_form(request))
        if saved is not None:
            text = ngettext("%(count)d link is made.", "%(count)d links are made.", len(form.cleaned_data["users"]))
            messages.success(request, text % {"count": len(form.cleaned_data["users"])})
            return redirect("view-links", saved.pk)
    context = {
        "form": form,
        "step": 2,
        "steps": progress(STEPS, 2),
        "carried": _carried(data, FIRST_STEP_FIELDS),
        "what": first_step,
    }
    return render(request, "owner/links/managed_users.html", context, status=status(request))


@owner_view(FORM, admins=True)
def edit_managed(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit event type, expiry, name and users on one page. Changes apply at once to all links and their single-use
    versions.
    """
    now, managed = timezone.now(), _managed_links(request, pk)
    links = list(managed.links.filter(revoked_at=None).select_related("owner"))
    form = ManagedEditForm(
        form_data(request),
        user=request.user,
        now=now,
        current=managed.event_type,
        expires_at=managed.expires_at,
        holders=[link.owner for link in links],
        initial={"name": managed.name},
    )
    shown_name = managed.name
    if request.method == "POST" and form.is_valid():
        managed.name, managed.event_type = form.cleaned_data["name"], form.cleaned_data["event_type"]
        managed.expires_at = form.expiry
        if _save(request, managed, form, now) is not None:
            messages.success(request, _("Saved. The change applies right away, including to links already shared."))
            return redirect("managed-links")
    context = {"managed": managed, "shown_name": shown_name, "form": form, "links": len(links)}
    return render(
        request, "owner/links/managed_edit.html", context | {"versions": _versions(links, now)}, status=status(request)
    )


@owner_view(READ, admins=True)
def view_links(request: MemberRequest, pk: int) -> HttpResponse:
    """Show every user's link with its split button: in a pop-up, or as a page."""
    form, now, managed = SearchForm(request.GET), timezone.now(), _managed_links(request, pk)
    links = search_links(managed.links.filter(revoked_at=None), form.text, request.user)
    result = catalogue(links, viewer=request.user, now=now, before=form.place, by_owner=True)
    further = request.GET.copy()
    further["before"] = str(result.older)
    context = {
        "managed": managed,
        "form": form,
        "lines": [line(entry, request.user, now) for entry in result.entries],
        "older": result.older,
        "further": further.urlencode(),
        "expires": _expires(managed, request.user, now),
    }
    template = "owner/links/_view_links.html" if "HX-Request" in request.headers else "owner/links/view_links.html"
    return render(request, template, context)


@owner_view(FORM, admins=True)
def withdraw_managed(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for confirmation and say what ends with it; a POST withdraws all links."""
    now, managed = timezone.now(), _managed_links(request, pk)
    if request.method == "POST":
        actions.archive_managed(actor=request.user, managed=managed, now=now)
        text = _("“%(name)s” has been withdrawn. Existing meetings are not affected.")
        messages.success(request, text % {"name": managed})
        return redirect("managed-links")
    links = list(managed.links.filter(revoked_at=None))
    context = {"managed": managed, "links": len(links), "versions": _versions(links, now)}
    return render(request, "owner/links/managed_withdraw.html", context)


def _managed_links(request: MemberRequest, pk: int) -> ManagedLinks:
    managed = ManagedLinks.objects.filter(organization_id=request.user.organization_id, archived_at=None)
    return get_object_or_404(managed.select_related("event_type"), pk=pk)


def _save(
    request: MemberRequest, managed: ManagedLinks, form: UsersForm, now: datetime, sent: str = ""
) -> ManagedLinks | None:
    """Return what was saved; None, with an error in the form, if it was refused."""
    users = form.cleaned_data["users"]
    try:
        return actions.save_managed(actor=request.user, managed=managed, users=users, now=now, form=sent)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _versions(links: list[Link], now: datetime) -> int:
    return sum(count_versions(links, now=now).values())


def _carried(data: QueryDict, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, value) for name in names for value in data.getlist(name)]
