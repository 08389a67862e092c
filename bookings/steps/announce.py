"""The step that tells other programs what happened to a meeting. It stands beside the history, in the same COMMIT."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from accounts.verbs import Verb
from bookings.models import Booking
from bookings.published import published
from bookings.queries import hosts_of
from core.dates import parse_time, utc_text
from deliveries.models import HookEvent
from deliveries.webhooks.announcing import Happening, announce, by_whom
from links.models import Link
from links.published import published_link

# What is announced; all else that the history tells concerns nobody outside.
EVENTS = {
    Verb.REQUESTED: HookEvent.REQUESTED,
    Verb.BOOKED: HookEvent.CREATED,
    Verb.APPROVED: HookEvent.CREATED,
    Verb.RESCHEDULED: HookEvent.RESCHEDULED,
    Verb.REASSIGNED: HookEvent.REASSIGNED,
    Verb.CANCELLED: HookEvent.CANCELLED,
    Verb.DECLINED: HookEvent.DECLINED,
    Verb.NO_SHOW: HookEvent.NO_SHOW,
    Verb.CAME: HookEvent.CAME,
}


def announce_booking(booking: Booking, link: Link | None, verb: Verb, by: User | None, now: datetime) -> None:
    """Announce a new meeting or request, and, with its first session, the use of the link that it came through."""

    def what() -> list[Happening]:
        found = [_told(booking, EVENTS[verb], by, now)]
        if link is not None and booking.session == 1:
            used = {"link": published_link(link), "booking": str(booking.uid), "use": booking.admission.use}
            found.append(Happening(HookEvent.LINK_USED, booking.uid, used, booking.title))
        return found

    announce(organization_id=booking.organization_id, what=what, now=now)


def announce_change(
    booking: Booking, verb: Verb, actor: User | None, now: datetime, details: Mapping[str, object]
) -> None:
    """Announce what was decided about a meeting, with what it was before."""
    event = EVENTS.get(verb)
    if event is not None:
        was: dict[str, object] = {}
        if event == HookEvent.RESCHEDULED:
            was = {"starts_at": utc_text(parse_time(str(details["was"])))}
        elif event == HookEvent.REASSIGNED:
            was = {"host": details["was"]}
        announce(
            organization_id=booking.organization_id,
            what=lambda: [_told(booking, event, actor, now, was)],
            now=now,
        )


def _told(
    booking: Booking, event: HookEvent, actor: User | None, now: datetime, was: Mapping[str, object] | None = None
) -> Happening:
    facts = published(booking, list(hosts_of(booking)), now)
    return Happening(
        event,
        booking.uid,
        {"booking": facts, "by": by_whom(actor), **({"was": was} if was else {})},
        booking.title,
        sequence=booking.sequence,
        manage={"kid": booking.kid, "handle": bytes(booking.handle).hex()},
    )
