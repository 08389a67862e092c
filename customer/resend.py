"""The page “Already booked? Email me my booking”, for customers who booked with a link and lost the mail."""

from time import monotonic, sleep
from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.brand import brand_of
from bookings.actions import mail_own
from bookings.queries import bookings_by
from core.text import address_key
from customer import form_token
from customer.forms.resend import OwnEmailForm
from customer.responses import customer_page, see_other
from customer.visit import follow_organization, read_address
from links.models import Link
from links.queries import find_link

PURPOSE = "mine"
# In seconds. Longer than finding and writing the mails of a package takes, which is one transaction. It holds a thread
# of the web server; the limits of `mail_own` let one network address do so for eight seconds an hour.
ANSWERED_AFTER = 0.4


@customer_page("POST")
def link_mine(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for an email address and send the booking to it.

    Every address gets the same answer, so that nobody learns who booked.
    """
    link = find_link(token)
    follow_organization(request, link.target.organization)
    form = OwnEmailForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        if form_token.read(request.POST.get("token", ""), PURPOSE, _name(link)) is None:
            form.add_error(None, _("Nothing has been sent yet. Please press the button again."))
        if form.is_valid():
            email = form.cleaned_data["email"]
            if ratelimit.consume(request, action="mail_own", key=address_key(email)):
                return _send(request, token, link, email)
            form.add_error(None, _("Too many attempts. Try again in an hour."))
            status = 429
        else:
            status = 422
    context = {
        "heading": _("Email me my booking"),
        "form": form,
        "token": form_token.make(PURPOSE, _name(link), uuid4()),
        "sent": "sent" in request.GET,
        "contact": link.owner,
        "brand": brand_of(link.target.organization),
    }
    return render(request, "customer/mine.html", context, status=status)


def _send(request: HttpRequest, token: str, link: Link, email: str) -> HttpResponse:
    """Owe the mails. The answer comes after the same time for everybody, since writing them takes some."""
    began = monotonic()
    mail_own(bookings=bookings_by(link, email), now=timezone.now())
    sleep(max(0.0, began + ANSWERED_AFTER - monotonic()))
    kept = read_address(request).kept().query()
    return see_other(reverse("link-mine", args=[token]) + (f"{kept}&sent=1" if kept else "?sent=1"))


def _name(link: Link) -> str:
    return f"link {link.pk}"
