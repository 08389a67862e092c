"""The meeting logs: all bookings ever made, as a list and as a CSV file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, MemberRequest, owner_view
from accounts.models import User
from bookings.logs import every_meeting, meeting_log
from bookings.models import Admission, Booking
from bookings.states import BookingStatus
from core.dates import past_day_text, time_text
from core.zones import zone
from links.models import Link
from owner.meetings.forms.logs import LogFilter
from owner.meetings.views.lists import counted_tabs
from owner.spreadsheet import csv_lines
from pages.standard_fields import STORED_FIELDS, FieldKind, StandardField

Moment = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the meeting logs, in words."""

    booking: Booking
    word: str
    variant: str
    booked: Moment
    meets: Moment
    hosts: list[User]
    # The name of the link, and whether the user may open its page.
    link_name: str
    opens: bool


@owner_view(READ)
def meeting_logs(request: MemberRequest) -> HttpResponse:
    """List all bookings, newest first. Filters and place are in the address."""
    now, user = timezone.now(), request.user
    form = LogFilter(request.GET, user=user)
    before, after = form.cleaned_data.get("before"), form.cleaned_data.get("after")
    log = meeting_log(user=user, now=now, filters=form.filters(), before=before, after=after)
    other_filters = {name: value for name, value in form.active_values().items() if name != "hide"}
    context = {
        "tabs": counted_tabs(user, now, form.query()),
        "form": form,
        "log": log,
        "lines": [_line(booking, log.hosts, user, now) for booking in log.bookings],
        "older": form.query(before=log.older) if log.older else "",
        "newer": form.query(after=log.newer) if log.newer else "",
        "kept": form.query(),
        "searched_to": past_day_text(log.searched_to, now) if log.searched_to else "",
        "narrowed_otherwise": bool(other_filters),
    }
    return render(request, "owner/meetings/logs/logs.html", context)


@owner_view(READ)
def export_meetings(request: MemberRequest) -> HttpResponse:
    """Return all bookings that match the filters as a CSV file, the newest booking first."""
    now, user = timezone.now(), request.user
    rows = every_meeting(user=user, now=now, filters=LogFilter(request.GET, user=user).filters())
    return StreamingHttpResponse(  # type: ignore[return-value]  # Django's views may return either type
        csv_lines(_table(rows, user, now)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="meetings-{timezone.localdate(now):%Y-%m-%d}.csv"'},
    )


def _line(booking: Booking, hosts: dict[UUID, list[User]], user: User, now: datetime) -> LogLine:
    clock, link = user.shown_clock, booking.admission.link
    state = booking.state(now)

    def day_and_time(instant: datetime) -> Moment:
        return past_day_text(instant, now), time_text(instant, clock)

    return LogLine(
        booking,
        str(state.label),
        state.variant,
        day_and_time(booking.created_at),
        day_and_time(booking.starts_at),
        hosts.get(booking.uid, []),
        link_name(link),
        link is not None and (user.is_admin or link.owner_id == user.pk),
    )


def link_name(link: Link | None) -> str:
    """Return the name of the link: its label, its recipient, or its parent's label."""
    if link is None:
        return ""
    parents = "" if link.parent is None else link.parent.label
    return link.label or link.recipient_name or link.recipient_email or parents


def _table(rows: Iterator[tuple[Booking, list[User]]], user: User, now: datetime) -> Iterator[list[object]]:
    yield [
        _("Reference"), _("Booked at"), _("Starts"), _("Ends"), _("Status"), _("Event type"), _("Link"),
        _("Link type"), _("Link label"), _("Link recipient"), _("Recipient’s email"), _("Metadata"), _("Page"),
        _("Hosts"), _("Customer"), _("Customer’s email"), _("Customer’s time zone"),
        *(str(field.label) for field in STORED_FIELDS), _("Answers"), _("Campaign"), _("Where"), _("Created by"),
        _("Time zone"), _("Session"), _("Ended by"), _("Reason"),
    ]  # fmt: skip
    time_zone = zone(user.time_zone)

    def iso(at: datetime) -> str:
        return at.astimezone(time_zone).isoformat(timespec="seconds")

    for booking, hosts in rows:
        admission, link = booking.admission, booking.admission.link
        yield [
            booking.reference, iso(booking.created_at), iso(booking.starts_at), iso(booking.ends_at),
            booking.state(now).label, admission.event_type.name, None if link is None else link.pk,
            booking.get_link_type_display(), *_link_cells(link), admission.page.name,
            ", ".join(host.name for host in hosts), admission.shown_name, admission.customer_email,
            admission.customer_zone, *map(_answer_text, STORED_FIELDS, repeat(admission)),
            "\n".join(f"{answer['label']}: {answer['value']}" for answer in admission.answers), _pairs(admission.utm),
            booking.location or booking.get_location_kind_display(),
            None if link is None else link.created_by.name, user.time_zone, *_end_cells(booking),
        ]  # fmt: skip


def _answer_text(field: StandardField, admission: Admission) -> str:
    """Return the customer's answer as the text of one cell. Several addresses are separated by commas."""
    text = field.stored_text(admission)
    return text.replace("\n", ", ") if field.kind == FieldKind.EMAILS else text


def _end_cells(booking: Booking) -> list[str]:
    """Return the session of its package, who ended the booking, and the reason.

    The reason for a move or a no-show does not count.
    """
    total, by = booking.admission.sessions, booking.decided_by
    session = _("%(number)d of %(total)d") % {"number": booking.session, "total": total} if total > 1 else ""
    if booking.is_open:
        return [session, "", ""]
    reason = "" if booking.status == BookingStatus.NO_SHOW else booking.reason
    return [session, _("The customer") if by is None else by.name, reason]


def _link_cells(link: Link | None) -> list[str]:
    if link is None:
        return ["", "", "", ""]
    label = link.label or ("" if link.parent is None else link.parent.label)
    return [label, link.recipient_name, link.recipient_email, _pairs(link.metadata)]


def _pairs(values: dict[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in values.items())
