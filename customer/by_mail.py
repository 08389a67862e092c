"""What forms share that are answered by mail: “Ask for a new link” and “Email me my booking”."""

from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.brand import brand_of
from customer import form_token
from customer.responses import see_other
from customer.visit import read_address
from links.models import Link


def check_token(request: HttpRequest, link: Link, form: forms.Form, purpose: str) -> None:
    """Add an error to a form that was sent without the token of a form shown for this purpose and link."""
    if form_token.read(request.POST.get("token", ""), purpose, _entrance(link)) is None:
        form.add_error(None, _("Nothing has been sent yet. Please press the button again."))


def show_form(
    request: HttpRequest, link: Link, form: forms.Form, template: str, *, purpose: str, heading: str, status: int
) -> HttpResponse:
    """Show the form, or what was sent by it before."""
    context = {
        "heading": heading,
        "form": form,
        "token": form_token.make(purpose, _entrance(link), uuid4()),
        "sent": not form.is_bound and "sent" in request.GET,
        "contact": link.owner,
        "brand": brand_of(link.target.organization),
    }
    return render(request, template, context, status=status)


def show_sent(request: HttpRequest, url_name: str, token: str) -> HttpResponse:
    """Redirect to the same page, which then says that the mail is on its way."""
    query = read_address(request).kept().query()
    return see_other(reverse(url_name, args=[token]) + (f"{query}&sent=1" if query else "?sent=1"))


def _entrance(link: Link) -> str:
    return f"link {link.pk}"
