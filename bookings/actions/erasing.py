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
from bookings.actions.ending import write_end
from bookings.actions.erasing_deliveries import erase_deliveries
from bookings.actions.host_calendars import rewrite_entries
from bookings.customer_file import customer_file
from bookings.errors import AheadChanged, StillAhead
from bookings.models import Admission, Booking
from bookings.notifications import Change
from bookings.privacy import TEXTS, Held, held_about
from bookings.queries import hosts_of
from bookings.scrub import scrubbed
from bookings.steps.change import read_booking
from bookings.steps.write import owe_all
from core.database import fresh_plans
from links.models import Link
from links.queries.reissues import made_from
from pages.models import TYPED_BY_CUSTOMER
from pages.standard_fields import KEPT_FIELDS, as_kept

# Keys in the details of history entries whose values are free text by or about the customer.
WORDS = {"reason", "message", "text"}
# What somebody wrote about the customer on a link, and a new link like it says, too.
COPIED = ("label", "message", "note", "answers", "metadata")


def export_customer(*, actor: User, email: str, now: datetime) -> dict[str, object]:
    """Return all that is held about the customer, and record the export in the history."""
    with transaction.atomic(durable=True), fresh_plans():
        held = held_about(email, actor)
        found = customer_file(held, now)
        _remember(held, Verb.CUSTOMER_EXPORTED, actor, now)
    return found


def erase_customer(*, actor: User, email: str, now: datetime) -> dict[str, int]:
    """Empty every column that names the customer, and return how many rows of each kind were found.

    No row is deleted, so counts stay right. Raise StillAhead while a meeting or request of theirs is still to come: it
    must be cancelled first, so that everybody is told.
    """
    held = held_about(email, actor)
    with _locked(held) as named_in:
        if held.ahead(now):
            raise StillAhead
        return _erase(held, named_in, actor, now)


def cancel_and_erase(
    *, actor: User, email: str, seen: Collection[tuple[int, int]], reason: str = "", now: datetime
) -> dict[str, int]:
    """Cancel the customer's meetings and requests still to come, then erase as `erase_customer` does, or neither.

    Hosts and colleagues are told of each, and their calendars are cleared, without a word about the customer. The
    customer and their guests are told nothing, since nothing is kept about them. `seen` are the ids and sequences of
    what was listed; raise AheadChanged if that is not what is still to come.
    """
    held = held_about(email, actor)
    with _locked(held) as named_in:
        ahead = held.ahead(now)
        if {(one.pk, one.sequence) for one in ahead} != {*seen}:
            raise AheadChanged
        ends = {one.pk: write_end(one, actor, reason, now) for one in ahead}
        counts = _erase(held, named_in, actor, now)
        for pk, end in ends.items():
            _tell_hosts(read_booking(pk), replace(end, reason=held.pattern.sub("", reason)), now)
    return counts


@contextmanager
def _locked(held: Held) -> Iterator[list[Model]]:
    """Run one durable transaction that holds all that concerns the customer; yield the texts of others that name them.

    What is read inside, in new statements, is as it is now that the locks are held.
    """
    with transaction.atomic(durable=True), fresh_plans():
        # Find these before anything is held: nobody needs to wait for it.
        named_in = held.named_in
        # Hold the lock: a meeting that the customer books meanwhile would be erased in part, although it will take
        # place.
        locks.hold_organization(held.organization_id)
        _lock(Link.objects.filter(pk__in=held.links.values("pk")))
        # Lock also the bookings that the customer joins as a guest: a transaction that moves one would write their
        # address again.
        theirs, joined = held.admissions.values("pk"), held.joined.values("pk")
        _lock(Booking.objects.filter(Q(admission__in=theirs) | Q(admission__in=joined)))
        yield named_in


def _erase(held: Held, named_in: Iterable[Model], actor: User, now: datetime) -> dict[str, int]:
    counts = held.counts()
    # Erase history and mails first: they are found by columns that are emptied afterwards.
    _erase_history(held)
    erase_deliveries(held, now)
    _erase_texts(held, named_in)
    _erase_requests(held)
    links, bookings = held.all_links(), list(held.bookings.only("pk"))
    brought = _erase_guest(held, now)
    _erase_bookings(held, now)
    _erase_links(links, now)
    rewrite_entries([one.pk for one in (*bookings, *brought)], now)
    _remember(held, Verb.CUSTOMER_ERASED, actor, now, counts=counts)
    # Record the erasure on each booking and link too, for users who wonder where the name is.
    for subjects, verb in (([*bookings, *links], Verb.ERASED), (brought, Verb.GUEST_ERASED)):
        add_history_for_all(subjects, organization_id=held.organization_id, verb=verb, actor=actor, at=now)
    return counts


