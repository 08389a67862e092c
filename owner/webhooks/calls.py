"""One call of a webhook: what was sent, the response, and sending it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import POST, READ, MemberRequest, owner_view
from deliveries.errors import NothingToSend
from deliveries.models import Endpoint
from deliveries.webhooks import actions
from deliveries.webhooks.bodies import readable_body
from deliveries.webhooks.queries import calls_of
from owner.webhooks.texts import EVENTS, call_state, try_lines


@owner_view(POST, admins=True)
def test(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a test, and show what becomes of it."""
    get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    call = actions.send_test(actor=request.user, endpoint_id=pk, now=timezone.now())
    return redirect("webhook-call", call.pk)


@owner_view(READ, admins=True)
def call(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a call with its tries. A page that waits for the result gets only the part that changes."""
    delivery = get_object_or_404(calls_of(request.user), pk=pk)
    waits = delivery.sent_at is None and delivery.failed_at is None and delivery.superseded_at is None
    context = {
        "call": delivery,
        "event": EVENTS.get(delivery.kind, delivery.kind),
        "state": call_state(delivery),
        "tries": try_lines(delivery.calls.order_by("pk"), request.user.shown_clock),
        "waits": waits and not delivery.attempts,
    }
    if "HX-Request" in request.headers:
        return render(request, "owner/webhooks/_tries.html", context)
    more = {"endpoint": Endpoint.objects.called_by(delivery).first(), "body": readable_body(delivery)}
    return render(request, "owner/webhooks/call.html", context | more)


@owner_view(POST, admins=True)
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a call once more: the button *Send again*."""
    try:
        new_call = actions.send_again(actor=request.user, delivery_id=pk, now=timezone.now())
    except NothingToSend as refusal:
        messages.warning(request, str(refusal))
        return redirect("webhook-call", pk)
    messages.success(request, _("It is being sent again."))
    return redirect("webhook-call", new_call.pk)
