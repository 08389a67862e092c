"""The two ways in: a link's address and a page's public address. All later steps treat them alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.urls import reverse

from accounts.brand import Brand, brand_of
from accounts.models import User
from links.liveness import DeadReason
from links.models import Link
from links.queries import find_link, offers_at, paused_through, why_dead
from links.stored import is_for_recipient_only, recipient_of, stored_answers
from pages.models import EventType, Page
from pages.offers import Offer


class UnknownPage(Exception):
    """No page has this public address, or the page is archived or not listed."""


class PausedPage(Exception):
    """The page takes no bookings at the moment."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page


class DeadEntrance(Exception):
    """The link exists but is dead."""

    def __init__(self, link: Link, reason: DeadReason) -> None:
        super().__init__()
        self.link, self.reason = link, reason


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in: whether it is open, what it offers, and the addresses of its steps."""

    page: Page
    link: Link | None
    address: str
    book_address: str
    # Whether it only shows what customers see, and leads to no booking.
    is_preview: ClassVar[bool] = False
    # Whether it shows what is being edited, beside the form, in a frame without scripts.
    is_draft: ClassVar[bool] = False

    def judge(self, now: datetime) -> None:
        """Raise DeadEntrance, UnknownPage or PausedPage if the way in is closed."""
        if self.link is not None:
            reason = why_dead(self.link, now)
            if reason is not None:
                raise DeadEntrance(self.link, reason)
        elif self.page.archived_at is not None or not self.page.listed:
            raise UnknownPage
        elif not self.page.accepts_bookings:
            raise PausedPage(self.page)

    def offers(self) -> list[Offer]:
        """Return what can be booked through it: at most four queries."""
        return offers_at(self.page, self.link)

    def paused(self) -> list[EventType]:
        """Return the event types that could be booked through it if they were not paused: one query."""
        return paused_through(self.page, self.link)

    @property
    def name(self) -> str:
        """The name to which form tokens are bound."""
        return f"page {self.page.pk}" if self.link is None else f"link {self.link.pk}"

    @property
    def contact(self) -> User:
        """The user to contact when something does not work: the owner of the link or page."""
        return self.page.owner if self.link is None else self.link.owner

    @property
    def brand(self) -> Brand:
        """The brand of the organization."""
        return brand_of(self.page.organization)

    @property
    def is_master(self) -> bool:
        """Whether the page is a master page."""
        return self.page.kind == Page.Kind.MASTER

    @property
    def recipient(self) -> dict[str, str]:
        """Name and email of the recipient, from the link or its parent. They stay on the server unless a form asks for
        them.
        """
        return {} if self.link is None else recipient_of(self.link)

    @property
    def stored(self) -> dict[str, str]:
        """All answers of the customer that the link or its parent stores, by name. They override answers in the
        address.
        """
        return {} if self.link is None else stored_answers(self.link)

    @property
    def embeddable(self) -> bool:
        """Whether other websites may show it in a frame: only public pages and reusable links."""
        return self.link is None or self.link.is_reusable

    @property
    def email_fixed(self) -> bool:
        """Whether only the recipient's email address can book."""
        return self.link is not None and is_for_recipient_only(self.link)


def entrance_of_link(token: str) -> Entrance:
    """Return the way in of a link, dead or alive. A forged token costs no query. Raise UnknownLink."""
    link = find_link(token)
    addresses = reverse("link", args=[token]), reverse("link-book", args=[token])
    return Entrance(link.target, link, *addresses)


def entrance_of_page(organization: str, slug: str) -> Entrance:
    """Return the way in of a public address, open or closed. Raise UnknownPage."""
    page = (
        Page.objects.select_related("organization", "owner", "host", "schedule", "image")
        .defer("image__content")
        .filter(organization__slug=organization, slug=slug)
        .first()
    )
    if page is None:
        raise UnknownPage
    where = [organization, slug]
    return Entrance(page, None, reverse("public-page", args=where), reverse("public-page-book", args=where))