def _tell_hosts(booking: Booking, change: Change, now: datetime) -> None:
    """Owe the end of a meeting whose customer is erased by now: to its hosts, colleagues and their calendars only."""
    owe_all(booking, change, organization=booking.organization, hosts=list(hosts_of(booking)), now=now)


def _lock(rows: Any) -> None:
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _remember(held: Held, verb: Verb, actor: User, now: datetime, **details: object) -> None:
    organization = actor.organization
    add_history(
        subject=organization,
        organization_id=organization.pk,
        verb=verb,
        actor=actor,
        at=now,
        mark=held.mark(),
        **details,
    )


def _erase_history(held: Held) -> None:
    pattern = held.pattern
    changed = []
    for entry in held.history():
        kept = {name: value for name, value in entry.details.items() if name not in WORDS}
        details = scrubbed(kept, pattern)
        if details != entry.details:
            entry.details = details
            changed.append(entry)
    HistoryEntry.objects.bulk_update(changed, ["details"], batch_size=500)


def _erase_texts(held: Held, named_in: Iterable[Model]) -> None:
    """Cut the address out of texts about others. Own rows, and those as a guest, are emptied elsewhere.

    `named_in` was read without a lock, so each row is read again under its own: somebody may have changed it since.
    """
    for model, columns in TEXTS.items():
        found = [row.pk for row in named_in if isinstance(row, model)]
        if found:
            rows = model._default_manager.filter(pk__in=found).select_for_update(no_key=True).order_by("pk")
            _scrub(list(rows), held, *columns)


def _erase_requests(held: Held) -> None:
    held.requests.update(name="", email="", message="")


def _erase_guest(held: Held, now: datetime) -> list[Booking]:
    """Remove the customer as a guest from other customers' admissions, and return the bookings of these."""
    joined = list(held.joined)
    meetings = list(Booking.objects.filter(admission__in=joined))
    _scrub(joined, held, *TEXTS[Admission])
    _scrub(meetings, held, *TEXTS[Booking])
    Booking.objects.filter(pk__in=[one.pk for one in meetings]).update(updated_at=now)
    return meetings


def _scrub(rows: list[Any], held: Held, *columns: str) -> None:
    if not rows:
        return
    for row in rows:
        for column in columns:
            setattr(row, column, scrubbed(getattr(row, column), held.pattern))
    type(rows[0]).objects.bulk_update(rows, columns, batch_size=500)


def _erase_bookings(held: Held, now: datetime) -> None:
    bookings = held.bookings
    _scrub(list(bookings), held, *TEXTS[Booking])
    bookings.filter(location_kind__in=TYPED_BY_CUSTOMER).update(location="")
    bookings.update(reason="", private_note="", updated_at=now)
    held.admissions.update(
        customer_name="",
        customer_email="",
        **{field.key: as_kept(field.empty) for field in KEPT_FIELDS},
        answers=[],
        utm={},
        body_digest="",
    )


def _erase_links(links: list[Link], now: datetime) -> None:
    """Empty the links that were made for the customer, and what was copied from them to links of others.

    Links that are locked to them and still open are revoked first: with the address gone, they would admit anybody.
    """
    pks = [link.pk for link in links]
    copies = made_from(pks)
    for copy in copies:
        for name in COPIED:
            own = getattr(copy, name)
            if own in [getattr(link, name) for link in links]:
                setattr(copy, name, type(own)())
    Link.objects.bulk_update(copies, COPIED, batch_size=500)
    made = Link.objects.filter(pk__in=pks)
    open_ones = Q(locked_to_recipient=True, revoked_at=None) & (Q(max_uses=None) | Q(uses__lt=F("max_uses")))
    made.filter(open_ones).update(revoked_at=now)
    made.update(
        recipient_name="",
        recipient_email="",
        locked_to_recipient=False,
        answers={},
        message="",
        note="",
        label="",
        metadata={},
    )
