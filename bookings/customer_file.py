"""All that is held about one customer, as JSON."""

from datetime import datetime
from typing import Any

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects

from accounts.models import HistoryEntry
from bookings.models import Admission, Booking
from bookings.privacy import TEXTS, Held
from calendars.models import HostEntry
from deliveries.models import Delivery, Medium
from links.models import Link, Opening

TIMES = ("title", "starts_at", "ends_at", "status")
# Of a call of a webhook; who was called stands in its facts.
CALL = ("kind", "created_at", "attempts", "sent_at", "superseded_at", "failed_at")
SECRET = {"handle", "kid", "lease", "leased_until", "submission_key", "body_digest", "facts"}
# Internal parts of a message's facts that are not exported, such as keys from which addresses are made.
INWARD = {"manage", "link", "message_id", "boundary"}


def customer_file(held: Held, now: datetime) -> dict[str, object]:
    """Return all that is held about the customer as JSON, with the history, and without keys of addresses."""
    deliveries = Delivery.objects.filter(pk__in=held.mails[0]).order_by("pk")
    mails, calls, entries = (deliveries.filter(medium=one) for one in (Medium.EMAIL, Medium.WEBHOOK, Medium.CALENDAR))
    links = held.all_links()
    prefetch_related_objects(links, Prefetch("openings", Opening.objects.order_by("pk")))
    meetings = Prefetch("bookings", Booking.objects.order_by("session").prefetch_related("suggested"))
    return {
        "email": held.email,
        "exported_at": now.isoformat(timespec="seconds"),
        "bookings": [
            _plain(one) | _of_admission(one) for one in held.admissions.order_by("pk").prefetch_related(meetings)
        ],
        "guest_of": [_of_joined(one) for one in held.joined.order_by("pk").prefetch_related("bookings")],
        "links": [_plain(one) | _of_link(one) for one in sorted(links, key=lambda link: link.pk)],
        "requests": [_plain(one) for one in held.requests.order_by("pk")],
        "emails": [_plain(one) | {"facts": _outward(one.facts)} for one in mails],
        "entries": [_plain(one) | {"facts": _outward(one.facts)} for one in entries],
        "in_calendars": [_of_entry(one) for one in _standing(held)],
        "webhooks": [_plain(one, *CALL) | {"facts": _outward(one.facts)} for one in calls],
        "history": [_of_history(one) for one in held.history()],
        "mentioned": [
            {"in": one._meta.model_name, "id": one.pk, "lines": held.lines(one, *TEXTS[type(one)])}
            for one in held.named_in
        ],
    }


def _of_joined(admission: Admission) -> dict[str, object]:
    meetings = [_plain(one, *TIMES) for one in admission.bookings.all()]
    return {"booked_at": admission.created_at.isoformat(), "meetings": meetings}


def _standing(held: Held) -> QuerySet[HostEntry]:
    """Return the entries that hosts' calendars have, or had, of meetings of the customer, as a guest too."""
    # Read apart and first. Asked as one, all meetings that there ever were are compared with all entries.
    own, joined = (Booking.objects.filter(admission__in=one.values("pk")) for one in (held.admissions, held.joined))
    meetings = [uid for rows in (own, joined) for uid in rows.values_list("uid", flat=True)]
    found = HostEntry.objects.filter(meeting__in=meetings)
    return found.select_related("host", "calendar__connection").order_by("pk")


def _of_entry(entry: HostEntry) -> dict[str, object]:
    """Return where an entry stands: whose calendar it is, and with which service, but not how to reach it."""
    said = _plain(entry, "meeting", "state", "starts_at", "ends_at", "found_starts_at", "found_ends_at")
    return said | {"host": entry.host.name, "service": entry.calendar.connection.kind}


def _of_history(one: HistoryEntry) -> dict[str, object]:
    said = _plain(one, "subject", "subject_id", "verb", "at", "details")
    return said | {"actor": None if one.actor is None else one.actor.name}


def _of_link(link: Link) -> dict[str, object]:
    return {"opened": [{"at": one.at.isoformat(), "by": one.by} for one in link.openings.all()]}


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
