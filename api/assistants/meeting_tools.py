"""Tools of times and meetings. Booking is not among them: it is the customer who agrees to a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from pydantic import Field

from accounts.models import User
from api.assistants.texts import meeting_details, meeting_summary, meeting_time_text
from api.offers import find_link_of, find_page_of, offer_asked_for
from api.problems import Problem
from api.sentences import one_of_page_and_link
from api.shapes import Day, Id, In, Text, one_line
from bookings.actions import cancel
from bookings.log_filters import LogFilters
from bookings.models import Booking
from bookings.published import published_booking
from bookings.published_lists import newest_meetings
from bookings.queries import hosts_by_meeting
from bookings.states import BookingState
from core.dates import from_epoch, start_of_day, to_epoch, utc_text
from core.zones import zone
from links.errors import DeadLink
from links.queries import why_dead
from pages.offers import Offer
from pages.queries import list_starts

MOST_TIMES, MOST_MEETINGS = 20, 20


class FindTimesArguments(In):
    page: Id | None = Field(None, description="The page, by its id. Give this or `link`.")
    link: Id | None = Field(None, description="The link, by its id. Give this or `page`.")
    event_type: Id | None = Field(None, description="Needed where more than one can be booked.")
    first_day: Day | None = Field(None, description="In the user's time zone; by default today.")
    days: int = Field(14, ge=1, le=62, description="How many days to look at.")


class ListMeetingsArguments(In):
    state: BookingState | None = Field(None, strict=False)
    first_day: Day | None = Field(None, description="Meetings from this day on, in the user's time zone.")
    last_day: Day | None = Field(None, description="Meetings up to this day.")
    text: Annotated[
        str, Field(max_length=100, description="Words of the customer: name, email, company, guests."), one_line
    ] = ""


class MeetingArguments(In):
    uid: UUID = Field(strict=False)


class CancelArguments(MeetingArguments):
    reason: Text = Field(min_length=1, description="Told to the customer, in the user's words.")


def find_times(user: User, arguments: FindTimesArguments) -> Mapping[str, Any]:
    """Find up to 20 free times at a page or through a link, in words and in the user's time zone."""
    now, local_zone = timezone.now(), zone(user.time_zone)
    offer = _offer(user, arguments, now)
    first = arguments.first_day or now.astimezone(local_zone).date()
    since = max(start_of_day(first, local_zone), now)
    until = start_of_day(first + timedelta(days=arguments.days), local_zone)
    starts = list_starts(offer, (to_epoch(since), to_epoch(until)), now) if since < until else []
    length = timedelta(minutes=offer.event_type.duration)
    return {
        "event_type": {"id": offer.event_type.pk, "name": offer.event_type.name},
        "zone": user.time_zone,
        "times": [
            {"starts_at": utc_text(at), "when": meeting_time_text(at, at + length, user)}
            for at in map(from_epoch, starts[:MOST_TIMES])
        ],
        "more": len(starts) > MOST_TIMES,
    }


def list_meetings(user: User, arguments: ListMeetingsArguments) -> Mapping[str, Any]:
    """List up to 20 of the user's meetings, the most recently booked first."""
    now, last, local_zone = timezone.now(), arguments.last_day, zone(user.time_zone)
    filters = LogFilters(
        state=arguments.state,
        starts_from=None if arguments.first_day is None else start_of_day(arguments.first_day, local_zone),
        starts_before=None if last is None else start_of_day(last + timedelta(days=1), local_zone),
        text=arguments.text.strip(),
    )
    page = newest_meetings(user=user, now=now, filters=filters, after=None, most=MOST_MEETINGS)
    meetings = [
        meeting_summary(
            published_booking(booking, page.hosts.get(booking.uid, []), now),
            meeting_time_text(booking.starts_at, booking.ends_at, user),
        )
        for booking in page.bookings
    ]
    return {"meetings": meetings, "more": page.further is not None, "zone": user.time_zone}


def get_meeting(user: User, arguments: MeetingArguments) -> Mapping[str, Any]:
    """Look at one meeting: who comes, where, and what the customer answered."""
    return _details(Booking.objects.visible_to(user).to_publish().get(uid=arguments.uid), user)


def cancel_meeting(user: User, arguments: CancelArguments) -> Mapping[str, Any]:
    """Cancel a meeting for good, and tell everybody why. Ask the user first, and for the reason."""
    visible = Booking.objects.visible_to(user).to_publish()
    cancel(booking=visible.get(uid=arguments.uid), actor=user, reason=arguments.reason)
    return _details(visible.get(uid=arguments.uid), user)


def _details(booking: Booking, user: User) -> dict[str, Any]:
    hosts = hosts_by_meeting([booking]).get(booking.uid, [])
    when = meeting_time_text(booking.starts_at, booking.ends_at, user)
    return meeting_details(published_booking(booking, hosts, timezone.now()), when)


def _offer(user: User, arguments: FindTimesArguments, now: datetime) -> Offer:
    """Return the offer that is asked for. Raise Problem, DeadLink, PageClosed, NotOfferedHere or DoesNotExist."""
    if arguments.link is not None and arguments.page is None:
        link = find_link_of(user, arguments.link)
        if (reason := why_dead(link, now)) is not None:
            raise DeadLink(reason)
        return offer_asked_for(link.target, link, arguments.event_type, None, "parameter:")
    if arguments.page is not None and arguments.link is None:
        page = find_page_of(user, arguments.page)
        return offer_asked_for(page, None, arguments.event_type, None, "parameter:")
    raise Problem("invalid", errors=[{"detail": one_of_page_and_link()}])
