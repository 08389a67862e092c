"""What all customers' pages share: no cookies, private headers, and a response for every way in that is closed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import cookieless
from accounts.brand import brand_of
from accounts.models import Organization
from bookings.errors import UnknownBooking
from bookings.queries import LinkOutcome, link_outcome
from core import dates
from core.zones import zone
from customer.entrance import DeadEntrance, PausedPage, UnknownPage
from customer.visit import follow_organization, language_of, read_address
from links.errors import DeadLink, UnknownLink
from links.liveness import DeadReason
from links.models import Link

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "strict-origin",
}
SAFE = ("GET", "HEAD")


def customer_page(*methods: str) -> Callable[[View[P]], View[P]]:
    """Return a decorator for views that customers open.

    Such a view needs and sets no cookie, so its forms carry a signed token instead of Django's CSRF token.
    """

    def mark(view: View[P]) -> View[P]:
        allowed = require_http_methods([*SAFE, *methods])(view)

        @wraps(view)
        def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            with translation.override(language_of(request) or settings.LANGUAGE_CODE):
                try:
                    response = allowed(request, *args, **kwargs)
                except (UnknownLink, UnknownPage, UnknownBooking) as refusal:
                    response = unknown_page(request, booking=isinstance(refusal, UnknownBooking))
                except DeadEntrance as refusal:
                    response = dead_link_page(request, refusal)
                    if refusal.link.is_reusable:
                        response = framed(request, response, refusal.link.target.organization)
                except PausedPage as refusal:
                    follow_organization(request, refusal.page.organization)
                    response = framed(
                        request, message_page(request, 410, **paused_texts(refusal)), refusal.page.organization
                    )
                for name, value in {**HEADERS, "Content-Language": translation.get_language()}.items():
                    response.headers[name] = value
            return response

        return cookieless(csrf_exempt(answered))

    return mark


def framed(request: HttpRequest, response: HttpResponse, organization: Organization | None) -> HttpResponse:
    """Allow the organization's websites to show the response in a frame: those on its list, or any without a list.

    Only for public pages, reusable links and their bookings. Our own pages may, too: they show previews. While the
    database is away the organization is not known (None), and the page says nothing but that.
    """
    listed = [] if organization is None else organization.websites
    websites = [SELF, *listed] if listed else ["*"]

    @xframe_options_exempt
    @csp_replace({"frame-ancestors": websites})
    def shown(_request: HttpRequest) -> HttpResponse:
        return response

    shown(request)
    return response


def message_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """Return a page with a single message. It has no part of another page, so that a script opens all of it."""
    return render(request, "customer/message.html", context, status=status)


def retry_soon(response: HttpResponse) -> HttpResponse:
    """Return the answer to a form that met a busy database, with how many seconds to wait before it is sent again."""
    response.headers["Retry-After"] = "2"
    return response


def see_other(address: str) -> HttpResponse:
    """Return the answer to a POST that is done: the browser goes on to the address with a GET, and can reload it."""
    return HttpResponseRedirect(address, status=303)


def unknown_page(request: HttpRequest, *, booking: bool) -> HttpResponse:
    """Return the same 404 for forged and unknown addresses, which does not tell whether a token exists."""
    return message_page(
        request,
        404,
        title=_("We could not find this page"),
        text=_("The address may be incomplete. Copy all of it, or use the link in the latest email about your booking.")
        if booking
        else _("The address may be incomplete. Copy all of it, or ask the person who sent it for a new link."),
    )


def dead_link_page(request: HttpRequest, refusal: DeadEntrance) -> HttpResponse:
    """Return a page that says why the link does not work and whom to ask, but nothing of what was booked with it."""
    link = refusal.link
    follow_organization(request, link.target.organization)
    outcome = link_outcome(link) if refusal.reason == "used" else None
    context: dict[str, object] = {**closed_texts(link, refusal.reason, outcome), "contact": link.owner}
    context["brand"] = brand_of(link.target.organization)
    if refusal.reason != "paused":
        query = read_address(request).kept().query()
        context |= {"action": reverse("link-ask", args=[link.token()]) + query, "action_label": _("Ask for a new link")}
    if refusal.reason == "used":
        booked = _("Already booked? Email me my booking")
        context["mine_label"] = (
            _("Already sent a request? Email me my request") if outcome is LinkOutcome.REQUESTED else booked
        )
        context["mine"] = reverse("link-mine", args=[link.token()]) + read_address(request).kept().query()
    return message_page(request, 410, **context)


def closed_texts(link: Link, reason: DeadReason, outcome: LinkOutcome | None) -> dict[str, str]:
    """Return the title and the text of the page of a link that is dead."""
    names = {"owner": link.owner.name, "first_name": link.owner.get_short_name()}
    title, text = _reason(link, reason, outcome)
    return {"title": title % names, "text": text % names}


def _reason(link: Link, reason: DeadReason, outcome: LinkOutcome | None) -> tuple[str, str]:
    """Return the title and the text. Whoever holds a used link need not learn whether its request was declined."""
    match reason:
        case "used" if outcome is LinkOutcome.REQUESTED:
            return _("This link has already been used to ask for a meeting."), _("Ask %(owner)s for a new one.")
        case "used" if outcome is LinkOutcome.CANCELLED:
            return (
                _("This link has already been used to book a meeting."),
                _("The booking was cancelled. The link cannot be used again: ask %(owner)s for a new one."),
            )
        case "used":
            return _("This link has already been used to book a meeting."), _("Contact %(owner)s to book another.")
        case "revoked":
            return _("This link has been withdrawn."), _("Ask %(first_name)s for a new one.")
        case "expired" if link.ends_at is None or link.ends_at > timezone.now():
            # It was extended when somebody was told that it had ended, or this machine's clock is behind.
            return str(DeadLink.message), _("Ask %(first_name)s for a new one.")
        case "expired":
            return (
                _("This link expired on %(day)s.") % {"day": _expired_on(link).replace("%", "%%")},
                _("Ask %(first_name)s for a new one."),
            )
        case "deleted":
            return _("The page behind this link no longer exists."), _("Contact %(owner)s to book a meeting.")
        case _paused:
            return (
                _("%(owner)s is not taking bookings at the moment."),
                _(
                    "This link will work again when %(first_name)s takes bookings again. Until then, contact "
                    "%(first_name)s."
                ),
            )


def _expired_on(link: Link) -> str:
    """Return the last day on which the link or its parent worked, in the owner's time zone."""
    assert link.ends_at is not None
    with timezone.override(zone(link.owner.time_zone)):
        return dates.past_day_text(link.ends_at - dates.MICROSECOND, timezone.now())


def paused_texts(refusal: PausedPage) -> dict[str, object]:
    """Return what the page says that takes no bookings."""
    return {
        "title": _("%(name)s is not taking bookings at the moment.") % {"name": refusal.page.name},
        "text": _("Please come back later."),
        "contact": refusal.page.owner,
        "brand": brand_of(refusal.page.organization),
    }
