"""The page “Already booked? Email me my booking”, for customers who booked with a link and lost the mail."""

from time import monotonic, sleep

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.actions import mail_latest_again
from bookings.queries import last_bookings_through
from core.text import address_key
from customer.by_mail import check_token, show_form, show_sent
from customer.forms.resend import OwnEmailForm
from customer.responses import customer_page
from customer.visit import follow_organization
from links.models import Link
from links.queries import find_link

PURPOSE = "mine"
# In seconds. Longer than finding and writing the mails of a package takes, which is one transaction. It holds a thread
# of the web server; the limits of `mail_latest_again` let one network address do so for eight seconds an hour.
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
        check_token(request, link, form, PURPOSE)
        if form.is_valid():
            email = form.cleaned_data["email"]
            if ratelimit.consume(request, action="mail_own", key=address_key(email)):
                _send(link, email)
                return show_sent(request, "link-mine", token)
            form.add_error(None, _("Too many attempts. Try again in an hour."))
            status = 429
        else:
            status = 422
    heading = _("Email me my booking")
    return show_form(request, link, form, "customer/mine.html", purpose=PURPOSE, heading=heading, status=status)


def _send(link: Link, email: str) -> None:
    """Send the mails. It takes the same time whether or not somebody booked, so that the answer tells nothing."""
    began = monotonic()
    mail_latest_again(bookings=last_bookings_through(link, email), now=timezone.now())
    sleep(max(0.0, began + ANSWERED_AFTER - monotonic()))
