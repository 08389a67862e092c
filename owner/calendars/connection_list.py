"""Connections as their owner sees them: whether they work, and when and what was read last."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from calendars.events import DEFAULT_COUNTS, Presence, ReadingWarning
from calendars.models import Calendar, Connection, Target
from calendars.oauth import vendor_of
from calendars.queries import busy_elsewhere
from calendars.weeks import Span, merge_spans
from core.cldr import COMMAS, list_text
from core.dates import brief_day_text, from_epoch, short_day_text, time_text, to_epoch
from core.text import LazyText, join_sentences
from owner.calendars.cards import account_text, service_of
from owner.calendars.texts import COUNTED, unread_reason

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShownCalendar:
    """A calendar that is checked or that meetings are added to, with warnings about its events."""

    calendar: Calendar
    is_target: bool
    counts: str
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownConnection:
    """A connection with its state: a word, its colour, and sentences."""

    connection: Connection
    service: LazyText
    account: str
    word: LazyText
    variant: str
    trouble: str
    read: str
    calendars: Sequence[ShownCalendar]

    @property
    def is_refused(self) -> bool:
        return self.connection.state == Connection.State.REFUSED

    @property
    def is_failing(self) -> bool:
        return self.connection.state == Connection.State.FAILING

    @property
    def is_checked(self) -> bool:
        return any(shown.calendar.checked for shown in self.calendars)

    @property
    def label_end(self) -> str:
        """The rest of a button's label, for screen readers: which connection it is for."""
        return f": {self.service}, {self.account}"


def shown_connections(user: User, now: datetime) -> list[ShownConnection]:
    """Return the user's connections for the screen that lists them. Four queries, however many there are."""
    calendars = Prefetch("calendars", Calendar.objects.order_by("pk"))
    connections = list(Connection.objects.live_of(user).prefetch_related(calendars))
    target = Target.objects.filter(host=user).values_list("calendar", flat=True).first()
    busy = busy_elsewhere(user, (to_epoch(now), to_epoch(now + SOON))) if connections else {}
    return [_shown(connection, target, busy, user.shown_clock, now) for connection in connections]


def _shown(
    connection: Connection, target: int | None, busy: dict[int, list[Span]], clock: str, now: datetime
) -> ShownConnection:
    calendars = list(connection.calendars.all())
    checked = [calendar for calendar in calendars if calendar.checked]
    listed = [calendar for calendar in calendars if calendar.checked or calendar.pk == target]
    word, variant = _state(connection, checked)
    spans = merge_spans(span for calendar in checked for span in busy.get(calendar.pk, ()))
    return ShownConnection(
        connection=connection,
        service=service_of(connection).name,
        account=account_text(connection),
        word=word,
        variant=variant,
        trouble=_trouble(connection, checked, clock, now),
        read=_read(checked, len(spans), now),
        calendars=[
            ShownCalendar(calendar, calendar.pk == target, _counts(calendar), _warnings(calendar))
            for calendar in listed
        ],
    )


def _state(connection: Connection, checked: Sequence[Calendar]) -> tuple[LazyText, str]:
    if connection.state == Connection.State.REFUSED:
        return _("Access refused"), "danger"
    if connection.state == Connection.State.FAILING:
        return _("Cannot be read"), "warning"
    return (_("Works"), "success") if checked else (_("Not checked"), "")


def _trouble(connection: Connection, checked: Sequence[Calendar], clock: str, now: datetime) -> str:
    if connection.failing_since is None:
        return ""
    # The same instant as in the banner: that of the last reading.
    read = [calendar.read_at for calendar in checked if calendar.read_at]
    since = moment_text(min(read, default=connection.failing_since), clock, now)
    text = _("Not read since %(since)s.") % {"since": since}
    return join_sentences(text, unread_reason(connection), *_remedies(connection))


