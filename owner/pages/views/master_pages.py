"""Master pages: the list, a new one, the overview of one with its switches, the end of one."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data, status
from accounts.models import User
from links.queries import MOST_COUNTED, count_outstanding, public_address
from owner.pages.forms.master_pages import MasterForm
from owner.pages.forms.seating import page_problem, rule_problems
from owner.pages.views.gone import gone_is_not_found
from owner.pages.views.impact import live_links_to
from pages import actions
from pages.errors import AddressInUse
from pages.models import EventType, Page
from pages.queries.assignments import Assignable, Contents, contents_of, offers_nothing


def masters_of(user: User) -> QuerySet[Page]:
    """The master pages that the user may change."""
    return Page.objects.editable_by(user).filter(kind=Page.Kind.MASTER).select_related("organization", "owner")


@dataclass(frozen=True, slots=True)
class MasterPageCard:
    """A master page of the list, with what it lets customers book, and with whom."""

    page: Page
    contents: Contents
    bookable: list[EventType]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.bookable]

    @property
    def people(self) -> list[str]:
        """Booking pages and pools, each once."""
        seats = [seat for _event_type, seats in self.contents.rules for seat in seats]
        return list(dict.fromkeys(str(one.row) for one in (*seats, *self.contents.pages) if not one.is_archived))


@owner_view(READ)
def master_pages(request: MemberRequest) -> HttpResponse:
    """All of them for an admin; a member sees those from which they may share links."""
    pages = list(
        Page.objects.shareable_by(request.user)
        .filter(kind=Page.Kind.MASTER)
        .select_related("organization")
        .order_by("name", "pk")
    )
    contents = contents_of(pages)
    cards = [MasterPageCard(page, contents[page.pk], contents[page.pk].bookable) for page in pages]
    return render(request, "owner/pages/master_pages.html", {"cards": cards, "base": settings.BASE_URL.split("//")[-1]})


@owner_view(FORM, admins=True)
def new_master_page(request: MemberRequest) -> HttpResponse:
    """A further master page: its scenario and its name; what it offers comes next."""
    page = Page(organization=request.user.organization, kind=Page.Kind.MASTER, scenario=Page.Scenario.TEAM)
    form = MasterForm(form_data(request), instance=page)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_master(actor=request.user, page=form.save(commit=False), now=timezone.now())
        except AddressInUse as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, _("Created. Now say what can be booked here, and with whom."))
            return redirect("master-assignment", pk=made.pk)
    context = {"form": form, "prefix": address_prefix(request.user)}
    return render(request, "owner/pages/master_new.html", context, status=status(request))


def address_prefix(user: User) -> str:
    """What stands before a page's public link."""
    return f"{settings.BASE_URL.split('//')[-1]}/p/{user.organization.slug}/"


@owner_view(READ, admins=True)
def master_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Overview: share and publish, open or closed, and what is offered."""
    page, now = get_object_or_404(masters_of(request.user), pk=pk), timezone.now()
    contents = contents_of([page])[page.pk]
    context = {
        "page": page,
        "tab": "overview",
        "address": public_address(page),
        "outstanding": count_outstanding(user=request.user, page=page, now=now),
        "most_counted": MOST_COUNTED,
        "live_links": live_links_to(page, now),
        "contents": contents,
        "rows": offered_rows(page, contents),
        "bookable": bool(contents.bookable),
        "offers_nothing": offers_nothing(page),
    }
    return render(request, "owner/pages/master_overview.html", context)


def offered_rows(page: Page, contents: Contents) -> list[dict[str, Any]]:
    """What the page offers, with whom, and what is wrong with it."""
    if page.is_team:
        return [
            {"event_type": one, "seats": seats, "problems": rule_problems(seats)}
            for one, seats in contents.rules
            if one.archived_at is None
        ]
    return [
        {"event_type": one, "seats": there, "problems": _choice_problems(there)}
        for one in contents.event_types
        if one.archived_at is None
        for there in [contents.offering(one)]
    ]


def _choice_problems(pages: list[Assignable]) -> list[str]:
    if not pages:
        return [_("None of the booking pages has it, so customers do not see it.")]
    if any(page.persons for page in pages):
        return []
    return [f"{page.row}: {page_problem(page)}" for page in pages]


# The switches of the overview, and what is said when one of them is pressed.
SWITCHES = {
    ("accepts_bookings", "on"): gettext_lazy("It accepts bookings again."),
    ("accepts_bookings", "off"): gettext_lazy("Paused. Its links say so, and work again when you switch it on."),
    ("listed", "on"): gettext_lazy("Listed: its public address is open."),
    ("listed", "off"): gettext_lazy("Not listed: its public address is closed, and only links get in."),
}


@owner_view(POST, admins=True)
def switch_master_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Switches *Accept bookings* or *Listed* on or off."""
    page = get_object_or_404(masters_of(request.user), pk=pk)
    for (name, state), said in SWITCHES.items():
        if request.POST.get(name) == state:
            setattr(page, name, state == "on")
            with gone_is_not_found():
                actions.save_master(actor=request.user, page=page, fields=[name], now=timezone.now())
            messages.success(request, said)
            return redirect(f"{reverse('master-page', args=[pk])}#{name}")
    return redirect("master-page", pk=pk)


@owner_view(FORM, admins=True)
def archive_master_page(request: MemberRequest, pk: int) -> HttpResponse:
    """GET asks, and says how many links are out; POST archives."""
    page, now = get_object_or_404(masters_of(request.user), pk=pk), timezone.now()
    if request.method == "POST":
        with gone_is_not_found():
            actions.archive_page(actor=request.user, page=page, now=now)
        messages.success(request, _("“%(name)s” is archived. Meetings already booked stay.") % {"name": page})
        return redirect("master-pages")
    context = {
        "page": page,
        "live_links": live_links_to(page, now),
        "keep": reverse("master-page", args=[pk]),
    }
    return render(request, "owner/pages/archive_page.html", context)
