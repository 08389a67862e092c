"""An agenda: meetings under their days, each with its times, its people and what is special about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from bookings.meetings import Meetings
from bookings.models import Booking
from bookings.states import BookingState
from core.dates import brief_day_text, day_text, past_day_text, time_text
from core.text import address_key
from owner.meetings.texts import decided_by_text
from pages.models import LocationKind

# A meeting that begins so soon says in how many minutes.
SOON = timedelta(hours=1)
NOTHING: Mapping[int, str] = MappingProxyType({})
PHONES = (LocationKind.HOST_CALLS, LocationKind.CUSTOMER_CALLS)


@dataclass(frozen=True, slots=True)
class Tag:
    """What is special about a meeting, in a few words."""

    word: str
    variant: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class MeetingPlace:
    """Where a meeting takes place: the address of its room, or a word with an icon."""

    room: str = ""
    word: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One meeting. `lead` names the first of its hosts, the user before all others, and `others` are the rest.

    `day` is empty where a heading says it. `more_times` is how many times the customer suggested besides the one shown.
    """

    booking: Booking
    start: str
    end: str
    state: BookingState
    tags: Sequence[Tag]
    place: MeetingPlace
    hosts: Sequence[User]
    lead: str
    others: Sequence[User]
    may_move: bool
    may_miss: bool
    day: str = ""
    is_next: bool = False
    more_times: int = 0


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A heading and the meetings below it. Without a title, the lines say their days themselves.

    `is_whole` says whether the page has all of the day's meetings.
    """

    title: str
    date: str
    lines: Sequence[AgendaLine]
    is_whole: bool = True


def agenda(
    found: Meetings,
    user: User,
    now: datetime,
    *,
    by_day: bool = True,
    continued: bool = False,
    edited: Mapping[int, str] = NOTHING,
) -> list[AgendaDay]:
    """Return the meetings in their order, under their days in the active time zone; without days, all together.

    `continued` says that an earlier page may have meetings of the first day. `edited` says by the meeting's id what
    the user has done to it in their own calendar.
    """
    lines = list(agenda_lines(found, user, now, with_day=not by_day, edited=edited))
    if not by_day:
        return [AgendaDay("", "", lines)] if lines else []
    by_date: dict[date, list[AgendaLine]] = {}
    for line in lines:
        by_date.setdefault(timezone.localdate(line.booking.starts_at), []).append(line)
    days = []
    for number, day_lines in enumerate(by_date.values(), start=1):
        begins_earlier = continued and number == 1
        goes_on = found.further is not None and number == len(by_date)
        title, rest = heading(day_lines[0].booking.starts_at, now)
        days.append(AgendaDay(title, rest, day_lines, is_whole=not begins_earlier and not goes_on))
    return days


def heading(at: datetime, now: datetime) -> tuple[str, str]:
    """Return the day as its title and what follows it in a softer tone, such as “Today” and “Monday 30 November”."""
    day = timezone.localdate(at)
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
    if title := near.get((day - timezone.localdate(now)).days):
        return title, day_text(day)
    return str(WEEKDAYS[day.weekday()]), past_day_text(at, now)


def agenda_lines(
    found: Meetings, user: User, now: datetime, *, with_day: bool, edited: Mapping[int, str] = NOTHING
) -> Iterator[AgendaLine]:
    """Yield the meetings as lines. The first that has not ended is the next, if it begins soon."""
    soon = (booking.pk for booking in found.bookings if booking.is_ahead(now) and booking.starts_at - now < SOON)
    following = next(soon, None)
    for booking in found.bookings:
        line = _line(booking, found.hosts.get(booking.uid, []), user, now)
        if word := edited.get(booking.pk):
            line = replace(line, tags=[*line.tags, Tag(word, "warning")])
        day = brief_day_text(timezone.localdate(booking.starts_at)) if with_day else ""
        more_times = max(found.suggested[booking.pk] - 1, 0)
        yield replace(line, day=day, is_next=booking.pk == following, more_times=more_times)


def _line(booking: Booking, hosts: Sequence[User], user: User, now: datetime) -> AgendaLine:
    clock, state = user.shown_clock, booking.state(now)
    return AgendaLine(
        booking=booking,
        start=time_text(booking.starts_at, clock),
        end=time_text(booking.ends_at, clock),
        state=state,
        tags=list(tags_of(booking, state, user, now)),
        place=place_of(booking, now),
        hosts=hosts,
        lead=_lead(hosts, user),
        others=[host for host in hosts if host != user] if user in hosts else hosts[1:],
        may_move=booking.is_scheduled and booking.starts_at > now,
        may_miss=booking.is_scheduled and booking.starts_at <= now,
    )


def _lead(hosts: Sequence[User], user: User) -> str:
    if user in hosts:
        return _("You")
    return hosts[0].name if hosts else ""


def tags_of(booking: Booking, state: BookingState, user: User, now: datetime) -> Iterator[Tag]:
    """Yield what is special about the meeting: how soon it is, what became of it, and the link it was booked with."""
    if booking.is_ahead(now):
        yield from _nearness(booking, now)
    match state:
        case BookingState.SCHEDULED | BookingState.COMPLETED | BookingState.REQUESTED:
            pass
        case BookingState.RESCHEDULED:
            if booking.decided_by != user:
                yield Tag(_("Moved %(who)s") % {"who": decided_by_text(booking, state)}, "warning")
        case _ended:
            yield Tag(f"{state.label} {decided_by_text(booking, state)}".strip(), state.variant)
    if booking.is_ahead(now) and booking.new_time_asked_at:
        yield Tag(_("Asked for a new time"), "warning")
    if text := link_text(booking):
        yield Tag(text, "", "link")


def _nearness(booking: Booking, now: datetime) -> Iterator[Tag]:
    if booking.starts_at <= now:
        yield Tag(_("Now"), "accent")
    elif booking.starts_at - now < SOON:
        minutes = -(-(booking.starts_at - now) // timedelta(minutes=1))
        yield Tag(ngettext("in %(count)d min", "in %(count)d min", minutes) % {"count": minutes}, "accent")


def link_text(booking: Booking) -> str:
    """Return what to show of the link: its name, its parent's, or that it was made for somebody else."""
    link, admission = booking.admission.link, booking.admission
    if link is None:
        return ""
    if label := link.label or ("" if link.parent is None else link.parent.label):
        return label
    recipient = link.recipient_email
    if recipient and admission.customer_email and address_key(recipient) != address_key(admission.customer_email):
        return _("Link for %(name)s") % {"name": link.recipient_name or recipient}
    return ""


def place_of(booking: Booking, now: datetime) -> MeetingPlace:
    """Return where the meeting takes place. Its room can be joined until it ends."""
    kind, location = booking.location_kind, booking.location
    if location.startswith(("https://", "http://")):
        return MeetingPlace(room=location) if booking.is_ahead(now) else MeetingPlace(word=_("Video"), icon="video")
    if kind in PHONES:
        return MeetingPlace(word=_("Phone"), icon="phone")
    if kind == LocationKind.VIDEO:
        return MeetingPlace(word=_("Video"), icon="video")
    if location or kind == LocationKind.ADDRESS:
        return MeetingPlace(word=location or _("In person"), icon="pin")
    return MeetingPlace()
