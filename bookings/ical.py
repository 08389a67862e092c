"""The calendar entry of a booking (RFC 5545, 5546, 7986), built from its frozen facts.

One booking keeps one UID for life, in every entry, so that no calendar shows it twice. A mail uses the method REQUEST,
and later CANCEL: the recipient is an attendee. A download uses PUBLISH, which calendars import without asking for an
answer, and which must not name attendees. So does a feed, which calendars subscribe to.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Conference, Event, Parameters, vCalAddress, vText
from icalendar.enums import STATUS, TRANSP

from bookings.facts import (
    HOST,
    BookingFacts,
    change_address,
    customer_name,
    details,
    guests,
    host_names,
    is_reader,
    location_text,
    optional_attendees,
    own_page_address,
    role,
    session_text,
    video_address,
)
from core.dates import parse_time
from core.text import address_key, clean_lines, clean_one_line, isolate_direction, label_and_text
from deliveries.mails import ascii_address

CHANGE_LABELS = {"reschedule": gettext_lazy("Reschedule: %(address)s"), "cancel": gettext_lazy("Cancel: %(address)s")}
# Characters that are not percent-encoded in a mailto address.
UNQUOTED = "@!$'*+~"
# How often programs should ask for a subscribed file.
REFRESH_INTERVAL = "PT15M"
NO_PROPERTIES: Mapping[str, object] = {}
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


class Quoted(Parameters):
    """Parameters that always quote the name (CN): without quotes some programs read its backslashes as escapes."""

    always_quoted = (*Parameters.always_quoted, "CN")  # type: ignore[assignment]  # the library types its own length


def calendar(facts: BookingFacts) -> bytes:
    """Return the iCalendar message with the one event, for the mail to the facts' recipient."""
    return _file(facts["method"], [event_of(facts, facts["method"])])


def download(sessions: Iterable[BookingFacts]) -> bytes:
    """Return the file for whoever adds the meeting to a calendar: an event for each session of a package."""
    return _file(PUBLISH, [event_of(facts, PUBLISH) for facts in sessions])


def event_of(facts: BookingFacts, method: str) -> Event:
    """Return the event. If the facts have no recipient, it links to the customer's own page."""
    video = video_address(facts)
    event: Event = Event.new(
        uid=facts["uid"],
        sequence=facts["sequence"],
        stamp=parse_time(facts["stamp"]),
        start=parse_time(facts["starts_at"]),
        end=parse_time(facts["ends_at"]),
        summary=summary(facts),
        description=description(facts, method),
        location=location_text(facts),
        conferences=[Conference(video, feature="VIDEO", label=_("Video call"))] if video else [],
        organizer=person(facts["organizer"], host_names(facts)),
        attendees=[] if method == PUBLISH else attendees(facts),
        status=ical_status(facts, method),
        transparency=TRANSP.OPAQUE,
    )
    return event


def feed(events: Iterable[Event]) -> bytes:
    """Return the file that a calendar program subscribes to, and asks for again every so often."""
    interval = vText(REFRESH_INTERVAL, params={"VALUE": "DURATION"})
    # The second of each pair is for programs older than RFC 7986.
    name = settings.PRODUCT_NAME
    properties = {
        "NAME": name,
        "X-WR-CALNAME": name,
        "REFRESH-INTERVAL": interval,
        "X-PUBLISHED-TTL": REFRESH_INTERVAL,
    }
    return _file(PUBLISH, events, properties)


def busy(uid: str, *, sequence: int, stamp: datetime, starts_at: datetime, ends_at: datetime) -> Event:
    """Return an event that says when somebody is busy, and nothing else."""
    event: Event = Event.new(
        uid=uid,
        sequence=sequence,
        stamp=stamp,
        start=starts_at,
        end=ends_at,
        summary=_("Busy"),
        status=STATUS.CONFIRMED,
        transparency=TRANSP.OPAQUE,
    )
    return event


def _file(method: str, events: Iterable[Event], properties: Mapping[str, object] = NO_PROPERTIES) -> bytes:
    # `Calendar.new` is not used: it would add a random UID for the calendar, a different one at each call.
    file = Calendar()
    product = settings.PRODUCT_NAME
    file.add("prodid", f"-//{product}//{product}//EN")
    file.add("version", "2.0")
    file.add("method", method)
    for name, value in properties.items():
        file.add(name, value)
    for event in events:
        file.add_component(event)
    content: bytes = file.to_ical()
    return content


def ical_status(facts: BookingFacts, method: str) -> STATUS:
    """Return the status of the event.

    A former host gets CANCEL, and therefore the status CANCELLED, although the meeting takes place without them: not
    every calendar looks at the method.
    """
    is_cancelled = method == CANCEL or facts.get("status") == "cancelled"
    return STATUS.CANCELLED if is_cancelled else STATUS.CONFIRMED


