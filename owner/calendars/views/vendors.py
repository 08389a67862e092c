"""Connecting an account at a vendor, who asks its owner: there, back, and one press that connects it.

The way there is a plain link, since browsers hold the answers of forms to `form-action`. The way back changes nothing
but the session: whoever is led here with somebody else's code sees whose calendars it would connect to what.
"""

import re
from dataclasses import replace
from time import monotonic

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.errors import Refusal, TooManyAttempts
from bookings.fresh_readings import read_checked_calendars
from calendars.actions.connecting import connect_account, reconnect
from calendars.errors import CannotSeal, ClientRefused, OtherAccount
from calendars.models import Connection
from calendars.oauth import Vendor, access_with_tokens, account_name, authorize_address, exchange_code, vendor_of
from calendars.parallel import MOST_SECONDS, ask_with_timeout
from calendars.providers import Access
from calendars.services import vendor_account
from owner.calendars import handshake
from owner.calendars.handshake import Handshake
from owner.calendars.texts import tell_unreadable

LONGEST_CODE = 4_096
# Seconds after which the user no longer waits for a first reading: the worker does it later.
SOON = 5
# Microsoft's codes for what only an administrator may allow.
FOR_ADMINISTRATORS = re.compile(r"AADSTS(?:90093|90094|90095|900941)\b")


def ask_vendor(request: MemberRequest, vendor: Vendor, connection: Connection | None = None) -> HttpResponse:
    """Show what the vendor will ask, and the link that leads there."""
    if not vendor.is_offered:
        raise Http404
    context: dict[str, object] = {"vendor": vendor, "connection": connection, "cannot_connect": CannotSeal.message}
    if settings.SEALING_KEYS:
        known = connection.pk if connection else None
        state, verifier = handshake.begin(request.session, request.user, vendor.kind, known)
        account = connection.account if connection else ""
        context["link"] = authorize_address(
            vendor, redirect_uri=_back(vendor), state=state, verifier=verifier, account=account
        )
    return render(request, "owner/calendars/vendor.html", context)


@owner_view(READ)
def vendor_answer(request: MemberRequest, service: str) -> HttpResponse:
    """Keep the vendor's code in the session, and go on without it in the address."""
    vendor = vendor_of(service)
    if vendor is None:
        raise Http404
    state, code, error = (request.GET.get(name, "") for name in ("state", "code", "error"))
    if len(code) > LONGEST_CODE or "\0" in code:
        raise BadRequest
    try:
        handshake.answered(request.session, request.user, vendor.kind, state, code)
    except Refusal as refusal:
        return _back_to_list(request, str(refusal))
    if error or not code:
        handshake.end(request.session)
        return _back_to_list(request, _why_not(vendor, error, request.GET.get("error_description", "")))
    return redirect("confirm-vendor")


@owner_view(FORM)
def confirm_vendor(request: MemberRequest) -> HttpResponse:
    """Ask whether to connect what the vendor has agreed to, and connect it."""
    try:
        waiting = handshake.awaiting(request.session, request.user)
        vendor = vendor_of(waiting.kind)
        if vendor is None:
            raise Http404
        if request.method != "POST":
            known = Connection.objects.live_of(request.user).filter(pk=waiting.connection or 0).first()
            return render(request, "owner/calendars/confirm.html", {"vendor": vendor, "connection": known})
        handshake.end(request.session)
        limit_tries(request)
        # All that follows together: web servers end whoever works on one request for 30 seconds.
        until = monotonic() + MOST_SECONDS
        name, access = ask_with_timeout(lambda: _opened(vendor, waiting, until))
        return _connected(request, vendor, waiting, name, access)
    except Refusal as refusal:
        return _back_to_list(request, str(refusal))


def _why_not(vendor: Vendor, error: str, description: str) -> str:
    """Return in words why a vendor did not let us in. Of its description, which anybody may write, only codes count."""
    text = _("%(vendor)s could not go on, so nothing was connected. Try again.")
    if error == "consent_required" or FOR_ADMINISTRATORS.search(description):
        text = _(
            "At %(vendor)s, your organization lets only its administrators allow this. Nothing was connected. Ask one "
            "of them to allow %(product)s there, then connect again."
        )
    elif error in {"unauthorized_client", "invalid_client"}:
        return str(ClientRefused.message)
    elif error == "access_denied":
        text = _("You did not allow it at %(vendor)s, so nothing was connected.")
    return text % {"vendor": vendor.name, "product": settings.PRODUCT_NAME}


def _opened(vendor: Vendor, waiting: Handshake, until: float) -> tuple[str, Access]:
    """Return whose account the code opens, and the way there. Raise CalendarRefusal."""
    tokens = exchange_code(vendor, code=waiting.code, verifier=waiting.verifier, redirect_uri=_back(vendor))
    access = replace(access_with_tokens(vendor, tokens), until=until)
    return account_name(vendor, access), access


def _connected(request: MemberRequest, vendor: Vendor, waiting: Handshake, name: str, access: Access) -> HttpResponse:
    account, now = vendor_account(vendor, name), timezone.now()
    if waiting.connection is None:
        made = connect_account(user=request.user, kind=vendor.kind, account=account, access=access, now=now)
        return redirect("choose-calendars", pk=made.pk)
    known = get_object_or_404(Connection.objects.live_of(request.user), pk=waiting.connection)
    if known.account.lower() != account.name.lower():
        raise OtherAccount
    reconnect(connection=known, account=account, access=access, now=now)
    messages.success(request, _("Connected again."))
    if access.until - monotonic() > MOST_SECONDS - SOON:
        tell_unreadable(request, read_checked_calendars(known))
    return redirect("connected-calendars")


def _back(vendor: Vendor) -> str:
    """Return the address that the vendor leads back to, which the operator has registered there."""
    return f"{settings.BASE_URL}{reverse('vendor-answer', args=[vendor.kind.value])}"


def _back_to_list(request: HttpRequest, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("connected-calendars")


def limit_tries(request: HttpRequest) -> None:
    """Raise TooManyAttempts if the user has tried too often: each try sends requests to somebody else's server."""
    if not ratelimit.consume(request, action="connect_calendar"):
        raise TooManyAttempts
