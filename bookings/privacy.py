"""Find all data about one customer, known by their email address, and remove the address from texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from accounts.mentions import mentioning
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from bookings.models import Admission, Booking
from bookings.search import CustomerWords
from bookings.states import BookingStatus
from deliveries.models import Delivery
from links.models import Link, LinkRequest
from links.models.search import with_email

TIMES = ("title", "starts_at", "ends_at", "status")
SECRET = {"handle", "kid", "lease", "leased_until", "submission_key", "body_digest", "facts"}
# A text that is exactly one email address.
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~\-]+@[\w.\-]+")
# Internal parts of a message's facts that are not exported, such as keys from which addresses are made.
INWARD = {"manage", "link", "message_id", "boundary"}


@dataclass(frozen=True)
class Held:
    """The rows of one organization that concern one customer."""

    organization_id: int
    email: str

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
        return re.compile(rf"(?<![\w.+\-]){re.escape(self.email)}(?![\w\-]|\.\w)", re.IGNORECASE)

    @property
    def joined(self) -> QuerySet[Admission]:
        """Other customers' admissions that name this customer as a guest."""
        anywhere = Admission.objects.filter(with_email(self.email, "#", self.organization_id, CustomerWords))
        return anywhere.exclude(customer_email__iexact=self.email)

    @property
    def links(self) -> QuerySet[Link]:
        """Links made for the customer.

        These are the links that name them as recipient, and single-use links that name nobody and that they booked
        with.
        """
        named = Link.objects.filter(with_email(self.email, "#", self.organization_id)).values("pk")
        used = Link.objects.filter(admissions__in=self.admissions.values("pk"), max_uses=1, recipient_email="")
        return Link.objects.filter(organization_id=self.organization_id, pk__in=named.union(used.values("pk")))

    @property
    def requests(self) -> QuerySet[LinkRequest]:
        """Return the customer's requests for a new link."""
        return LinkRequest.objects.filter(organization_id=self.organization_id, email__iexact=self.email)

    @cached_property
    def mails(self) -> tuple[list[int], list[Delivery]]:
        """The ids of the customer's own mails, and other mails that name them.

        Own mails are about their meetings, were sent to them, or ask for a new link in their name. If the address is
        also a colleague's, only mails about meetings that they booked themselves are found, since every mail to that
        colleague names it.
        """
        own = Delivery.objects.filter(organization_id=self.organization_id, thread__in=self.bookings.values("uid"))
        theirs, others = set(own.values_list("pk", flat=True)), []
        if User.objects.filter(organization_id=self.organization_id, email__iexact=self.email).exists():
            return sorted(theirs), []
        for mail in self.mentions(Delivery.objects.all(), "facts"):
            people = mail.facts.get("recipient"), mail.facts.get("asked_by")
            if any(_is_them(one, self.pattern) for one in people):
                theirs.add(mail.pk)
            elif mail.pk not in theirs:
                others.append(mail)
        return sorted(theirs), others

    def mentions(self, rows: QuerySet[Any], column: str) -> Iterator[Any]:
        """Yield the organization's rows whose JSON column contains their address, by id."""
        found = mentioning(rows.filter(organization_id=self.organization_id), self.email, column)
        for row in sorted(found, key=attrgetter("pk")):
            if scrubbed(getattr(row, column), self.pattern) != getattr(row, column):
                yield row

    def history(self) -> list[HistoryEntry]:
        """Return the history of their meetings and links, and other entries with their address, oldest first."""
        entries = HistoryEntry.objects.filter(organization_id=self.organization_id).select_related("actor")
        about = {"booking": self.bookings, "link": self.links}
        found = {entry.pk: entry for entry in self.mentions(entries, "details")}
        for subject, rows in about.items():
            theirs = entries.filter(subject=subject, subject_id__in=rows.values("pk"))
            found |= {entry.pk: entry for entry in theirs}
        return [found[pk] for pk in sorted(found)]

    def ahead(self, now: datetime) -> list[Booking]:
        """Return the customer's meetings and requests still to come, which must be cancelled before an erasure."""
        return _ahead(self.bookings, now)

    def joining(self, now: datetime) -> list[Booking]:
        """Return other customers' meetings that are still to come and to which this customer is invited as a guest."""
        return _ahead(Booking.objects.filter(admission__in=self.joined.values("pk")).select_related("admission"), now)

    def received(self) -> int:
        """Return how many of the mails were sent to them."""
        sent = Delivery.objects.filter(pk__in=self.mails[0], sent_at__isnull=False)
        return sent.filter(recipient__iexact=self.email).count()

    def counts(self) -> dict[str, int]:
        """Return how many rows of each kind there are."""
        return {
            "bookings": self.bookings.count(),
            "links": self.links.count(),
            "requests": self.requests.count(),
            "mails": len(self.mails[0]),
            "guest": self.joined.count(),
        }

    def mark(self) -> str:
        """Return a hash that recognises an erased address later without revealing it."""
        return salted_hmac("bookings.privacy", f"{self.organization_id} {self.email.lower()}").hexdigest()[:16]

    def erasures(self) -> QuerySet[HistoryEntry]:
        """Return the history entries of former erasures of this address, newest first."""
        done = HistoryEntry.objects.filter(subject="organization", subject_id=self.organization_id)
        return done.filter(verb=Verb.CUSTOMER_ERASED, details__mark=self.mark()).select_related("actor").order_by("-pk")


