"""The page “Ask for a new link”, which is offered when a link is dead."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from customer.by_mail import check_token, show_form, show_sent
from customer.entrance import DeadEntrance
from customer.forms.request_link import AskForm
from customer.responses import customer_page
from customer.visit import follow_organization, read_address
from links.actions import request_link
from links.errors import TooManyLinkRequests
from links.liveness import DeadReason
from links.models import Link
from links.queries import find_link, why_dead

PURPOSE = "ask"


@customer_page("POST")
def link_ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for name and email, and tell the owner that somebody needs a new link.

    A link that works redirects to its times. A paused link cannot be asked about, because it will work again.
    """
    link = find_link(token)
    follow_organization(request, link.target.organization)
    reason = why_dead(link, timezone.now())
    if reason is None:
        return redirect(reverse("link", args=[token]) + read_address(request).kept().query())
    if reason is DeadReason.PAUSED:
        raise DeadEntrance(link, reason)
    form = AskForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, link, form, 200)
    check_token(request, link, form, PURPOSE)
    return _ask(request, token, link, form) if form.is_valid() else _show(request, link, form, 422)


def _ask(request: HttpRequest, token: str, link: Link, form: AskForm) -> HttpResponse:
    """Tell the owner. The answer is the same for people who have asked before."""
    try:
        if not ratelimit.consume(request, action="ask_for_link"):
            raise TooManyLinkRequests
        request_link(link=link, now=timezone.now(), **form.cleaned_data)
    except TooManyLinkRequests as refusal:
        form.add_error(None, str(refusal))
        return _show(request, link, form, 429)
    return show_sent(request, "link-ask", token)


def _show(request: HttpRequest, link: Link, form: AskForm, status: int) -> HttpResponse:
    heading = _("Ask for a new link")
    return show_form(request, link, form, "customer/ask.html", purpose=PURPOSE, heading=heading, status=status)
