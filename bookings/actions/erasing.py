"""Export or erase the data of one customer, known by their email address. Rows stay, so that counts stay right."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q

from accounts import locks
from accounts.actions import add_history, add_history_for_all
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from bookings.actions.ending import write_cancellation
from bookings.actions.erasing_deliveries import erase_deliveries
from bookings.actions.host_calendars import rewrite_entries
from bookings.customer_file import customer_file
from bookings.errors import HasUpcomingMeetings, UpcomingMeetingsChanged
from bookings.models import Admission, Booking
from bookings.notifications import Change
from bookings.privacy import TEXTS, CustomerData, find_customer_data
from bookings.queries import hosts_of
from bookings.scrub import without_person
from bookings.steps.change import read_booking
from bookings.steps.write import enqueue_deliveries
from core.database import fresh_plans
from links.models import Link
from links.queries.reissues import reissued_from
from pages.models import TYPED_BY_CUSTOMER
from pages.standard_fields import STORED_FIELDS, to_stored

# Keys in the details of history entries whose values are free text by or about the customer.
TEXT_KEYS = {"reason", "message", "text"}
# Columns of a link with texts about its customer, which are copied to a new link like it.
COPIED_COLUMNS = ("label", "message", "note", "answers", "metadata")


def export_customer(*, actor: User, email: str, now: datetime) -> dict[str, object]:
    """Return all that is held about the customer, and record the export in the history."""
    with transaction.atomic(durable=True), fresh_plans():
        data = find_customer_data(email, actor)
        exported = customer_file(data, now)
        _record_in_history(data, Verb.CUSTOMER_EXPORTED, actor, now)
    return exported


def erase_customer(*, actor: User, email: str, now: datetime) -> dict[str, int]:
    """Empty every column that names the customer, and return how many rows of each kind were found.

    No row is deleted, so counts stay right. Raise HasUpcomingMeetings while a meeting or request of theirs is still to
    come: it must be cancelled first, so that everybody is told.
    """
    data = find_customer_data(email, actor)
    with _locked_data(data) as mentioning_rows:
        if data.upcoming(now):
            raise HasUpcomingMeetings
        return _erase(data, mentioning_rows, actor, now)


def cancel_and_erase(
    *, actor: User, email: str, seen: Collection[tuple[int, int]], reason: str = "", now: datetime
) -> dict[str, int]:
    """Cancel the customer's meetings and requests still to come, then erase as `erase_customer` does, or neither.

    Hosts and colleagues are notified of each, without data of the customer, and their calendars are cleared. The
    customer and their guests get no mail, since nothing is kept about them. `seen` are the ids and sequences of
    what was listed; raise UpcomingMeetingsChanged if that is not what is still to come.
    """
    data = find_customer_data(email, actor)
    with _locked_data(data) as mentioning_rows:
        upcoming = data.upcoming(now)
        if {(booking.pk, booking.sequence) for booking in upcoming} != {*seen}:
            raise UpcomingMeetingsChanged
        changes = {booking.pk: write_cancellation(booking, actor, reason, now) for booking in upcoming}
        counts = _erase(data, mentioning_rows, actor, now)
        for pk, change in changes.items():
            _notify_hosts(read_booking(pk), replace(change, reason=data.pattern.sub("", reason)), now)
    return counts


@contextmanager
def _locked_data(data: CustomerData) -> Iterator[list[Model]]:
    """Lock all that concerns the customer in one durable transaction; yield the rows of others whose texts name them.

    Statements inside read the state under the locks.
    """
    with transaction.atomic(durable=True), fresh_plans():
        # Find these before any lock is taken, so that nobody waits for it.
        mentioning_rows = data.mentioning_rows
        # Without this lock a meeting that the customer books meanwhile would be erased in part, although it will take
        # place.
        locks.hold_organization(data.organization_id)
        _lock(Link.objects.filter(pk__in=data.links.values("pk")))
        # Lock also the bookings that the customer joins as a guest: a transaction that moves one would write their
        # address again.
        own, guest = data.admissions.values("pk"), data.guest_admissions.values("pk")
        _lock(Booking.objects.filter(Q(admission__in=own) | Q(admission__in=guest)))
        yield mentioning_rows


def _erase(data: CustomerData, mentioning_rows: Iterable[Model], actor: User, now: datetime) -> dict[str, int]:
    counts = data.counts()
    # Erase history and mails first: they are found by columns that are emptied afterwards.
    _erase_history(data)
    erase_deliveries(data, now)
    _erase_texts(data, mentioning_rows)
    data.requests.update(name="", email="", message="")
    links, bookings = data.all_links(), list(data.bookings.only("pk"))
    guest_bookings = _erase_guest(data, now)
    _erase_bookings(data, now)
    _erase_links(links, now)
    rewrite_entries([booking.pk for booking in (*bookings, *guest_bookings)], now)
    _record_in_history(data, Verb.CUSTOMER_ERASED, actor, now, counts=counts)
    # Record the erasure on each booking and link too, for users who wonder where the name is.
    for subjects, verb in (([*bookings, *links], Verb.ERASED), (guest_bookings, Verb.GUEST_ERASED)):
        add_history_for_all(subjects, organization_id=data.organization_id, verb=verb, actor=actor, at=now)
    return counts


def _notify_hosts(booking: Booking, change: Change, now: datetime) -> None:
    """Enqueue the cancellation for hosts, colleagues and their calendars only: the customer is erased by now."""
    enqueue_deliveries(booking, change, organization=booking.organization, hosts=list(hosts_of(booking)), now=now)


def _lock(rows: Any) -> None:
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _record_in_history(data: CustomerData, verb: Verb, actor: User, now: datetime, **details: object) -> None:
    organization = actor.organization
    add_history(
        subject=organization,
        organization_id=organization.pk,
        verb=verb,
        actor=actor,
        at=now,
        mark=data.address_hash(),
        **details,
    )


def _erase_history(data: CustomerData) -> None:
    pattern = data.pattern
    changed = []
    for entry in data.history():
        remaining = {name: value for name, value in entry.details.items() if name not in TEXT_KEYS}
        details = without_person(remaining, pattern)
        if details != entry.details:
            entry.details = details
            changed.append(entry)
    HistoryEntry.objects.bulk_update(changed, ["details"], batch_size=500)


def _erase_texts(data: CustomerData, mentioning_rows: Iterable[Model]) -> None:
    """Cut the address out of texts about others. Own rows, and those as a guest, are emptied elsewhere.

    `mentioning_rows` were read without a lock, so each row is read again under its own: it may have changed since.
    """
    for model, columns in TEXTS.items():
        pks = [row.pk for row in mentioning_rows if isinstance(row, model)]
        if pks:
            rows = model._default_manager.filter(pk__in=pks).select_for_update(no_key=True).order_by("pk")
            _scrub(list(rows), data, *columns)


def _erase_guest(data: CustomerData, now: datetime) -> list[Booking]:
    """Remove the customer as a guest from other customers' admissions, and return the bookings of these."""
    admissions = list(data.guest_admissions)
    meetings = list(Booking.objects.filter(admission__in=admissions))
    _scrub(admissions, data, *TEXTS[Admission])
    _scrub(meetings, data, *TEXTS[Booking])
    Booking.objects.filter(pk__in=[meeting.pk for meeting in meetings]).update(updated_at=now)
    return meetings