def _ahead(bookings: QuerySet[Booking], now: datetime) -> list[Booking]:
    open_ones = Q(status=BookingStatus.SCHEDULED, ends_at__gt=now)
    open_ones |= Q(status=BookingStatus.REQUESTED, lapses_at__gt=now)
    return list(bookings.filter(open_ones).order_by("starts_at", "pk"))


def held_about(email: str, admin: User) -> Held:
    """Return what the admin's organization holds about the customer."""
    return Held(admin.organization_id, email.strip())


def scrubbed(value: Any, pattern: re.Pattern[str]) -> Any:
    """Return the JSON value without the person who has the address.

    They are left out of lists, their name and email are emptied where they stand alone, and the address is cut out of
    texts.
    """
    if isinstance(value, str):
        return _scrubbed_text(value, pattern)
    if isinstance(value, list):
        return [scrubbed(one, pattern) for one in value if not _is_them(one, pattern)]
    if isinstance(value, dict):
        if _is_them(value, pattern):
            return {name: "" if name in {"name", "email"} else one for name, one in value.items()}
        return {name: scrubbed(one, pattern) for name, one in value.items()}
    return value


def _scrubbed_text(text: str, pattern: re.Pattern[str]) -> str:
    # Leave another person's address alone, even if this one is the end of it, as brien@ is of o'brien@.
    return text if ADDRESS.fullmatch(text) and not _is_them(text, pattern) else pattern.sub("", text)


def _is_them(value: Any, pattern: re.Pattern[str]) -> bool:
    text = value.get("email") if isinstance(value, dict) else value
    return isinstance(text, str) and pattern.fullmatch(text) is not None


def export(held: Held, now: datetime) -> dict[str, object]:
    """Return all that is held about the customer as JSON, with the history, and without keys of addresses."""
    mails = Delivery.objects.filter(pk__in=held.mails[0]).order_by("pk")
    meetings = Prefetch("bookings", Booking.objects.order_by("session").prefetch_related("suggested"))
    return {
        "email": held.email,
        "exported_at": now.isoformat(timespec="seconds"),
        "bookings": [
            _plain(one) | _of_admission(one) for one in held.admissions.order_by("pk").prefetch_related(meetings)
        ],
        "guest_of": [
            {"booked_at": one.created_at.isoformat(), "meetings": [_plain(row, *TIMES) for row in one.bookings.all()]}
            for one in held.joined.order_by("pk").prefetch_related("bookings")
        ],
        "links": [_plain(one) for one in held.links.order_by("pk")],
        "requests": [_plain(one) for one in held.requests.order_by("pk")],
        "emails": [_plain(one) | {"facts": _outward(one.facts)} for one in mails],
        "history": [
            _plain(one, "subject", "subject_id", "verb", "at", "details")
            | {"actor": None if one.actor is None else one.actor.name}
            for one in held.history()
        ],
    }


def _of_admission(admission: Admission) -> dict[str, object]:
    return {
        "meetings": [
            _plain(one) | {"suggested": [start.isoformat() for start in one.times_suggested]}
            for one in admission.bookings.all()
        ]
    }


def _plain(row: Model, *names: str) -> dict[str, object]:
    fields = [field for field in row._meta.concrete_fields if field.name not in SECRET]
    values = {field.name: field.value_from_object(row) for field in fields if not names or field.name in names}
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, (str, int, list, dict, type(None))) else str(value)


def _outward(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name not in INWARD}
