"""Privacy: show, export or erase what is stored about a customer. The customer's email never appears in a page's
address.
"""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, MemberRequest, owner_view
from bookings.actions import erase_customer, export_customer
from bookings.errors import HasUpcomingMeetings
from bookings.models import Booking
from bookings.privacy import find_customer_data
from core.database import fresh_plans
from core.dates import full_day_text
from owner.settings.forms.privacy import CustomerForm, EraseForm

PAGE = "owner/settings/privacy.html"


@owner_view(FORM, admins=True)
def privacy(request: MemberRequest) -> HttpResponse:
    """Ask for an email address; a POST shows what is stored about that customer, and changes nothing."""
    if request.method != "POST":
        return render(request, PAGE, {"form": CustomerForm()})
    form = CustomerForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    return render(request, PAGE, _about(request, form.cleaned_data["email"]))


@owner_view(POST, admins=True)
def export_held(request: MemberRequest) -> HttpResponse:
    """Return everything that is stored about the customer as a JSON file."""
    form = CustomerForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    now = timezone.now()
    data = export_customer(actor=request.user, email=form.cleaned_data["email"], now=now)
    return HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="customer-{timezone.localdate(now):%Y-%m-%d}.json"'},
    )


@owner_view(POST, admins=True)
def erase_held(request: MemberRequest) -> HttpResponse:
    """Erase the customer's data, if the address was typed again correctly."""
    form = EraseForm(request.POST)
    email_form = CustomerForm(request.POST)
    if not email_form.is_valid():
        return render(request, PAGE, {"form": email_form}, status=422)
    email = email_form.cleaned_data["email"]
    if form.is_valid():
        try:
            erase_customer(actor=request.user, email=email, now=timezone.now())
        except HasUpcomingMeetings as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Erased. Meetings are still counted, but without names."))
            return redirect("privacy")
    return render(request, PAGE, _about(request, email) | {"erase": form}, status=422)


def _dated(bookings: list[Booking]) -> list[tuple[Booking, str]]:
    return [(booking, full_day_text(timezone.localdate(booking.starts_at))) for booking in bookings]


def _about(request: MemberRequest, email: str) -> dict[str, object]:
    with fresh_plans():
        data = find_customer_data(email, request.user)
        counts, done, now = data.counts(), data.erasures().first(), timezone.now()
        return {
            "form": CustomerForm({"email": email}),
            "erase": EraseForm(initial={"email": email}),
            "email": data.email,
            "counts": counts,
            "nothing": not any(counts.values()),
            "received": data.count_received(),
            "ahead": _dated(data.upcoming(now)),
            "joining": _dated(data.upcoming_as_guest(now)),
            "erased": None if done is None else (full_day_text(timezone.localdate(done.at)), done.actor),
        }
