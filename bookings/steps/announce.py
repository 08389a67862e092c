"""The step that announces what happened to a meeting to other programs, in the same COMMIT as the history."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import User
from accounts.verbs import Verb
from bookings.models import Booking
from bookings.published import PublishedBooking, published_booking
from bookings.queries import hosts_of
from bookings.states import BookingStatus
from core.dates import parse_time, utc_text
from deliveries.models import Delivery, HookEvent
from deliveries.webhooks.announcing import Happening, actor_payload, announce, build_calls
from links.models import Link

# The actor of an event about a room: a calendar made it.
CALENDAR = "calendar"
# The events by which changes of a meeting are announced. Other verbs of the history are not announced.
EVENTS = {
    Verb.APPROVED: HookEvent.CREATED,
    Verb.RESCHEDULED: HookEvent.RESCHEDULED,
    Verb.REASSIGNED: HookEvent.REASSIGNED,
    Verb.CANCELLED: HookEvent.CANCELLED,
    Verb.DECLINED: HookEvent.DECLINED,
    Verb.NO_SHOW: HookEvent.NO_SHOW,
    Verb.CAME: HookEvent.CAME,
}


def calls_about(
    booking: Booking, link: Link | None, hosts: Sequence[User], by: User | None, now: datetime
) -> list[Delivery]:
    """Return the unsaved calls that tell of a new meeting or request, and, with its first session, of the use of the
    link that it came through.
    """

    def get_happenings() -> list[Happening]:
        facts = published_booking(booking, hosts, now)
        event = HookEvent.REQUESTED if booking.status == BookingStatus.REQUESTED else HookEvent.CREATED
        happenings = [_happening(booking, facts, event, actor_payload(by))]
        if link is not None and booking.session == 1:
            data = {"link": facts["link"], "booking": facts["uid"], "use": booking.admission.use}
            happenings.append(Happening(HookEvent.LINK_USED, booking.uid, data, booking.title))
        return happenings

    return build_calls(organization_id=booking.organization_id, get_happenings=get_happenings, now=now)


def announce_change(
    booking: Booking, verb: Verb, actor: User | None, now: datetime, details: Mapping[str, object]
) -> None:
    """Announce what was decided about a meeting, with what it was before."""
    event = EVENTS.get(verb)
    if event is None:
        return
    was: dict[str, object] = {}
    if event == HookEvent.RESCHEDULED:
        was = {"starts_at": utc_text(parse_time(str(details["was"])))}
    elif event == HookEvent.REASSIGNED:
        was = {"host": details["was"]}
    _announce(booking, event, actor_payload(actor), now, was=was)


def announce_room(booking: Booking, now: datetime) -> None:
    """Announce the address of a room that the host's calendar made, after the meeting itself was announced."""
    _announce(booking, HookEvent.UPDATED, CALENDAR, now)


def _announce(booking: Booking, event: HookEvent, by: object, now: datetime, **more: object) -> None:
    def get_happenings() -> list[Happening]:
        facts = published_booking(booking, list(hosts_of(booking)), now)
        return [_happening(booking, facts, event, by, **more)]

    announce(organization_id=booking.organization_id, get_happenings=get_happenings, now=now)


def _happening(booking: Booking, facts: PublishedBooking, event: HookEvent, by: object, **more: object) -> Happening:
    return Happening(
        event,
        booking.uid,
        {"booking": facts, "by": by, **{name: value for name, value in more.items() if value}},
        booking.title,
        sequence=booking.sequence,
        manage={"kid": booking.kid, "handle": bytes(booking.handle).hex()},
    )
