"""The notifications of bookings: deliveries with their facts, created in the transaction of the event itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from bookings.facts import CUSTOMER, GUEST, HOST, OPTIONAL, BookingFacts
from bookings.frozen_facts import allowed_changes, freeze_facts, optional_without_hosts
from bookings.ical import CANCEL, REQUEST
from bookings.models import Booking
from bookings.queries import user_who_booked
from bookings.readers import as_customer, as_guest, as_host, as_optional, as_person
from bookings.rooms import mail_due_at
from calendars.actions.host_entries import HOST as TO_HOST
from core.text import address_key
from deliveries.envelope import message_identity
from deliveries.mails import Reader
from deliveries.models import Delivery, Medium
from pages.notices import read_notices


class MailKind(TextChoices):
    """The kinds of mail about a booking, by content and recipient."""

    CUSTOMER_CONFIRMATION = "customer_confirmation", _("Confirmation to the customer")
    HOST_CONFIRMATION = "host_confirmation", _("Confirmation to the host")
    GUEST_CONFIRMATION = "guest_confirmation", _("Invitation to a guest")
    CUSTOMER_REQUEST = "customer_request", _("Request received, to the customer")
    HOST_REQUEST = "host_request", _("Request, to the host")
    CUSTOMER_CHANGE = "customer_change", _("Change, to the customer")
    HOST_CHANGE = "host_change", _("Change, to the host")
    GUEST_CHANGE = "guest_change", _("Change, to a guest")
    CUSTOMER_CANCELLATION = "customer_cancellation", _("Cancellation, to the customer")
    HOST_CANCELLATION = "host_cancellation", _("Cancellation, to the host")
    GUEST_CANCELLATION = "guest_cancellation", _("Cancellation, to a guest")
    CUSTOMER_DECLINE = "customer_decline", _("Request declined, to the customer")
    NEW_TIME_ASKED = "new_time_asked", _("Request for a new time, to the customer")
    REMINDER_1 = "reminder_1", _("Reminder")
    REMINDER_2 = "reminder_2", _("Reminder")
    REMINDER_3 = "reminder_3", _("Reminder")
    FOLLOW_UP = "follow_up", _("Follow-up")


class Event(StrEnum):
    """What happened to a booking."""

    BOOKED = "booked"
    REQUESTED = "requested"
    MOVED = "moved"
    ROOM_MADE = "room_made"
    REASSIGNED = "reassigned"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


REMINDERS = (MailKind.REMINDER_1, MailKind.REMINDER_2, MailKind.REMINDER_3)
# The mails to the customer that are planned for before and after the meeting.
NOTICES = (*REMINDERS, MailKind.FOLLOW_UP)
# A delivery of the medium *calendar*.
ENTRY = "calendar_entry"
NO_CALENDARS: Mapping[int, str] = {}
# The kind of mail that each role gets about an event.
CHANGES = {CUSTOMER: MailKind.CUSTOMER_CHANGE, HOST: MailKind.HOST_CHANGE, GUEST: MailKind.GUEST_CHANGE}
CANCELLATIONS = {
    CUSTOMER: MailKind.CUSTOMER_CANCELLATION,
    HOST: MailKind.HOST_CANCELLATION,
    GUEST: MailKind.GUEST_CANCELLATION,
}
# Cancellations that are sent only to those who got a mail about the meeting before. Customers saw what they booked.
SENT_IF_TOLD_BEFORE = {MailKind.HOST_CANCELLATION, MailKind.GUEST_CANCELLATION}
MAIL_KINDS: dict[Event, dict[str, MailKind]] = {
    Event.BOOKED: {
        CUSTOMER: MailKind.CUSTOMER_CONFIRMATION,
        HOST: MailKind.HOST_CONFIRMATION,
        GUEST: MailKind.GUEST_CONFIRMATION,
    },
    Event.REQUESTED: {CUSTOMER: MailKind.CUSTOMER_REQUEST, HOST: MailKind.HOST_REQUEST},
    Event.MOVED: CHANGES,
    Event.ROOM_MADE: CHANGES,
    Event.REASSIGNED: CHANGES,
    Event.CANCELLED: CANCELLATIONS,
    # Guests were never told of a request.
    Event.WITHDRAWN: {CUSTOMER: MailKind.CUSTOMER_CANCELLATION, HOST: MailKind.HOST_CANCELLATION},
    Event.DECLINED: {CUSTOMER: MailKind.CUSTOMER_DECLINE},
}
# The iCalendar method of each event. Events of requests have none, since no calendar has an entry yet.
METHODS = {
    **dict.fromkeys([Event.BOOKED, Event.MOVED, Event.ROOM_MADE, Event.REASSIGNED], REQUEST),
    Event.CANCELLED: CANCEL,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a booking, with the details that its mails need.

    `actor` is who did it, None for the customer; `was` is the former start; `reason` is in the actor's words. In a
    reassignment, `newcomer` replaces `former`: the newcomer gets a confirmation, the former host a cancellation.
    `starts` are all that were booked together.
    """

    event: Event
    actor: User | None = None
    was: str = ""
    reason: str = ""
    newcomer: User | None = None
    former: User | None = None
    starts: Sequence[datetime] = ()

    def facts(self, booking: Booking) -> dict[str, Any]:
        """Return the facts of the change. The mail about the first session of a package announces all of them."""
        facts: dict[str, Any] = {
            "event": self.event,
            "method": METHODS.get(self.event, ""),
            "by": None if self.actor is None else as_person(self.actor),
            "was": self.was,
            "reason": self.reason,
        }
        if len(self.starts) > 1 and booking.session == 1:
            facts["package"] = [start.isoformat() for start in self.starts]
        if self.event in {Event.REQUESTED, Event.WITHDRAWN, Event.DECLINED}:
            facts["suggested"] = [start.isoformat() for start in booking.times_suggested]
        return facts

    def kind_for(self, reader: Reader) -> MailKind | None:
        """Return the kind of mail that tells the reader of the change, or None."""
        role = reader["role"]
        if role == HOST and self.newcomer is not None and reader["email"] == self.newcomer.email:
            return MailKind.HOST_CONFIRMATION
        return MAIL_KINDS[self.event].get(GUEST if role == OPTIONAL else role)


