"""The stylesheet of a brand's colour, and what became of a colour that could not be read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from accounts.colour import DARK, LIGHT, Scheme, brand_colours, differs, read_colour, stylesheet, stylesheet_name
from customer.images import FOREVER


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
    adjusted = brand_colours(colour, scheme)
    if differs(adjusted.strong, colour):
        darker = _("Made a little darker so that it can be read.")
        return darker if scheme.darker else _("Made a little lighter so that it can be read.")
    if differs(adjusted.text, colour):
        darker = _("Text in this colour is a little darker so that it can be read.")
        return darker if scheme.darker else _("Text in this colour is a little lighter so that it can be read.")
    return ""


SCHEMES = {"light": LIGHT, "dark": DARK}
