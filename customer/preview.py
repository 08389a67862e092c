"""A preview for owners: the true pages of a page, link or event type as saved, where nothing can be booked.

Its address is good for ten minutes, without signing in. It has the customer's steps up to the button that would book;
that one is disabled, and no address of a preview takes a POST. It counts no opening and shows no token of a link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.models import User
from bookings.queries import link_outcome
from core.zones import zone
from customer.book import show_form
from customer.choose_time import show_next_choice
from customer.entrance import Entrance, UnknownPage
from customer.responses import closed_texts, customer_page, message_page
from customer.visit import Visit
from links.errors import UnknownLink
from links.liveness import DeadReason
from links.models import Link
from links.previews import Preview, PreviewKind, read_preview
from links.queries import why_dead
from pages.models import EventType, Page, PageEventType
from pages.offers import Offer
from pages.queries import offers_of

Step = Callable[[HttpRequest, Visit], HttpResponse]
# Where owners open a preview.
OPENED_AT = {
    PreviewKind.PAGE: "preview-page",
    PreviewKind.EVENT_TYPE: "preview-event-type",
    PreviewKind.LINK: "view-as-customer",
}


@dataclass(frozen=True, slots=True)
class PreviewEntrance(Entrance):
    """A way in that leads to no booking. `only` are the event types to show, whatever the page offers."""

    only: tuple[EventType, ...] | None = None
    is_preview: ClassVar[bool] = True

    def offers(self) -> list[Offer]:
        # super() does not work in a dataclass with slots.
        return Entrance.offers(self) if self.only is None else offers_of(self.page, self.only)

    def paused(self) -> list[EventType]:
        # Of a page that is not saved yet there is nothing to read, and what a form has says for itself what is paused.
        return [] if self.only is not None or self.page.pk is None else Entrance.paused(self)

    @property
    def only_paused(self) -> bool:
        """Whether what is shown could be booked if it were not paused."""
        return bool(self.only) and not any(event_type.accepts_bookings for event_type in self.only or ())


@customer_page()
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the choices and the times."""
    return _framed_step(request, token, show_next_choice)


@customer_page()
def preview_book(request: HttpRequest, token: str) -> HttpResponse:
    """Show the details form for the chosen times, which cannot be sent."""
    return _framed_step(request, token, show_form)


def _framed_step(request: HttpRequest, token: str, step: Step) -> HttpResponse:
    """Return the step, which our own pages may show in a frame."""

    @xframe_options_sameorigin
    @csp_replace({"frame-ancestors": [SELF]})
    def shown(_request: HttpRequest) -> HttpResponse:
        return response

    response = _step(request, token, step)
    shown(request)
    return response


def _step(request: HttpRequest, token: str, step: Step) -> HttpResponse:
    now = timezone.now()
    preview = read_preview(token, now)
    if preview.is_over:
        return _expired_page(request, preview)
    entrance = _entrance(preview, token)
    reason = None if entrance.link is None else why_dead(entrance.link, now)
    if entrance.link is not None and reason is not None and reason != DeadReason.PAUSED:
        outcome = link_outcome(entrance.link) if reason == DeadReason.USED else None
        texts = closed_texts(entrance.link, reason, outcome)
        return message_page(request, 410, entrance=entrance, contact=entrance.contact, brand=entrance.brand, **texts)
    visit = Visit.of(request, entrance, now)
    with timezone.override(zone(visit.zone)):
        return step(request, visit)


def _expired_page(request: HttpRequest, opened: Preview) -> HttpResponse:
    return message_page(
        request,
        410,
        title=_("This preview has expired"),
        text=_("A preview works for ten minutes."),
        action=reverse(OPENED_AT[opened.kind], args=[opened.pk]),
        action_label=_("Open it again"),
    )


def _entrance(preview: Preview, token: str) -> PreviewEntrance:
    """Return the way in as it is saved now. Raise UnknownLink or UnknownPage if what is shown is gone."""
    addresses = reverse("preview", args=[token]), reverse("preview-book", args=[token])
    match preview.kind:
        case PreviewKind.LINK:
            try:
                link = Link.objects.with_page_image().with_parent(pk=preview.pk)
            except Link.DoesNotExist as error:
                raise UnknownLink from error
            return PreviewEntrance(link.target, link, *addresses)
        case PreviewKind.EVENT_TYPE:
            current = EventType.objects.current().select_related("owner__organization")
            event_type = current.filter(pk=preview.pk).first()
            if event_type is None:
                raise UnknownPage
            return PreviewEntrance(page_for_preview(event_type, event_type.owner), None, *addresses, only=(event_type,))
        case _page:
            pages = Page.objects.current().select_related("organization", "owner", "host", "schedule", "image")
            page = pages.defer("image__content").filter(pk=preview.pk).first()
            if page is None:
                raise UnknownPage
            return PreviewEntrance(page, None, *addresses)


def page_for_preview(event_type: EventType, host: User) -> Page:
    """Return a booking page of the host, if possible one that offers the event type.

    The page supplies what the event type leaves open, such as the place. A host without a page gets an unsaved one.
    """
    offers_it = PageEventType.objects.filter(page=OuterRef("pk"), event_type=event_type.pk)
    own = Page.objects.current().filter(kind=Page.Kind.BOOKING, host=host).order_by(~Exists(offers_it), "pk")
    own_page = own.select_related("organization", "owner", "host", "schedule").first()
    return own_page or Page(organization=host.organization, owner=host, host=host, name=host.name)