def build_deliveries(
    booking: Booking,
    change: Change,
    *,
    organization: Organization,
    hosts: Sequence[User],
    now: datetime,
    calendar_names: Mapping[int, str] = NO_CALENDARS,
) -> list[Delivery]:
    """Return the unsaved deliveries to customer, hosts, guests and optional attendees, and the planned notices.

    `calendar_names` holds, by the ids of hosts, the names of the calendars that have the meeting or will get it. They
    get an entry, and the host's mail brings no other. While a room is being made by the entry of the host who leads,
    mails that say where to meet wait for it.
    """
    facts = freeze_facts(booking, organization=organization, hosts=hosts, now=now)
    facts = cast(BookingFacts, facts | change.facts(booking) | _booked_for_facts(booking, change, facts))
    names_by_email = {address_key(host.email): calendar_names[host.pk] for host in hosts if host.pk in calendar_names}
    deliveries = []
    due_at = _mails_due_at(booking, now)
    for reader in _readers(booking, facts, hosts):
        if (kind := change.kind_for(reader)) is not None:
            calendar = names_by_email.get(address_key(reader["email"])) if reader["role"] == HOST else None
            deliveries.append(build_mail(booking, _without_entry(facts, calendar), kind, reader, due_at))
    is_present = change.event != Event.CANCELLED
    for host in hosts:
        if host.pk in calendar_names:
            # The entry of the host who leads makes the room, so it waits for nothing.
            entry_due_at = now if host == hosts[0] else due_at
            deliveries.append(build_entry(booking, facts, host, entry_due_at, present=is_present))
    if change.former is not None:
        deliveries += _build_for_former_host(booking, facts, change.former, now, calendar_names.get(change.former.pk))
    if booking.is_scheduled:
        deliveries += build_notices(booking, facts, now)
    return deliveries


def _mails_due_at(booking: Booking, now: datetime) -> datetime:
    """Return when mails that say where to meet are due: for a meeting that takes place, once its room is known."""
    return mail_due_at(booking.room_asked_at, booking.location, now) if booking.is_scheduled else now


def _build_for_former_host(
    booking: Booking, facts: BookingFacts, former: User, now: datetime, calendar: str | None
) -> list[Delivery]:
    """Return the deliveries to a host who no longer hosts the meeting, and to the calendar that had it."""
    mail_facts = facts | {"method": "" if _is_invited(former, facts) else METHODS[Event.CANCELLED]}
    mail_facts = _without_entry(mail_facts, calendar)
    mail = build_mail(booking, mail_facts, MailKind.HOST_CANCELLATION, as_host(former), now)
    return [mail] if calendar is None else [mail, build_entry(booking, facts, former, now, present=False)]