def _remedies(connection: Connection) -> list[str]:
    """Return in sentences what the user can do about a connection that fails, and what may be the cause."""
    if connection.state != Connection.State.REFUSED:
        return [_("It is tried again by itself.")]
    if connection.kind == Connection.Kind.ICS:
        return [_("Reconnect with a new address.")]
    if not vendor_of(connection.kind):
        return [_("Reconnect with a new password.")]
    sentences = [_("Reconnect the account.")]
    if _ended_by_testing(connection):
        sentences.append(_("Google ends access after 7 days while the operator’s project is in “Testing”."))
    return sentences


def _ended_by_testing(connection: Connection) -> bool:
    """Return whether the access ended after a week, as Google ends it for projects that are not published."""
    if connection.kind != Connection.Kind.GOOGLE or connection.failing_since is None:
        return False
    return timedelta(days=6) < connection.failing_since - connection.connected_at < timedelta(days=8)


def moment_text(at: datetime, clock: str, now: datetime) -> str:
    """Return the moment as text: “13:05” if it was today, else “Thu 3 Dec, 13:05”."""
    day, text = timezone.localdate(at), time_text(at, clock)
    return text if day == timezone.localdate(now) else f"{brief_day_text(day)}, {text}"


def _read(checked: Sequence[Calendar], busy_times: int, now: datetime) -> str:
    if not checked:
        return _("None of its calendars is checked for conflicts.")
    if any(calendar.read_at is None for calendar in checked):
        return _("Not read yet.")
    oldest = min(calendar.read_at for calendar in checked if calendar.read_at)
    text = ngettext(
        "%(read)s, %(count)d busy time in the next 7 days",
        "%(read)s, %(count)d busy times in the next 7 days",
        busy_times,
    )
    return text % {"read": _ago(now - oldest), "count": busy_times}


def _ago(age: timedelta) -> str:
    minutes = int(age / timedelta(minutes=1))
    if minutes < 1:
        return _("Read just now")
    if minutes < 120:
        return ngettext("Read %(count)d minute ago", "Read %(count)d minutes ago", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("Read %(count)d hour ago", "Read %(count)d hours ago", hours) % {"count": hours}
    return ngettext("Read %(count)d day ago", "Read %(count)d days ago", hours // 24) % {"count": hours // 24}


def _counts(calendar: Calendar) -> str:
    """Return in words what counts as busy here but usually not, and the other way round."""
    counts = calendar.counts if calendar.checked else DEFAULT_COUNTS
    texts = []
    if ignored := [COUNTED[presence] for presence in Presence if presence in DEFAULT_COUNTS - counts]:
        texts.append(_("Does not count: %(kinds)s.") % {"kinds": list_text(ignored, COMMAS)})
    if added := [COUNTED[presence] for presence in Presence if presence in counts - DEFAULT_COUNTS]:
        texts.append(_("Counts as well: %(kinds)s.") % {"kinds": list_text(added, COMMAS)})
    return join_sentences(*texts)


def _warnings(calendar: Calendar) -> list[str]:
    """Return a sentence for each kind of doubt, with the first instant that it is about."""
    by_warning: dict[str, list[int]] = defaultdict(list)
    for warning, instant in calendar.warnings:
        by_warning[warning].append(instant)
    return [
        _warning(ReadingWarning(warning), len(instants), min(instants))
        for warning, instants in sorted(by_warning.items())
    ]


def _warning(warning: ReadingWarning, count: int, first: int) -> str:
    day = short_day_text(timezone.localdate(from_epoch(first)))
    if warning == ReadingWarning.TOO_OFTEN:
        text = ngettext(
            "%(count)d event repeats too often to be read one by one. The time from %(day)s on is blocked.",
            "%(count)d events repeat too often to be read one by one. The time from %(day)s on is blocked.",
            count,
        )
    elif warning == ReadingWarning.UNKNOWN_ZONE:
        text = ngettext(
            "%(count)d event names a time zone that nobody knows. 27 hours around it are blocked.",
            "%(count)d events name a time zone that nobody knows. 27 hours around each are blocked.",
            count,
        )
    else:
        text = ngettext(
            "%(count)d event cannot be read as it stands. More than its time may be blocked, from %(day)s on.",
            "%(count)d events cannot be read as they stand. More than their time may be blocked, from %(day)s on.",
            count,
        )
    return text % {"count": count, "day": day}
