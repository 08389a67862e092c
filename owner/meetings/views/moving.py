"""Views with which a host moves a meeting to another time, or gives it to a colleague."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.models import User
from bookings.actions import reassign, reschedule
from bookings.models import Booking
from bookings.queries import hosts_of
from bookings.snapshot import event_type_for_change
from bookings.steps import change
from owner.meetings.forms.acts import MoveForm, ReassignForm
from owner.meetings.views.acts import Act, perform, refusal_of
from owner.meetings.views.find import find_meeting
from owner.meetings.views.picker import picker
from pages.models import Page
from pages.queries import busy_at


@dataclass(frozen=True, slots=True)
class Colleague:
    """A booking page to which the meeting may be given. `why` says why that is impossible, `note` what else to know."""

    page: Page
    why: str
    note: str


@owner_view(FORM)
def reschedule_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the free times of the meeting's hosts; a POST moves the meeting to the chosen one."""
    booking, now = find_meeting(request, pk), timezone.now()
    act = Act(
        title=_("Reschedule"),
        effects=[],
        button=_("Move the meeting"),
        done=_("Meeting moved. Everyone gets an email."),
        form=lambda data: MoveForm(data, initial={"sequence": booking.sequence}),
        template="owner/meetings/reschedule.html",
    )

    def check(booking: Booking) -> None:
        change.check_can_move(booking, True, now)
        change.moving_offer(booking, by_host=True)

    times = {}
    if refusal_of(lambda: check(booking)) is None:
        offer = change.moving_offer(booking, by_host=True)
        times = picker(offer, request.GET, request.user, now, moving=booking)
    return perform(
        request,
        booking,
        act,
        check=check,
        action=lambda sent: reschedule(
            booking=booking,
            start=sent["start"],
            actor=request.user,
            reason=sent["message"],
            sequence=sent["sequence"],
        ),
        **times,
    )


@owner_view(FORM)
def reassign_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask which host to replace by which colleague; a POST gives the meeting away."""
    booking, now = find_meeting(request, pk), timezone.now()
    hosts = list(hosts_of(booking))
    pages = Page.objects.filter(
        organization_id=booking.organization_id, kind=Page.Kind.BOOKING, archived_at=None, host__is_active=True
    )
    act = Act(
        title=_("Reassign to a colleague"),
        effects=[
            _(
                "The time and the customer’s link to the meeting stay the same. We tell the customer who the new "
                "host is."
            ),
            _("The previous host gets a cancellation, and the new host gets an invitation."),
        ],
        button=_("Reassign"),
        done=_("Meeting reassigned. Everyone gets an email."),
        form=lambda data: ReassignForm(data, hosts=hosts, pages=pages, initial={"sequence": booking.sequence}),
        template="owner/meetings/reassign.html",
    )
    return perform(
        request,
        booking,
        act,
        check=lambda booking: change.check_can_move(booking, True, now),
        action=lambda sent: reassign(
            booking=booking,
            former=sent["former"],
            page=sent["page"],
            actor=request.user,
            reason=sent["message"],
            sequence=sent["sequence"],
        ),
        hosts=hosts,
        colleagues=colleagues(booking, hosts, pages.select_related("host").order_by("host__name", "name", "pk")),
    )


def colleagues(booking: Booking, hosts: list[User], pages: Iterable[Page]) -> list[Colleague]:
    """Return the organization's booking pages: the paused ones after the others, and the impossible ones last.

    A paused page can be chosen: it takes no bookings from customers, but a host may still give a meeting to its host.
    """
    pages = list(pages)
    current_hosts = {host.pk for host in hosts}
    host_ids = {page.host_id for page in pages if page.host_id is not None}
    busy = busy_at(host_ids, event_type_for_change(booking, by_host=True), booking.starts_at, booking.uid)

    def why(page: Page) -> str:
        if page.host_id in current_hosts:
            return _("is already a host of this meeting")
        return _("has another meeting at that time") if page.host_id in busy else ""

    def note(page: Page) -> str:
        return "" if page.accepts_bookings else _("is paused and takes no bookings at the moment")

    found = [Colleague(page, why(page), note(page)) for page in pages]
    return sorted(found, key=lambda colleague: (bool(colleague.why), bool(colleague.note)))
