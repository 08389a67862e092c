"""The list of booking pages, and the form of one."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.models import User
from owner.finding import find, own_first
from owner.pages.forms.booking_pages import PageForm
from owner.pages.forms.choices import ListedType, OfferedTypes
from owner.pages.forms.summaries import page_summary
from owner.pages.views.addresses import address_prefix, shown_base
from owner.pages.views.archive import Archiving, archive_view
from owner.pages.views.edit import edit, stay
from owner.pages.views.gone import gone_is_not_found
from owner.pages.views.impact import Impact, impact_of
from owner.pages.views.switching import back_to_row, is_turned_on, just_switched
from owner.pages.views.using import links_made_with, listed
from pages import actions
from pages.models import EventType, Page, PageEventType, Schedule
from pages.queries.assignments import uses_of


def _own(user: User) -> QuerySet[Page]:
    return Page.objects.editable_by(user).filter(kind=Page.Kind.BOOKING).select_related("organization", "host")


@owner_view(READ)
def booking_pages(request: MemberRequest) -> HttpResponse:
    """List the user's own booking pages; for admins, the organization's."""
    offered = PageEventType.objects.filter(event_type__archived_at=None).select_related("event_type")
    pages = _own(request.user).order_by(own_first(request.user, "host"), "host__name", "name", "pk")
    columns = ("name", "label", "host__name", "host__email", "slug")
    found = find(pages.prefetch_related(Prefetch("offered", offered)), request.GET, request.user, *columns)
    uses = uses_of(found.rows)
    context = {
        "found": found,
        "cards": [(page, uses[page.pk]) for page in found.rows],
        "pages": found.rows,
        "base": shown_base(),
        **_just_switched(request),
    }
    return render(request, "owner/pages/booking_pages.html", context)


def _just_switched(request: MemberRequest) -> dict[str, object]:
    """Return which page was just paused or turned on, and how many links a pause concerns."""
    page = just_switched(request, _own(request.user))
    if page is None:
        return {}
    impact = Impact() if page.accepts_bookings else impact_of(page, timezone.now())
    return {"switched": page, "live_links": impact.direct + impact.elsewhere}


@owner_view(FORM)
def new_booking_page(request: MemberRequest) -> HttpResponse:
    """Create a booking page."""
    return _edit(request, Page(organization=request.user.organization))


@owner_view(FORM)
def booking_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit one booking page."""
    return _edit(request, get_object_or_404(_own(request.user), pk=pk))


def _edit(request: MemberRequest, page: Page) -> HttpResponse:
    actor, is_new, shown_name, now = request.user, page.pk is None, page.name, timezone.now()
    data = form_data(request)
    event_types = _event_types(actor, page, data)

    def save(form: PageForm) -> None:
        actions.save_page(actor=actor, page=form.save(commit=False), event_types=event_types.chosen(), now=now)

    return edit(
        request,
        data,
        template="owner/pages/booking_page.html",
        make=lambda data, initial: PageForm(data, instance=page, initial=initial, user=actor),
        editor=event_types,
        save=save,
        done=lambda: stay(
            request, _("Your new booking page is ready to share.") if is_new else _("Saved."), "booking-page", page.pk
        ),
        context=lambda form: {
            "page": None if is_new else page,
            "shown_name": shown_name,
            "event_types": event_types,
            "draft": page.pk or 0,
            "summary": page_summary(form.instance),
            "unfolded": form.unfolded | ({"where"} if is_new else set()),
            "prefix": address_prefix(actor),
            **_impact(page, now),
            "uses": None if is_new else uses_of([page])[page.pk],
            "lacks": _missing_step(actor) if is_new else "",
        },
    )


def _event_types(user: User, page: Page, data: QueryDict | None) -> OfferedTypes:
    """Return the event types as the form has them. A new page starts with the user's own, if it is the only one."""
    event_types = (
        EventType.objects.for_page(page.pk, user).select_related("owner").order_by("owner__name", "name", "pk")
    )
    known = list(event_types)
    if page._state.adding:
        own = [event_type.pk for event_type in known if event_type.owner_id == user.pk]
        stored = own if len(own) == 1 else []
    else:
        stored = list(page.offered.filter(event_type__archived_at=None).values_list("event_type_id", flat=True))
    rows = (ListedType.beside(event_type, user) for event_type in known)
    return OfferedTypes("event_types", _("Event types"), rows, data, map(str, stored))


def _impact(page: Page, now: datetime) -> dict[str, object]:
    """Return how many links lead to the page, and how many other links depend on it."""
    impact = Impact() if page.pk is None else impact_of(page, now)
    return {"live_links": impact.direct, "elsewhere": impact}


def _missing_step(user: User) -> str:
    """Return the name of the view to visit first, if the user has no event type or no schedule for a page."""
    if not EventType.objects.editable_by(user).exists():
        return "new-event-type"
    return "" if Schedule.objects.editable_by(user).exists() else "new-schedule"


@owner_view(POST)
def switch_booking_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Pause a booking page, or let it be booked again. Lead back to the list as it was, or to the editor."""
    page = get_object_or_404(_own(request.user), pk=pk)
    on = is_turned_on(request, page)
    with gone_is_not_found():
        actions.switch_page(actor=request.user, page=page, accepts_bookings=on, now=timezone.now())
    return redirect("booking-page", pk=pk) if "editor" in request.POST else back_to_row(request, "booking-pages", pk)


archive_booking_page = archive_view(
    Archiving(
        own=_own,
        action=lambda actor, page, now: actions.archive_page(actor=actor, page=page, now=now),
        template="owner/pages/archive_page.html",
        context=lambda user, page, now: {
            "page": page,
            **_impact(page, now),
            "uses": uses_of([page])[page.pk],
            "made": listed(links_made_with(page, user)),
            "keep": reverse("booking-page", args=[page.pk]),
        },
        list="booking-pages",
    )
)
