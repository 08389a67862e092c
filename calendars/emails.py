"""The mails about calendars: pure functions of the frozen facts."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendars.models import Connection
from calendars.notifications import CLOSED, CONFLICT, EDITED, UNREAD, CalendarMailFacts, EditFacts, MeetingFacts
from calendars.oauth import vendor_of
from core.cldr import COMMAS, list_text
from core.dates import clock_or_default, full_text, parse_time, past_day_text, span_text, time_text
from core.text import clean_one_line, join_sentences
from core.zones import zone
from deliveries.mails import Content

CALENDARS = "/availability/calendars/"
# Rows of meetings in one mail. The screens show the others.
MOST_ROWS = 10


def render_unread(facts: CalendarMailFacts) -> Content:
    """Render the mail that calendars cannot be read, and from when on nobody can book the host."""
    texts = _texts(facts)
    sentence = _(
        "%(calendars)s cannot be read. The last reading was at %(since)s. From %(closes)s nobody can book you, so that "
        "you are not double-booked."
    )
    advice = _refusal_advice(facts)
    if not facts["refused"]:
        advice = _("If the calendar’s server answers again by then, you need to do nothing.")
    return _content(
        facts,
        subject=_("Your calendar cannot be read: %(names)s") % texts,
        heading=_("Your calendar cannot be read"),
        sentence=join_sentences(sentence % texts, advice),
        button=(_("Open connected calendars"), f"{settings.BASE_URL}{CALENDARS}"),
    )


def render_closed(facts: CalendarMailFacts) -> Content:
    """Render the mail that nobody can book the host, because calendars cannot be read."""
    texts = _texts(facts)
    sentence = _(
        "%(calendars)s cannot be read. The last reading was at %(since)s. Nobody can book you until it can be read "
        "again or you stop checking it. Your meetings stay as they are."
    )
    return _content(
        facts,
        subject=_("Nobody can book you: your calendar cannot be read"),
        heading=_("Nobody can book you at the moment"),
        sentence=join_sentences(sentence % texts, _refusal_advice(facts)),
        button=(_("Open connected calendars"), f"{settings.BASE_URL}{CALENDARS}"),
    )


def render_conflict(facts: CalendarMailFacts) -> Content:
    """Render the mail that the host is busy elsewhere during meetings, which still take place."""
    meetings, reader = facts["meetings"], facts["recipient"]
    count = len(meetings)
    subject = ngettext(
        "Your calendar says you are busy during a meeting",
        "Your calendar says you are busy during %(count)d meetings",
        count,
    )
    sentence = ngettext(
        "Your calendar says you are busy during this meeting. It still takes place. If you cannot be there, move or "
        "cancel it.",
        "Your calendar says you are busy during these meetings. They still take place. If you cannot be there, move or "
        "cancel them.",
        count,
    )
    with timezone.override(zone(reader["zone"])):
        clock = clock_or_default(reader["clock"])
        rows = [(clean_one_line(meeting["what"]), _when(meeting, clock)) for meeting in meetings[:MOST_ROWS]]
    rows += _more_row(count)
    button = (_("Open the meeting"), f"{settings.BASE_URL}{meetings[0]['page']}")
    if count > 1:
        button = (_("Open your meetings"), f"{settings.BASE_URL}/meetings/")
    texts = {"count": count}
    return _content(
        facts,
        subject=subject % texts,
        heading=subject % texts,
        sentence=sentence % texts,
        button=button,
        rows=rows,
    )


def render_edited(facts: CalendarMailFacts) -> Content:
    """Render the mail that asks what to do with meetings that the host has moved or deleted in their own calendar."""
    edits, reader = facts["edits"], facts["recipient"]
    with timezone.override(zone(reader["zone"])):
        clock = clock_or_default(reader["clock"])
        rows = [(clean_one_line(meeting["what"]), _when(meeting, clock)) for meeting in edits[:MOST_ROWS]]
        if len(edits) == 1 and edits[0]["moved_to"]:
            rows.append((_("In your calendar"), full_text(parse_time(edits[0]["moved_to"]), clock)))
    subject, sentence = _edit_texts(edits)
    page = edits[0]["page"] if len(edits) == 1 else "/"
    button = (_("Decide what happens"), f"{settings.BASE_URL}{page}")
    return _content(
        facts, subject=subject, heading=subject, sentence=sentence, button=button, rows=[*rows, *_more_row(len(edits))]
    )


RENDERERS: dict[str, Callable[[CalendarMailFacts], Content]] = {
    UNREAD: render_unread,
    CLOSED: render_closed,
    CONFLICT: render_conflict,
    EDITED: render_edited,
}


def _edit_texts(edits: Sequence[EditFacts]) -> tuple[str, str]:
    """Return the subject and the sentence of a mail about edits."""
    count = len(edits)
    if count > 1:
        subject = ngettext(
            "You moved or deleted %(count)d meeting in your calendar",
            "You moved or deleted %(count)d meetings in your calendar",
            count,
        )
        return subject % {"count": count}, _(
            "They still take place as they were booked, and no customer has been told. Put them back, or decide about "
            "each of them."
        )
    if edits[0]["moved_to"]:
        return _("You moved a meeting in your calendar"), _(
            "It still takes place at the time that was booked, and the customer has not been told. Move it for them "
            "too, or put it back."
        )
    return _("You deleted a meeting from your calendar"), _(
        "It still takes place, and the customer has not been told. Cancel it, put it back, or leave it out of your "
        "calendar."
    )


def _refusal_advice(facts: CalendarMailFacts) -> str:
    """Return why a calendar was refused, and what its host can do; empty if it was not refused."""
    if not facts["refused"]:
        return ""
    vendor = vendor_of(facts["service"])
    if vendor is not None:
        text = _(
            "The access that %(vendor)s gave was withdrawn or has ended. Connect the account again, or stop checking "
            "the calendar."
        )
        return text % {"vendor": vendor.name}
    if facts["service"] == Connection.Kind.ICS:
        return _(
            "The calendar’s server does not accept the address any more. Reconnect with a new one, or stop checking it."
        )
    return _("The calendar’s server does not accept the password any more. Reconnect, or stop checking it.")


def _when(meeting: MeetingFacts, clock: str) -> str:
    return span_text(parse_time(meeting["starts_at"]), parse_time(meeting["ends_at"]), clock)


def _more_row(count: int) -> list[tuple[str, str]]:
    """Return the last row of a mail that does not list all meetings."""
    further = count - MOST_ROWS
    if further <= 0:
        return []
    return [("", ngettext("and %(count)d more", "and %(count)d more", further) % {"count": further})]


def _content(
    facts: CalendarMailFacts,
    *,
    subject: str,
    heading: str,
    sentence: str,
    button: tuple[str, str],
    rows: Sequence[tuple[str, str]] = (),
) -> Content:
    return Content(
        template="notice",
        subject=subject,
        sender=settings.PRODUCT_NAME,
        reply_to=facts["organizer"],
        context={"heading": heading, "sentence": sentence, "rows": rows, "label": button[0], "address": button[1]},
    )


def _texts(facts: CalendarMailFacts) -> dict[str, str]:
    reader = facts["recipient"]
    with timezone.override(zone(reader["zone"])):
        since, closes = _short_time(facts, facts["since"]), _short_time(facts, facts["closes_at"])
    service = _("%(service)s, %(account)s") % {
        "service": Connection.Kind(facts["service"]).label,
        "account": clean_one_line(facts["account"]),
    }
    names = list_text([_("“%(name)s”") % {"name": clean_one_line(name)} for name in facts["calendars"] if name], COMMAS)
    calendars = _("%(names)s (%(service)s)") % {"names": names, "service": service} if names else service
    return {"calendars": calendars, "names": names or service, "since": since, "closes": closes}


def _short_time(facts: CalendarMailFacts, instant: str) -> str:
    """Return the time of day, with the date unless the mail is sent on that day."""
    moment, sent = parse_time(instant), parse_time(facts["stamp"])
    text = time_text(moment, clock_or_default(facts["recipient"]["clock"]))
    if timezone.localdate(moment) == timezone.localdate(sent):
        return text
    return _("%(day)s, %(time)s") % {"day": past_day_text(moment, sent), "time": text}
