"""Master pages: the list, creating, the overview with its switches, and archiving."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.models import User
from links.queries import MOST_COUNTED, count_outstanding, public_address
from owner.pages.forms.master_pages import MasterForm
from owner.pages.forms.seating import page_problem, rule_problems
from owner.pages.views.addresses import address_prefix, shown_base
from owner.pages.views.archive import Archiving, archive_view
from owner.pages.views.edit import edit, stay
from owner.pages.views.gone import gone_is_not_found
from owner.pages.views.impact import live_links_to
from owner.pages.views.switching import back_to_row, just_switched
from pages import actions
from pages.models import EventType, Page
from pages.queries.assignments import Assignable, Contents, contents_of, offers_nothing


def masters_of(user: User) -> QuerySet[Page]:
    """Return the master pages that the user may change."""
    return Page.objects.editable_by(user).filter(kind=Page.Kind.MASTER).select_related("organization", "owner")


@dataclass(frozen=True, slots=True)
class MasterPageCard:
    """A master page of the list, with what customers can book there, and with whom."""

    page: Page
    contents: Contents
    bookable: list[EventType]

    @property
    def names(self) -> list[str]:
        return [page.name for page in self.bookable]

    @property
    def people(self) -> list[str]:
        """The names of its booking pages and pools, without duplicates."""
        seats = [seat for _event_type, seats in self.contents.rules for seat in seats]
        members = [member for member in (*seats, *self.contents.pages) if not member.is_archived]
        return list(dict.fromkeys(str(member.row) for member in members))


@owner_view(READ)
def master_pages(request: MemberRequest) -> HttpResponse:
    """List all master pages for admins; for members, those from which they may share links."""
    masters = Page.objects.shareable_by(request.user).filter(kind=Page.Kind.MASTER)
    pages = list(masters.select_related("organization").order_by("name", "pk"))
    contents = contents_of(pages)
    cards = [MasterPageCard(page, contents[page.pk], contents[page.pk].bookable) for page in pages]
    context = {"cards": cards, "base": shown_base(), **_just_switched(request)}
    return render(request, "owner/pages/master_pages.html", context)


def _just_switched(request: MemberRequest) -> dict[str, object]:
    """Return which page was just paused or turned on, and how many links a pause concerns."""
    page = just_switched(request, masters_of(request.user))
    if page is None:
        return {}
    return {"switched": page, "live_links": 0 if page.accepts_bookings else live_links_to(page, timezone.now())}


@owner_view(FORM, admins=True)
def new_master_page(request: MemberRequest) -> HttpResponse:
    """Create a master page with a scenario and a name. What it offers is chosen next."""
    actor = request.user
    page = Page(organization=actor.organization, kind=Page.Kind.MASTER, scenario=Page.Scenario.TEAM)
    text = _("Created. Now choose what customers can book here, and with whom.")
    return edit(
        request,
        form_data(request),
        template="owner/pages/master_new.html",
        make=lambda data, initial: MasterForm(data, instance=page, initial=initial),
        save=lambda form: actions.save_master(actor=actor, page=form.save(commit=False), now=timezone.now()),
        done=lambda: stay(request, text, "master-assignment", page.pk),
        context=lambda form: {"prefix": address_prefix(actor)},
    )


@owner_view(READ, admins=True)
def master_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the overview: sharing, the switches, and what is offered."""
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


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """An event type that a page offers, with its hosts and with what is wrong."""

    event_type: EventType
    seats: Sequence[Assignable]
    problems: list[str]


def offered_rows(page: Page, contents: Contents) -> list[OfferedRow]:
    """Return what the page offers."""
    if page.is_team:
        rows = [OfferedRow(event_type, seats, rule_problems(seats)) for event_type, seats in contents.rules]
    else:
        offering = [(event_type, contents.offering(event_type)) for event_type in contents.event_types]
        rows = [OfferedRow(event_type, pages, _choice_problems(pages)) for event_type, pages in offering]
    for row in rows:
        if not row.event_type.accepts_bookings:
            row.problems.insert(0, _("Paused: customers cannot choose it."))
    return [row for row in rows if row.event_type.archived_at is None]


def _choice_problems(pages: list[Assignable]) -> list[str]:
    if not pages:
        return [_("Hidden from customers, because none of the booking pages has it.")]
    if any(page.persons for page in pages):
        return []
    return [f"{page.row}: {page_problem(page)}" for page in pages]


# The switches of the overview, with the message for each position.
SWITCHES = {
    ("accepts_bookings", "on"): gettext_lazy("Accepting bookings again."),
    ("accepts_bookings", "off"): gettext_lazy(
        "Paused. Its links tell customers so, and work again once you turn it back on."
    ),
    ("listed", "on"): gettext_lazy("Listed. The public address is open."),
    ("listed", "off"): gettext_lazy("Not listed. The public address is closed, and the page only opens from links."),
}


@owner_view(POST, admins=True)
def switch_master_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Turn *Accept bookings* or *Listed* on or off. Lead back to the row of the list, or to the overview."""
    page = get_object_or_404(masters_of(request.user), pk=pk)
    for (name, state), said in SWITCHES.items():
        if request.POST.get(name) == state:
            with gone_is_not_found():
                _switch(request.user, page, name, state == "on")
            if "row" in request.POST:
                return back_to_row(request, "master-pages", pk)
            messages.success(request, said)
            return redirect(f"{reverse('master-page', args=[pk])}#{name}")
    return redirect("master-page", pk=pk)


def _switch(user: User, page: Page, name: str, is_on: bool) -> None:
    if name == "accepts_bookings":
        actions.switch_page(actor=user, page=page, accepts_bookings=is_on, now=timezone.now())
    else:
        page.listed = is_on
        actions.save_master(actor=user, page=page, fields=["listed"], now=timezone.now())


archive_master_page = archive_view(
    Archiving(
        own=masters_of,
        action=lambda actor, page, now: actions.archive_page(actor=actor, page=page, now=now),
        template="owner/pages/archive_page.html",
        context=lambda user, page, now: {
            "page": page,
            "live_links": live_links_to(page, now),
            "keep": reverse("master-page", args=[page.pk]),
        },
        list="master-pages",
        admins=True,
    )
)
