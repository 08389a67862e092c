"""What of an organization's brand customers' pages show: its colour, its logo, and whether they name the product."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from accounts.colour import DARK, LIGHT, Scheme, colours, differs, read_colour, stylesheet, stylesheet_name
from accounts.models import Organization
from customer.images import FOREVER


@dataclass(frozen=True, slots=True)
class Brand:
    """The organization's name, the names of its stylesheet and its logo (empty: none), and the product's absence."""

    name: str
    stylesheet: str
    logo: str
    hide_product: bool


def brand_of(organization: Organization) -> Brand:
    """Return the organization's brand. No query."""
    colour = organization.brand_colour
    return Brand(
        organization.name,
        stylesheet_name(colour) if colour else "",
        organization.logo_id or "",
        organization.hide_product,
    )


@cookieless
@require_safe
def brand_stylesheet(request: HttpRequest, name: str) -> HttpResponse:
    """Return the stylesheet of a colour. It is made of its name alone, without a query.

    A name that another release gave is answered as well, but not kept.
    """
    colour = read_colour(name.partition("-")[0])
    if colour is None:
        raise Http404
    headers = FOREVER if name == stylesheet_name(colour) else {"Cache-Control": "no-cache"}
    return HttpResponse(stylesheet(colour), content_type="text/css; charset=utf-8", headers=headers)


def adjustment(colour: str, scheme: Scheme) -> str:
    """Return the sentence that says what became of the colour in one scheme; empty if it is as chosen."""
    made = colours(colour, scheme)
    if differs(made.strong, colour):
        darker = _("Made a little darker so that it can be read.")
        return darker if scheme.darker else _("Made a little lighter so that it can be read.")
    if differs(made.text, colour):
        darker = _("Text in this colour is a little darker so that it can be read.")
        return darker if scheme.darker else _("Text in this colour is a little lighter so that it can be read.")
    return ""


SCHEMES = {"light": LIGHT, "dark": DARK}
