"""One line for each folded part of an editor, which says what is set there. Also which parts have errors."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.cldr import COMMAS, list_text
from core.dates import duration_text
from pages.models import Ask, ChangeDeadline, EventType, LocationKind, Page
from pages.standard_fields import STORED_FIELDS


def parts_with(names: Iterable[str], parts: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the parts that have one of the fields."""
    names = set(names)
    return {part for part, fields in parts.items() if not names.isdisjoint(fields)}


def location_summary(kind: str, details: str) -> str:
    """Return in words where the meeting is; without a kind, it is where the booking page says."""
    words = {
        LocationKind.VIDEO: details or _("Video call"),
        LocationKind.JITSI: _("Video, made for each meeting"),
        LocationKind.CALENDAR: _("Google Meet or Teams, made for each meeting"),
        LocationKind.HOST_CALLS: _("We call the customer"),
        LocationKind.CUSTOMER_CALLS: _("The customer calls %(number)s") % {"number": details},
        LocationKind.ADDRESS: details or _("In person"),
        LocationKind.ASK: _("The customer says where"),
    }
    return words[LocationKind(kind)] if kind else _("As on the booking page")


def event_type_summary(event_type: EventType) -> dict[str, str]:
    """Return the line of each part of an event type's editor."""
    parts = {
        "place": [location_summary(event_type.location_kind, event_type.location)],
        "times": _times(event_type),
        "limits": _limits(event_type),
        "asked": _asked(event_type),
        "changes": _changes(event_type),
        "booking": _booking(event_type),
        "notices": _notices(event_type),
        "sharing": [
            _("Admin-managed") if event_type.managed else _("Personal"),
            _("Locked") if event_type.locked else _("Unlocked"),
        ],
    }
    return {part: list_text(texts, COMMAS) for part, texts in parts.items()}


def page_summary(page: Page) -> dict[str, str]:
    """Return the line of each part of a page's editor."""
    open_or_not = _("Takes bookings") if page.accepts_bookings else _("Takes no bookings")
    listed = _("with a public address") if page.listed else _("opens from links only")
    texts = []
    if page.welcome:
        texts.append(_("Welcome text"))
    if page.contact:
        texts.append(_("Contact details"))
    return {
        "where": location_summary(page.location_kind, page.location),
        "words": list_text(texts, COMMAS) or _("Nothing yet"),
        "open": list_text([open_or_not, listed], COMMAS),
    }


def _times(event_type: EventType) -> list[str]:
    if event_type.interval:
        starts = _("Starts every %(time)s") % {"time": duration_text(event_type.interval)}
    else:
        starts = _("Back to back")
    buffers = [
        (_("%(time)s free before"), event_type.buffer_before),
        (_("%(time)s free after"), event_type.buffer_after),
    ]
    return [starts, *(text % {"time": duration_text(minutes)} for text, minutes in buffers if minutes)]


def _limits(event_type: EventType) -> list[str]:
    notice = _("%(time)s notice") % {"time": duration_text(event_type.notice)} if event_type.notice else _("No notice")
    days = event_type.horizon_days
    horizon = ngettext("%(count)d day ahead", "%(count)d days ahead", days) % {"count": days}
    limits = [
        (_("at most %(count)d a day"), event_type.limit_per_day),
        (_("at most %(count)d a week"), event_type.limit_per_week),
    ]
    return [notice, horizon, *(text % {"count": count} for text, count in limits if count)]


def _asked(event_type: EventType) -> list[str]:
    fields = [str(field.label) for field in STORED_FIELDS if field.setting and field.ask(event_type) != Ask.NO]
    texts = [_("Name and email"), *fields]
    if count := len(event_type.questions):
        texts.append(ngettext("%(count)d question", "%(count)d questions", count) % {"count": count})
    return texts


def _changes(event_type: EventType) -> list[str]:
    cancel = _until(event_type.cancel_when, event_type.cancel_before)
    reschedule = _until(event_type.reschedule_when, event_type.reschedule_before)
    return [_("Cancelling: %(when)s") % {"when": cancel}, _("Rescheduling: %(when)s") % {"when": reschedule}]


def _until(when: str, minutes: int) -> str:
    if when == ChangeDeadline.BEFORE:
        return _("until %(time)s before") % {"time": duration_text(minutes)}
    return _("never") if when == ChangeDeadline.NEVER else _("any time")


def _booking(event_type: EventType) -> list[str]:
    count = event_type.sessions
    meetings = ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}
    how = _("Booking with approval") if event_type.needs_approval else _("Automatic booking")
    return [how, meetings if count > 1 else _("Single session")]


def _notices(event_type: EventType) -> list[str]:
    count = len(event_type.reminders)
    reminders = ngettext("%(count)d reminder", "%(count)d reminders", count) % {"count": count}
    texts = [reminders if count else _("No reminders")]
    if event_type.follow_up is not None:
        texts.append(_("a follow-up"))
    if event_type.redirect_to:
        texts.append(_("a page to continue to"))
    return texts
