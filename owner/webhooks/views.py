"""Webhooks of an organization, which notify other programs. Admins set them up."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data, status
from core.ids import read_id
from deliveries.errors import TooManyEndpoints
from deliveries.models import Endpoint
from deliveries.webhooks import actions
from deliveries.webhooks.notifications import admins_to_notify
from deliveries.webhooks.queries import STATES, newest_calls
from deliveries.webhooks.signing import secret_text
from owner.webhooks.forms import EnableForm, EndpointForm
from owner.webhooks.texts import EVENTS, call_lines, endpoint_lines, endpoint_state, event_names


@owner_view(READ)
def webhooks(request: MemberRequest) -> HttpResponse:
    """List the webhooks. Members see who can set them up."""
    if not request.user.is_admin:
        return render(
            request, "owner/webhooks/webhooks.html", {"admins": admins_to_notify(request.user.organization_id)}
        )
    endpoints = Endpoint.objects.of(request.user)
    lines = endpoint_lines(endpoints, request.user.shown_clock, timezone.now())
    return render(request, "owner/webhooks/webhooks.html", {"lines": lines})


@owner_view(FORM, admins=True)
def new_webhook(request: MemberRequest) -> HttpResponse:
    """Make a webhook."""
    form = EndpointForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            endpoint = actions.make_endpoint(actor=request.user, fields=form.fields_chosen(), now=timezone.now())
        except TooManyEndpoints as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Made. Give its secret to your program, then send a test."))
            return redirect("webhook", endpoint.pk)
    return render(request, "owner/webhooks/edit.html", {"form": form}, status=status(request))


@owner_view(READ, admins=True)
def webhook(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a webhook with its log: `state` and `event` filter it, `before` leads on."""
    endpoint = get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    clock, now = request.user.shown_clock, timezone.now()
    state, event = request.GET.get("state", ""), request.GET.get("event", "")
    state, event = state if state in STATES else "", event if event in EVENTS else ""
    place = read_id(request.GET.get("before", ""))
    calls, before = newest_calls(endpoint, state=state, event=event, before=place)
    context = {
        "endpoint": endpoint,
        "state": endpoint_state(endpoint, clock, now),
        "events": event_names(endpoint),
        "lines": call_lines(calls, clock),
        "states": [("", _("All")), ("delivered", _("Delivered")), ("failed", _("Failed")), ("waiting", _("Waiting"))],
        "kinds": EVENTS.items(),
        "chosen_state": state,
        "chosen_event": event,
        "before": before,
        "missed": actions.missed_calls(endpoint, now).count() if endpoint.disabled_at else 0,
    }
    return render(request, "owner/webhooks/webhook.html", context)


@owner_view(FORM, admins=True)
def edit_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a webhook."""
    endpoint = get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    form = EndpointForm(form_data(request), endpoint=endpoint)
    if request.method == "POST" and form.is_valid():
        fields = form.fields_chosen()
        actions.change_endpoint(actor=request.user, endpoint_id=pk, fields=fields, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("webhook", pk)
    context = {"form": form, "endpoint": endpoint}
    return render(request, "owner/webhooks/edit.html", context, status=status(request))


@owner_view(READ, admins=True)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def secret(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the secret by which receivers check calls, after the password was given again."""
    endpoint = get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    is_kept = endpoint.kid in settings.LINK_KEYS
    former = endpoint.former_until
    context = {
        "endpoint": endpoint,
        "secret": secret_text(endpoint) if is_kept else "",
        "former_until": former if former is not None and former > timezone.now() else None,
    }
    return render(request, "owner/webhooks/secret.html", context)


@owner_view(POST, admins=True)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def rotate(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a webhook a new secret."""
    get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    actions.rotate_secret(actor=request.user, endpoint_id=pk, now=timezone.now())
    messages.success(request, _("There is a new secret. The former one is accepted for 24 hours."))
    return redirect("webhook-secret", pk)


@owner_view(POST, admins=True)
def disable(request: MemberRequest, pk: int) -> HttpResponse:
    """Switch a webhook off."""
    get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    actions.disable_endpoint(actor=request.user, endpoint_id=pk, now=timezone.now())
    messages.success(request, _("Disabled. What it misses is kept for seven days."))
    return redirect("webhook", pk)


@owner_view(POST, admins=True)
def enable(request: MemberRequest, pk: int) -> HttpResponse:
    """Switch a webhook on again, and send what it missed if that is asked for."""
    get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    form = EnableForm(request.POST)
    form.is_valid()
    missed = form.cleaned_data["send_missed"]
    sent = actions.enable_endpoint(actor=request.user, endpoint_id=pk, send_missed=missed, now=timezone.now())
    text = ngettext(
        "Enabled. %(count)d call that it missed is being made.",
        "Enabled. %(count)d calls that it missed are being made.",
        sent,
    )
    messages.success(request, text % {"count": sent} if sent else _("Enabled."))
    return redirect("webhook", pk)


@owner_view(FORM, admins=True)
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask whether a webhook is to be deleted, and delete it."""
    endpoint = get_object_or_404(Endpoint.objects.of(request.user), pk=pk)
    if request.method == "POST":
        actions.remove_endpoint(actor=request.user, endpoint_id=pk, now=timezone.now())
        messages.success(request, _("Deleted."))
        return redirect("webhooks")
    return render(request, "owner/webhooks/delete.html", {"endpoint": endpoint})
