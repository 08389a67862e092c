"""Embed code, which shows a public page or a reusable link on another website."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.access import READ, MemberRequest, owner_view
from accounts.colour import LIGHT, brand_colours
from links.models import Link
from links.queries import public_address
from links.texts import dead_link_text
from pages.models import Page

SCRIPT = "/static/embed.js"
# The colour of the button if the organization has none of its own.
DEFAULT_COLOUR = "#2447c8"


@dataclass(frozen=True, slots=True)
class Snippet:
    """One way of embedding, with the code to paste into a website."""

    key: str
    name: str
    about: str
    code: str


@owner_view(READ)
def embed_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the code for a page's public address."""
    page = get_object_or_404(Page.objects.shareable_by(request.user).select_related("organization"), pk=pk)
    reason = _("This page is not listed, so it has no public address. List it first, or embed a reusable link.")
    return _show(request, page.name, public_address(page), reason, page=page)


@owner_view(READ)
def embed_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the code for a reusable link. Other links are refused, because the first visitors would use them up."""
    copyable = get_object_or_404(Link.objects.copyable_by(request.user), pk=pk)
    link = Link.objects.with_parent(pk=copyable.pk)
    dead = link.dead_reason(timezone.now())
    if not link.is_reusable:
        reason = _(
            "This link works a limited number of times, so the first visitors to your website would use it up. "
            "Embed a reusable link or your page’s public address instead."
        )
        own = Page.objects.shareable_by(request.user).filter(pk=link.target.pk, listed=True)
        return _show(request, str(link), None, reason, link=link, public=own.first(), status=409)
    reason = dead_link_text(dead) if dead else _("The address of this link no longer works. Copy a new one first.")
    return _show(request, link.label or link.target.name, None if dead else link.address(), reason, link=link)


def _show(
    request: MemberRequest, name: str, address: str | None, reason: str, status: int = 200, **more: object
) -> HttpResponse:
    context: dict[str, object] = {"name": name, "why": reason, "address": address, **more}
    if address is not None:
        # The preview uses the address without the site's own host name, so it works wherever the owner sees this
        # page.
        context["snippets"] = snippets(address, request.user.organization.brand_colour)
        context["here"] = address.removeprefix(settings.BASE_URL)
    return render(request, "owner/links/embed.html", context, status=status)


def snippets(address: str, colour: str = "") -> list[Snippet]:
    """Return the ways of embedding, the usual one first. `colour` is the brand's."""
    text, script_address = _("Book a time"), f"{settings.BASE_URL}{SCRIPT}"
    script_tag = format_html('<script src="{}" async></script>', script_address)
    link = format_html('<a href="{}">{}</a>', address, text)
    button = format_html('<a href="{}" data-admit-one-popup>{}</a>', address, text)
    background = brand_colours(colour, LIGHT).strong if colour else DEFAULT_COLOUR
    floating = format_html('<a href="{}" data-admit-one-floating="{}">{}</a>', address, background, text)
    return [
        Snippet(
            "inline", _("Inline"), _("Shows the booking page inside your own page."), f"{inline(link)}\n{script_tag}"
        ),
        Snippet(
            "popup",
            _("Pop-up button"),
            _("A button that opens the booking page on top of yours."),
            f"{button}\n{script_tag}",
        ),
        Snippet(
            "floating",
            _("Floating button"),
            _("The same button, in the corner of the window while visitors scroll."),
            f"{floating}\n{script_tag}",
        ),
        Snippet(
            "plain", _("Plain link"), _("Opens the booking page. Needs no script, and works in emails too."), str(link)
        ),
    ]


def inline(link: str) -> str:
    """Return the code that puts the page in the place of the link."""
    return f"<div data-admit-one>{link}</div>"
