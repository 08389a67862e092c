"""The page “Ask for a new link”, which is offered when a link is dead."""

from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.brand import brand_of
from customer import form_token
from customer.entrance import DeadEntrance
from customer.forms.request_link import AskForm
from customer.responses import customer_page, see_other
from customer.visit import follow_organization, read_address
from links.actions import ask
from links.errors import AskedEnough
from links.liveness import Dead
from links.models import Link
from links.queries import find_link

PURPOSE = "ask"


@customer_page("POST")
def link_ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for name and email, and tell the owner that somebody needs a new link.

    A link that works redirects to its times. A paused link cannot be asked about, because it will work again.
    """
    link = find_link(token)
    follow_organization(request, link.target.organization)
    reason = link.dead(timezone.now())
    if reason is None:
        return redirect(reverse("link", args=[token]) + read_address(request).kept().query())
    if reason is Dead.PAUSED:
        raise DeadEntrance(link, reason)
    form = AskForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, link, form, 200)
    if form_token.read(request.POST.get("token", ""), PURPOSE, _name(link)) is None:
        form.add_error(None, _("Nothing has been sent yet. Please press the button again."))
    return _ask(request, token, link, form) if form.is_valid() else _show(request, link, form, 422)


def _ask(request: HttpRequest, token: str, link: Link, form: AskForm) -> HttpResponse:
    """Tell the owner. The answer is the same for people who have asked before."""
    try:
        if not ratelimit.consume(request, action="ask_for_link"):
            raise AskedEnough
        ask(link=link, now=timezone.now(), **form.cleaned_data)
    except AskedEnough as refusal:
        form.add_error(None, str(refusal))
        return _show(request, link, form, 429)
    kept = read_address(request).kept().query()
    return see_other(reverse("link-ask", args=[token]) + (f"{kept}&sent=1" if kept else "?sent=1"))


def _show(request: HttpRequest, link: Link, form: AskForm, status: int) -> HttpResponse:
    context = {
        "heading": _("Ask for a new link"),
        "form": form,
        "token": form_token.make(PURPOSE, _name(link), uuid4()),
        "sent": not form.is_bound and "sent" in request.GET,
        "contact": link.owner,
        "brand": brand_of(link.target.organization),
    }
    return render(request, "customer/ask.html", context, status=status)


def _name(link: Link) -> str:
    return f"link {link.pk}"
