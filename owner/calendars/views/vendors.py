"""Connecting an account at a vendor, who asks its owner: the link there, the way back, and a last button.

The way there is a plain link, since browsers apply `form-action` to the redirects of forms. The way back changes
nothing but the session: whoever is led here with somebody else's code sees which account would be connected.
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
        pk = connection.pk if connection else None
        state, verifier = handshake.begin(request.session, request.user, vendor.kind, pk)
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
        handshake.keep_code(request.session, request.user, vendor.kind, state, code)
    except Refusal as refusal:
        return _back_to_list(request, str(refusal))
    if error or not code:
        handshake.end(request.session)
        return _back_to_list(request, _refusal_text(vendor, error, request.GET.get("error_description", "")))
    return redirect("confirm-vendor")


@owner_view(FORM)
def confirm_vendor(request: MemberRequest) -> HttpResponse:
    """Ask whether to connect what the vendor has agreed to, and connect it."""
    try:
        answered = handshake.find_answered(request.session, request.user)
        vendor = vendor_of(answered.kind)
        if vendor is None:
            raise Http404
        if request.method != "POST":
            connection = Connection.objects.live_of(request.user).filter(pk=answered.connection or 0).first()
            return render(request, "owner/calendars/confirm.html", {"vendor": vendor, "connection": connection})
        handshake.end(request.session)
        limit_tries(request)
        # For all that follows together: web servers end a process that works on one request for 30 seconds.
        until = monotonic() + MOST_SECONDS
        name, access = ask_with_timeout(lambda: _exchange_code(vendor, answered, until))
        return _save_connection(request, vendor, answered, name, access)
    except Refusal as refusal:
        return _back_to_list(request, str(refusal))


def _refusal_text(vendor: Vendor, error: str, description: str) -> str:
    """Return in words why a vendor refused. Its description can be forged, so only known codes in it count."""
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


def _exchange_code(vendor: Vendor, answered: Handshake, until: float) -> tuple[str, Access]:
    """Return the name of the account that the code opens, and the access to it. Raise CalendarRefusal."""
    tokens = exchange_code(vendor, code=answered.code, verifier=answered.verifier, redirect_uri=_back(vendor))
    access = replace(access_with_tokens(vendor, tokens), until=until)
    return account_name(vendor, access), access


def _save_connection(
    request: MemberRequest, vendor: Vendor, answered: Handshake, name: str, access: Access
) -> HttpResponse:
    account, now = vendor_account(vendor, name), timezone.now()
    if answered.connection is None:
        connection = connect_account(user=request.user, kind=vendor.kind, account=account, access=access, now=now)
        return redirect("choose-calendars", pk=connection.pk)
    connection = get_object_or_404(Connection.objects.live_of(request.user), pk=answered.connection)
    if connection.account.lower() != account.name.lower():
        raise OtherAccount
    reconnect(connection=connection, account=account, access=access, now=now)
    messages.success(request, _("Connected again."))
    if access.until - monotonic() > MOST_SECONDS - SOON:
        tell_unreadable(request, read_checked_calendars(connection))
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
