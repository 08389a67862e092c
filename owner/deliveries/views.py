"""The deliveries of an organization and their results, for its admins."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import POST, READ, MemberRequest, owner_view
from accounts.models import User
from bookings.labels import LABELS
from core.database import fresh_plans
from core.dates import brief_time_text
from deliveries import actions
from deliveries.errors import NotFailed
from deliveries.models import Delivery
from deliveries.queries import failed_of, recent_of

LONGEST_LIST, RECENT = 200, 30


@owner_view(READ, admins=True)
def deliveries(request: MemberRequest) -> HttpResponse:
    """List the deliveries that failed, to be tried again, and below them the newest others."""
    user = request.user
    # A plan that PostgreSQL made for any organization would read the deliveries of all of them.
    with fresh_plans():
        context = {
            "failed": rows(user, failed_of(user)[:LONGEST_LIST]),
            "recent": rows(user, recent_of(user)[:RECENT]),
        }
    return render(request, "owner/deliveries/deliveries.html", context)


@owner_view(POST, admins=True)
def retry_delivery(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a failed delivery again: the button *Try again*."""
    try:
        delivery = actions.retry(actor=request.user, delivery_id=pk, now=timezone.now())
    except NotFailed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The message to %(recipient)s is being sent again.") % {"recipient": delivery.to})
    return redirect("deliveries")


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One line of the list: the delivery, its kind in words, and when it got its current state."""

    delivery: Delivery
    kind: str
    moment: str


def rows(user: User, deliveries: Iterable[Delivery]) -> list[DeliveryRow]:
    """Return the lines of the list, with times in words on the user's clock."""
    clock = user.shown_clock

    def moment(delivery: Delivery) -> str:
        at = delivery.failed_at or delivery.sent_at or delivery.superseded_at or delivery.due_at
        return brief_time_text(at, clock)

    return [
        DeliveryRow(delivery, str(LABELS.get(delivery.kind, delivery.kind)), moment(delivery))
        for delivery in deliveries
    ]
