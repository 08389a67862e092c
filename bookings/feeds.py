"""A host's meetings as a file that other calendar programs subscribe to.

The same meetings make the same bytes, so that a program that asks again need not read them again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import translation
from icalendar import Event

from accounts.models import User
from bookings import ical
from bookings.errors import UnknownFeed, WithdrawnFeed
from bookings.facts import HOST
from bookings.frozen_facts import freeze_facts
from bookings.models import Booking, HostFeed
from bookings.states import BookingStatus
from core.tokens import Purpose, verify_token
from deliveries.envelope import as_reader
from deliveries.mails import Reader
from pages.models import HostTime

BEHIND, AHEAD = timedelta(days=30), timedelta(days=365)
MOST_MEETINGS = 2_000
# A meeting that was missed took place for its host.
SHOWN_STATUSES = (BookingStatus.SCHEDULED, BookingStatus.NO_SHOW)


def find_feed(token: str) -> HostFeed:
    """Return the feed of a token, with its user.

    A forged token costs no query: raise UnknownFeed. A genuine one without a row had one: its address was replaced, and
    is as withdrawn as one that was switched off. Raise WithdrawnFeed.
    """
    verified = verify_token(Purpose.FEED, token, settings.LINK_KEYS)
    if verified is None:
        raise UnknownFeed
    feed = (
        HostFeed.objects.select_related("user__organization").filter(handle=verified.handle, kid=verified.kid).first()
    )
    if feed is None or feed.revoked_at is not None:
        raise WithdrawnFeed
    return feed


def write_feed(feed: HostFeed, now: datetime) -> bytes:
    """Return the file of the user's meetings, the first ones if there are too many. One query."""
    meetings = meetings_hosted(feed.user, now)
    with translation.override(feed.user.mail_language):
        return ical.feed(_named_events(meetings, feed.user) if feed.details else map(_busy_event, meetings))


def meetings_hosted(user: User, now: datetime) -> QuerySet[Booking]:
    """Return the meetings that a feed of the user has at this moment."""
    times = HostTime.objects.active().filter(host=user, starts_at__gte=now - BEHIND, starts_at__lt=now + AHEAD)
    bookings = Booking.objects.filter(
        organization_id=user.organization_id, uid__in=times.values("meeting"), status__in=SHOWN_STATUSES
    )
    return bookings.order_by("starts_at", "pk")[:MOST_MEETINGS]


def _busy_event(booking: Booking) -> Event:
    return ical.busy(
        str(booking.uid),
        sequence=booking.sequence,
        stamp=_changed_at(booking),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
    )


def _named_events(meetings: QuerySet[Booking], user: User) -> Iterator[Event]:
    """Yield an event for each meeting, as in its host's own entry, without attendees."""
    hosts = User.objects.filter(host_times__meeting=OuterRef("uid")).order_by("host_times__pk")
    people = ArraySubquery(hosts.values(person=JSONObject(name="name", email="email")))
    recipient: Reader = {**as_reader(user), "role": HOST}
    for booking in meetings.select_related("admission").annotate(people=people):
        facts = freeze_facts(
            booking,
            organization=user.organization,
            hosts=_users(booking.people),
            now=_changed_at(booking),
        )
        facts["recipient"] = recipient
        yield ical.event_of(facts, ical.PUBLISH)


def _users(people: Sequence[dict[str, str]]) -> list[User]:
    return [User(name=person["name"], email=person["email"]) for person in people]


def _changed_at(booking: Booking) -> datetime:
    """Return when the meeting last changed, so that the same meeting always makes the same bytes."""
    return max(filter(None, [booking.created_at, booking.decided_at, booking.rescheduled_at]))
