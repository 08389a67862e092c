"""Find all data about one customer, known by their email address. docs/personal-data.md says where any can be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.crypto import salted_hmac

from accounts.mentions import rows_mentioning
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from bookings.models import Admission, Booking
from bookings.scrub import is_person, lines_about, pattern_of, without_person
from bookings.search import CustomerSearchVector
from bookings.states import BookingStatus
from core.database import email_matches
from core.text import address_key, spellings
from deliveries.models import Call, Delivery, Medium
from deliveries.webhooks.announcing import link_thread
from links.models import Link, LinkRequest
from links.models.search import email_condition
from links.notifications import LINK_ASKED
from links.queries.reissues import related_reissues
from pages.models import BlockedTime, TimeOff
from pages.standard_fields import STORED_FIELDS

# Texts and JSON in which owners or other customers may have written the address of somebody. Each table has one index
# of all of these.
TEXTS: dict[type[Model], tuple[str, ...]] = {
    Link: ("recipient_name", "label", "message", "note", "answers", "metadata"),
    LinkRequest: ("name", "message"),
    Admission: ("customer_name", *(field.key for field in STORED_FIELDS if field.key != "phone"), "answers", "utm"),
    Booking: ("title", "location", "reason", "private_note"),
    TimeOff: ("note",),
    BlockedTime: ("note",),
}


@dataclass(frozen=True)
class CustomerData:
    """The rows of one organization that concern one customer."""

    organization_id: int
    email: str

    @cached_property
    def spellings(self) -> list[str]:
        """The ways to write their address."""
        return spellings(self.email)

    @property
    def admissions(self) -> QuerySet[Admission]:
        """The customer's admissions."""
        return Admission.objects.of_customer(self.organization_id, self.email)

    @property
    def bookings(self) -> QuerySet[Booking]:
        return Booking.objects.filter(admission__in=self.admissions.values("pk"))

    @property
    def pattern(self) -> re.Pattern[str]:
        """A pattern that finds their address in a text, but not as a part of a longer address."""
        return pattern_of(self.spellings)

    @property
    def guest_admissions(self) -> QuerySet[Admission]:
        """Other customers' admissions that name this customer as a guest."""
        conditions = (
            email_condition(spelling, self.organization_id, CustomerSearchVector) for spelling in self.spellings
        )
        return Admission.objects.filter(reduce(or_, conditions)).exclude(email_matches("customer_email", self.email))

    @property
    def links(self) -> QuerySet[Link]:
        """Links made for the customer.

        These are the links that name them as recipient, and links without an address that they booked with: single-use
        ones, and those that have their name.
        """
        conditions = (email_condition(spelling, self.organization_id) for spelling in self.spellings)
        named = Link.objects.filter(reduce(or_, conditions)).values("pk")
        used = Link.objects.filter(admissions__in=self.admissions.values("pk"), recipient_email="")
        used = used.filter(Q(max_uses=1) | Q(recipient_name__iexact=F("admissions__customer_name")))
        return Link.objects.filter(organization_id=self.organization_id, pk__in=named.union(used.values("pk")))

    def all_links(self) -> list[Link]:
        """Return these links, and links copied from or to them that have the customer's name and no address."""
        links = list(self.links)
        names = {link.recipient_name for link in links} | set(self.admissions.values_list("customer_name", flat=True))
        return [*links, *related_reissues([link.pk for link in links], names - {""})]

    @property
    def requests(self) -> QuerySet[LinkRequest]:
        """The customer's requests for a new link."""
        return LinkRequest.objects.filter(email_matches("email", self.email), organization_id=self.organization_id)

    def link_request_mails(self, links: list[int]) -> QuerySet[Delivery]:
        """Return the mails in which somebody asks for a new link in place of one of these, whose label they name."""
        mails = Delivery.objects.filter(organization_id=self.organization_id, kind=LINK_ASKED)
        return mails.filter(facts__link__pk__in=links) if links else mails.none()

    @cached_property
    def mails(self) -> tuple[list[int], list[Delivery]]:
        """The ids of the customer's own mails, and other mails that name them; and calls of webhooks alike.

        Own mails are about their meetings and links, were sent to them, or ask for a new link in their name. If the
        address is also a colleague's, only mails about what they booked themselves are found, since every mail to that
        colleague names it.
        """
        threads = Q(thread__in=self.bookings.values("uid"))
        threads |= Q(thread__in=[link_thread(link.pk) for link in self.all_links()])
        own = Delivery.objects.filter(threads, organization_id=self.organization_id)
        own_ids, others = set(own.values_list("pk", flat=True)), []
        if self.is_colleague:
            return sorted(own_ids), []
        named = (self.mentions(Delivery.objects.all(), column) for column in ("facts", "last_error"))
        found = {mail.pk: mail for mails in named for mail in mails}
        for mail in found.values():
            requester = mail.facts.get("data", {}).get("request")
            people = mail.facts.get("recipient"), mail.facts.get("asked_by"), requester
            if any(is_person(person, self.pattern) for person in people):
                own_ids.add(mail.pk)
            elif mail.pk not in own_ids:
                others.append(mail)
        return sorted(own_ids), others

    @property
    def calls(self) -> QuerySet[Call]:
        """Calls of webhooks about them, or whose answers name them."""
        own, others = self.mails
        found = Q(delivery__in=[*own, *(mail.pk for mail in others)])
        for spelling in self.spellings:
            found |= Q(answer__icontains=spelling) | Q(error__icontains=spelling)
        return Call.objects.filter(found, delivery__organization_id=self.organization_id)

    def calls_through_links(self, links: list[int]) -> QuerySet[Delivery]:
        """Return the calls about others' meetings that came through one of these links, which they describe."""
        meetings = Booking.objects.filter(admission__link__in=links).values("uid")
        return Delivery.objects.filter(medium=Medium.WEBHOOK, thread__in=meetings)

    @cached_property
    def is_colleague(self) -> bool:
        """Whether the address is a user's, too. What names it is then about the user."""
        return User.objects.filter(email_matches("email", self.email), organization_id=self.organization_id).exists()

    @cached_property
    def mentioning_rows(self) -> list[Model]:
        """Other rows whose texts contain the address: not the customer's own, nor those that name them as a guest."""
        if self.is_colleague:
            return []
        known: dict[type[Model], QuerySet[Any]] = {
            Link: self.links,
            LinkRequest: self.requests,
            Admission: self.admissions | self.guest_admissions,
        }
        known[Booking] = Booking.objects.filter(admission__in=known[Admission].values("pk"))
        return [
            row for model, columns in TEXTS.items() for row in self.mentions(_rows_of_others(model, known), *columns)
        ]

    def lines_with_address(self, row: Model, *columns: str) -> list[str]:
        """Return the lines in these columns of the row that hold their address."""
        return [line for column in columns for line in lines_about(getattr(row, column), self.pattern)]

    def mentions(self, rows: QuerySet[Any], *columns: str) -> Iterator[Any]:
        """Yield the organization's rows with their address in one of the columns, which are text or JSON, by id.

        An index of exactly these columns finds them.
        """
        own_rows = rows.filter(organization_id=self.organization_id)
        found = {row.pk: row for spelling in self.spellings for row in rows_mentioning(own_rows, spelling, *columns)}
        for row in sorted(found.values(), key=attrgetter("pk")):
            values = [getattr(row, column) for column in columns]
            if without_person(values, self.pattern) != values:
                yield row

    def history(self) -> list[HistoryEntry]:
        """Return the history of their meetings and links, and other entries with their address, oldest first."""
        entries = HistoryEntry.objects.filter(organization_id=self.organization_id).select_related("actor")
        about = {"booking": self.bookings, "link": self.links}
        found = {entry.pk: entry for entry in self.mentions(entries, "details")}
        for subject, rows in about.items():
            entries_about = entries.filter(subject=subject, subject_id__in=rows.values("pk"))
            found |= {entry.pk: entry for entry in entries_about}
        return [found[pk] for pk in sorted(found)]

    def upcoming(self, now: datetime) -> list[Booking]:
        """Return the customer's meetings and requests still to come, which must be cancelled before an erasure."""
        return _upcoming(self.bookings, now)

    def upcoming_as_guest(self, now: datetime) -> list[Booking]:
        """Return other customers' meetings that are still to come and to which this customer is invited as a guest."""
        return _upcoming(
            Booking.objects.filter(admission__in=self.guest_admissions.values("pk")).select_related("admission"), now
        )

    def count_received(self) -> int:
        """Return how many of the mails were sent to them."""
        sent = Delivery.objects.filter(pk__in=self.mails[0], sent_at__isnull=False)
        return sent.filter(email_matches("recipient", self.email)).count()

    def counts(self) -> dict[str, int]:
        """Return how many rows of each kind there are."""
        return {
            "bookings": self.bookings.count(),
            "links": self.links.count(),
            "requests": self.requests.count(),
            "mails": len(self.mails[0]),
            "guest": self.guest_admissions.count(),
            "named_in": len(self.mentioning_rows),
        }

    def address_hash(self) -> str:
        """Return a hash that recognises an erased address later without revealing it."""
        return salted_hmac("bookings.privacy", f"{self.organization_id} {address_key(self.email)}").hexdigest()[:16]

    def erasures(self) -> QuerySet[HistoryEntry]:
        """Return the history entries of former erasures of this address, newest first."""
        done = HistoryEntry.objects.filter(subject="organization", subject_id=self.organization_id)
        return (
            done.filter(verb=Verb.CUSTOMER_ERASED, details__mark=self.address_hash())
            .select_related("actor")
            .order_by("-pk")
        )


def _upcoming(bookings: QuerySet[Booking], now: datetime) -> list[Booking]:
    open_ones = Q(status=BookingStatus.SCHEDULED, ends_at__gt=now)
    open_ones |= Q(status=BookingStatus.REQUESTED, lapses_at__gt=now)
    return list(bookings.filter(open_ones).order_by("starts_at", "pk"))


def find_customer_data(email: str, admin: User) -> CustomerData:
    """Return what the admin's organization holds about the customer."""
    return CustomerData(admin.organization_id, email.strip())


def _rows_of_others(model: type[Model], known: Mapping[type[Model], QuerySet[Any]]) -> QuerySet[Any]:
    rows = model._default_manager.all()
    return rows.exclude(pk__in=known[model].values("pk")) if model in known else rows