def _without_entry(facts: BookingFacts, calendar: str | None) -> BookingFacts:
    """Return the facts for a host whose calendar of this name gets the entry from us; else as they are."""
    return facts if calendar is None else facts | {"method": "", "calendar": calendar}


def build_entry(booking: Booking, facts: BookingFacts, host: User, now: datetime, *, present: bool) -> Delivery:
    """Return the unsaved delivery of the meeting to a host's calendar, or of its removal from there.

    Only its highest sequence counts, as with mails. An entry that was never tried need not be removed.
    """
    own_facts = {"recipient": as_host(host), "present": present} | ({} if present else {"if_told": True})
    return Delivery(
        organization_id=booking.organization_id,
        thread=booking.uid,
        kind=ENTRY,
        medium=Medium.CALENDAR,
        recipient=f"{TO_HOST}{host.pk}",
        sequence=booking.sequence,
        due_at=now,
        facts=facts | own_facts,
    )


def _readers(booking: Booking, facts: BookingFacts, hosts: Sequence[User]) -> list[Reader]:
    """Return everybody who is invited to the meeting, as readers of mails. A customer who was erased is not."""
    customer = [as_customer(booking.admission)] if booking.admission.customer_email else []
    guests = [as_guest(guest, booking.admission) for guest in facts["guests"]]
    optional = [as_optional(colleague) for colleague in optional_without_hosts(booking, hosts)]
    return [*customer, *map(as_host, hosts), *guests, *optional]


def _booked_for_facts(booking: Booking, change: Change, facts: BookingFacts) -> dict[str, Any]:
    """Return who booked for the customer, if somebody did: guests and optional attendees read who invites them."""
    if not facts["guests"] and not facts["optional"]:
        return {}
    is_new = booking.sequence == 0 and change.event in {Event.BOOKED, Event.REQUESTED}
    booker = change.actor if is_new else user_who_booked(booking)
    return {} if booker is None else {"arranged_by": as_person(booker)}


def _is_invited(former: User, facts: BookingFacts) -> bool:
    """Return whether the former host is still invited in another role: another mail then updates their entry."""
    invited = [facts["customer"]["email"], *facts["guests"], *(person["email"] for person in facts["optional"])]
    return address_key(former.email) in map(address_key, invited)


def build_notices(booking: Booking, facts: BookingFacts, now: datetime) -> list[Delivery]:
    """Return the deliveries of reminders and follow-up, without those whose moment has passed.

    If reminders are late, after an outage, each one expires when the next is due, and the last one when the meeting
    starts.
    """
    notices = read_notices(booking.notices)
    reminder_times = [booking.starts_at - timedelta(minutes=minutes) for minutes in notices.reminders]
    deliveries = []
    for kind, due_at in zip(REMINDERS, reminder_times, strict=False):
        expires_at = min(time for time in (*reminder_times, booking.starts_at) if time > due_at)
        deliveries.append(_build_notice(booking, facts, kind, due_at, expires_at))
    if notices.follow_up is not None:
        due_at = booking.ends_at + timedelta(minutes=notices.follow_up)
        deliveries.append(_build_notice(booking, facts | {"text": notices.follow_up_text}, MailKind.FOLLOW_UP, due_at))
    return [delivery for delivery in deliveries if delivery.due_at > now]


def _build_notice(
    booking: Booking, facts: BookingFacts, kind: MailKind, due_at: datetime, expires_at: datetime | None = None
) -> Delivery:
    """Return one mail to the customer that is due later and has no calendar entry."""
    # Its date is when it is due, not when it was planned.
    notice_facts = facts | {
        "method": "",
        "stamp": due_at.isoformat(timespec="seconds"),
        "open_to": allowed_changes(booking, due_at),
    }
    return build_mail(booking, notice_facts, kind, as_customer(booking.admission), due_at, expires_at=expires_at)


def build_mail(
    booking: Booking,
    facts: BookingFacts,
    kind: MailKind,
    recipient: Reader,
    due_at: datetime,
    *,
    copy: int = 0,
    expires_at: datetime | None = None,
) -> Delivery:
    """Return one unsaved mail about the booking to one reader."""
    if_told = {"if_told": True} if kind in SENT_IF_TOLD_BEFORE else {}
    return Delivery(
        organization_id=booking.organization_id,
        thread=booking.uid,
        kind=kind,
        recipient=recipient["email"],
        sequence=booking.sequence,
        copy=copy,
        due_at=due_at,
        expires_at=expires_at,
        facts=facts | message_identity(facts) | {"recipient": recipient} | if_told,
    )
