"""All that is held about one customer, as JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects

from accounts.models import HistoryEntry
from bookings.models import Admission, Booking
from bookings.privacy import TEXTS, CustomerData
from calendars.models import HostEntry
from deliveries.models import Delivery, Medium
from links.models import Link, Opening

MEETING_FIELDS = ("title", "starts_at", "ends_at", "status")
# Columns of a call of a webhook; its endpoint is in the facts.
CALL_FIELDS = ("kind", "created_at", "attempts", "sent_at", "superseded_at", "failed_at")
SECRET_FIELDS = {"handle", "kid", "lease", "leased_until", "submission_key", "body_digest", "facts"}
# Internal parts of a message's facts that are not exported, such as keys from which addresses are made.
INTERNAL_FACTS = {"manage", "link", "message_id", "boundary"}


def customer_file(data: CustomerData, now: datetime) -> dict[str, object]:
    """Return all that is held about the customer as JSON, with the history, and without keys of addresses."""
    deliveries = Delivery.objects.filter(pk__in=data.mails[0]).order_by("pk")
    mails = deliveries.filter(medium=Medium.EMAIL)
    calls = deliveries.filter(medium=Medium.WEBHOOK)
    entries = deliveries.filter(medium=Medium.CALENDAR)
    links = data.all_links()
    prefetch_related_objects(links, Prefetch("openings", Opening.objects.order_by("pk")))
    meetings = Prefetch("bookings", Booking.objects.order_by("session").prefetch_related("suggested"))
    return {
        "email": data.email,
        "exported_at": now.isoformat(timespec="seconds"),
        "bookings": [
            _row_values(admission) | _admission_values(admission)
            for admission in data.admissions.order_by("pk").prefetch_related(meetings)
        ],
        "guest_of": [
            _guest_admission_values(admission)
            for admission in data.guest_admissions.order_by("pk").prefetch_related("bookings")
        ],
        "links": [_row_values(link) | _link_values(link) for link in sorted(links, key=lambda link: link.pk)],
        "requests": [_row_values(request) for request in data.requests.order_by("pk")],
        "emails": [_row_values(mail) | {"facts": _external_facts(mail.facts)} for mail in mails],
        "entries": [_row_values(entry) | {"facts": _external_facts(entry.facts)} for entry in entries],
        "in_calendars": [_entry_values(entry) for entry in _calendar_entries(data)],
        "webhooks": [_row_values(call, *CALL_FIELDS) | {"facts": _external_facts(call.facts)} for call in calls],
        "history": [_history_values(entry) for entry in data.history()],
        "mentioned": [
            {"in": row._meta.model_name, "id": row.pk, "lines": data.lines_with_address(row, *TEXTS[type(row)])}
            for row in data.mentioning_rows
        ],
    }


def _guest_admission_values(admission: Admission) -> dict[str, object]:
    meetings = [_row_values(booking, *MEETING_FIELDS) for booking in admission.bookings.all()]
    return {"booked_at": admission.created_at.isoformat(), "meetings": meetings}


def _calendar_entries(data: CustomerData) -> QuerySet[HostEntry]:
    """Return the entries that hosts' calendars have, or had, of meetings of the customer, as a guest too."""
    # Read separately and first: in one query, all meetings would be compared with all entries.
    meetings: list[UUID] = []
    for admissions in (data.admissions, data.guest_admissions):
        bookings = Booking.objects.filter(admission__in=admissions.values("pk"))
        meetings += bookings.values_list("uid", flat=True)
    entries = HostEntry.objects.filter(meeting__in=meetings)
    return entries.select_related("host", "calendar__connection").order_by("pk")


def _entry_values(entry: HostEntry) -> dict[str, object]:
    """Return where an entry stands: whose calendar it is, and with which service, but not how to reach it."""
    values = _row_values(entry, "meeting", "state", "starts_at", "ends_at", "found_starts_at", "found_ends_at")
    return values | {"host": entry.host.name, "service": entry.calendar.connection.kind}


def _history_values(entry: HistoryEntry) -> dict[str, object]:
    values = _row_values(entry, "subject", "subject_id", "verb", "at", "details")
    return values | {"actor": None if entry.actor is None else entry.actor.name}


def _link_values(link: Link) -> dict[str, object]:
    return {"opened": [{"at": opening.at.isoformat(), "by": opening.by} for opening in link.openings.all()]}


def _admission_values(admission: Admission) -> dict[str, object]:
    return {
        "meetings": [
            _row_values(booking) | {"suggested": [start.isoformat() for start in booking.times_suggested]}
            for booking in admission.bookings.all()
        ]
    }


def _row_values(row: Model, *names: str) -> dict[str, object]:
    fields = [field for field in row._meta.concrete_fields if field.name not in SECRET_FIELDS]
    values = {field.name: field.value_from_object(row) for field in fields if not names or field.name in names}
    return {name: _json_value(value) for name, value in values.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, (str, int, list, dict, type(None))) else str(value)


def _external_facts(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name not in INTERNAL_FACTS}