def _scrub(rows: list[Any], data: CustomerData, *columns: str) -> None:
    if not rows:
        return
    for row in rows:
        for column in columns:
            setattr(row, column, without_person(getattr(row, column), data.pattern))
    type(rows[0]).objects.bulk_update(rows, columns, batch_size=500)


def _erase_bookings(data: CustomerData, now: datetime) -> None:
    bookings = data.bookings
    _scrub(list(bookings), data, *TEXTS[Booking])
    bookings.filter(location_kind__in=TYPED_BY_CUSTOMER).update(location="")
    bookings.update(reason="", private_note="", updated_at=now)
    data.admissions.update(
        customer_name="",
        customer_email="",
        **{field.key: to_stored(field.empty) for field in STORED_FIELDS},
        answers=[],
        utm={},
        body_digest="",
    )


def _erase_links(links: list[Link], now: datetime) -> None:
    """Empty the links that were made for the customer, and what was copied from them to links of others.

    Links that are locked to them and still open are revoked first: with the address gone, they would admit anybody.
    """
    pks = [link.pk for link in links]
    copies = reissued_from(pks)
    for copy in copies:
        for name in COPIED_COLUMNS:
            own = getattr(copy, name)
            if own in [getattr(link, name) for link in links]:
                setattr(copy, name, type(own)())
    Link.objects.bulk_update(copies, COPIED_COLUMNS, batch_size=500)
    own_links = Link.objects.filter(pk__in=pks)
    open_ones = Q(locked_to_recipient=True, revoked_at=None) & (Q(max_uses=None) | Q(uses__lt=F("max_uses")))
    own_links.filter(open_ones).update(revoked_at=now)
    own_links.update(
        recipient_name="",
        recipient_email="",
        locked_to_recipient=False,
        answers={},
        message="",
        note="",
        label="",
        metadata={},
    )