def summary(facts: BookingFacts) -> str:
    """Return the event's title. It has no word of any language, so one UID has one title in everybody's calendar."""
    hosts = ", ".join(clean_one_line(host["name"]) for host in facts["hosts"])
    people = " & ".join(filter(None, [clean_one_line(facts["customer"]["name"]), hosts]))
    return f"{clean_one_line(facts['title'])}: {people}"


def description(facts: BookingFacts, method: str) -> str:
    """Return the event's description. What the customer typed is in the hosts' copies only."""
    page, session = own_page_address(facts), session_text(facts)
    parts = [session] if session else []
    if role(facts) == HOST:
        parts += customer_texts(facts)
        parts.append(_("Open the meeting: %(address)s") % {"address": page})
    else:
        parts.append(
            _("With %(host)s, %(organization)s")
            % {
                "host": isolate_direction(host_names(facts)),
                "organization": isolate_direction(clean_one_line(facts["organization"])),
            }
        )
        if page:
            parts.append(_("Your booking: %(address)s") % {"address": page})
        if ical_status(facts, method) == STATUS.CONFIRMED:
            parts += [
                label % {"address": address}
                for change, label in CHANGE_LABELS.items()
                if (address := change_address(facts, change))
            ]
            parts.append(how_to_cancel(facts))
    parts.append(_("Reference: %(reference)s") % {"reference": isolate_direction(facts["reference"])})
    return "\n\n".join(parts)


def customer_texts(facts: BookingFacts) -> list[str]:
    """Return what hosts know of the customer: name, address, answers and note. For hosts' entries only."""
    parts = [", ".join(filter(None, [customer_name(facts), clean_one_line(facts["customer"]["email"])]))]
    parts += [label_and_text(label, text) for label, text in details(facts)]
    if facts["note"]:
        parts.append(_("%(customer)s wrote:") % {"customer": customer_name(facts)} + "\n" + clean_lines(facts["note"]))
    return parts


def attendees(facts: BookingFacts) -> list[vCalAddress]:
    """Return the attendees: hosts, customer, guests and optional attendees. No RSVP is asked for.

    Answers would go to the installation's address, which nobody reads. Hosts and customer count as having accepted. A
    former host gets a cancellation that names only them (RFC 5546, 3.2.5).
    """
    reader = facts.get("recipient")
    if reader and role(facts) == HOST and not any(is_reader(facts, host["email"]) for host in facts["hosts"]):
        return [person(reader["email"], clean_one_line(reader["name"]), cutype="INDIVIDUAL", rsvp=False)]
    # Somebody who is invited twice is one attendee, in the first of the roles.
    by_address: dict[str, tuple[str, str, str, str]] = {}
    for invitee in _invited(facts):
        by_address.setdefault(address_key(invitee[0]), invitee)
    return [
        person(email, name, cutype="INDIVIDUAL", role=role_name, partstat=answer, rsvp=False)
        for email, name, role_name, answer in by_address.values()
    ]


def _invited(facts: BookingFacts) -> list[tuple[str, str, str, str]]:
    """Return everybody's address, name, role and answer. A customer who was erased is nobody."""
    required, optional = "REQ-PARTICIPANT", "OPT-PARTICIPANT"
    people = [(host["email"], clean_one_line(host["name"]), required, "ACCEPTED") for host in facts["hosts"]]
    if facts["customer"]["email"]:
        people.append((facts["customer"]["email"], customer_name(facts), required, "ACCEPTED"))
    people += [(guest, clean_one_line(guest), required, "NEEDS-ACTION") for guest in guests(facts)]
    return people + [
        (colleague["email"], clean_one_line(colleague["name"]), optional, "NEEDS-ACTION")
        for colleague in optional_attendees(facts)
    ]


def how_to_cancel(facts: BookingFacts) -> str:
    """Return how the reader cancels, since an answer in their calendar reaches nobody."""
    if change_address(facts, "cancel"):
        return _("Declining in your calendar does not notify anyone. To cancel, open the link above.")
    sentence = _("Declining in your calendar does not notify anyone. To change or cancel, write to %(email)s.")
    return sentence % {"email": clean_one_line(facts["hosts"][0]["email"])}


def mailto(email: str) -> str:
    """Return the address of a calendar user, which is a URI (RFC 6068)."""
    return f"mailto:{quote(ascii_address(email), safe=UNQUOTED)}"


def person(email: str, name: str, *, rsvp: bool | None = None, **parameters: str) -> vCalAddress:
    """Return a calendar user. Characters that parameters cannot hold, such as quotation marks, follow RFC 6868."""
    user = vCalAddress.new(mailto(email), cn=name, rsvp=rsvp, **parameters)
    user.params = Quoted(user.params)
    return user
