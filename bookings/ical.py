"""The calendar entry of a booking (RFC 5545, 5546, 7986), built from its frozen facts.

One booking is one UID for life, wherever its entry comes from, so that no calendar shows it twice. A mail carries
REQUEST, and later CANCEL: the recipient is an attendee. A download carries PUBLISH, which calendars take over without
asking for an answer, and which must not name attendees.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Conference, Event, Parameters, vCalAddress
from icalendar.enums import STATUS, TRANSP

from bookings.facts import (
    HOST,
    customer_name,
    details,
    guests,
    host_names,
    labelled,
    optional,
    own_page,
    role,
    session,
    step,
    video_address,
    where,
)
from deliveries.letters import Facts, instant
from deliveries.plain import lines, one_line

PRODUCT = "-//Admit One//Admit One//EN"
STEPS = {"reschedule": gettext_lazy("Reschedule: %(address)s"), "cancel": gettext_lazy("Cancel: %(address)s")}
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


class Quoted(Parameters):
    """Parameters whose name stands in quotation marks: without them some readers take its backslashes for escapes."""

    always_quoted = (*Parameters.always_quoted, "CN")  # type: ignore[assignment]  # the library types its own length


def calendar(facts: Facts, *, method: str = "") -> bytes:
    """The iCalendar file with the one event. `method` is the facts' own unless given: PUBLISH for a download.

    The facts' recipient decides whose page the entry leads to; without one it is the customer's.
    """
    method = method or facts["method"]
    video = video_address(facts)
    event = Event.new(
        uid=facts["uid"],
        sequence=facts["sequence"],
        stamp=instant(facts["stamp"]),
        start=instant(facts["starts_at"]),
        end=instant(facts["ends_at"]),
        summary=summary(facts),
        description=description(facts, method),
        location=where(facts),
        conferences=[Conference(video, feature="VIDEO", label=_("Video call"))] if video else [],
        organizer=person(facts["organizer"], host_names(facts)),
        attendees=[] if method == PUBLISH else attendees(facts),
        status=status(facts, method),
        transparency=TRANSP.OPAQUE,
    )
    # Not `Calendar.new`: it would invent a UID for the calendar, another one at each call.
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", method)
    file.add_component(event)
    written: bytes = file.to_ical()
    return written


def status(facts: Facts, method: str) -> STATUS:
    """Whether it takes place.

    Also who is only taken out of a meeting reads that it is cancelled: it is for them, and not every calendar goes by
    the method.
    """
    gone = method == CANCEL or facts.get("status") == "cancelled"
    return STATUS.CANCELLED if gone else STATUS.CONFIRMED


def summary(facts: Facts) -> str:
    """What it is and between whom: the same words in everybody's calendar."""
    return _("%(title)s: %(customer)s and %(host)s") % {
        "title": one_line(facts["title"]),
        "customer": customer_name(facts),
        "host": host_names(facts),
    }


def description(facts: Facts, method: str) -> str:
    """The lines below the event. What the customer said stands in the hosts' copies only."""
    page, parts = own_page(facts), [number] if (number := session(facts)) else []
    if role(facts) == HOST:
        parts.append(f"{customer_name(facts)}, {one_line(facts['customer']['email'])}")
        parts += [labelled(label, text) for label, text in details(facts)]
        if facts["note"]:
            parts.append(_("%(customer)s wrote:") % {"customer": customer_name(facts)} + "\n" + lines(facts["note"]))
        parts.append(_("Open the meeting: %(address)s") % {"address": page})
    else:
        parts.append(
            _("With %(host)s, %(organization)s")
            % {"host": host_names(facts), "organization": one_line(facts["organization"])}
        )
        if page:
            parts.append(_("Your booking: %(address)s") % {"address": page})
        if page and status(facts, method) == STATUS.CONFIRMED:
            parts += [label % {"address": address} for deed, label in STEPS.items() if (address := step(facts, deed))]
    parts.append(_("Reference: %(reference)s") % {"reference": facts["reference"]})
    return "\n\n".join(parts)


def attendees(facts: Facts) -> list[vCalAddress]:
    """The hosts, the customer, the guests and who may join. Nobody reads answers to the installation's address.

    Hosts and customer have agreed already. Whoever no longer holds the meeting is told that they are out of it, by
    name and alone (RFC 5546, 3.2.5).
    """
    reader = facts.get("recipient", {})
    if role(facts) == HOST and reader["email"] not in {host["email"] for host in facts["hosts"]}:
        return [person(reader["email"], one_line(reader["name"]), cutype="INDIVIDUAL", rsvp=False)]
    needed, free = "REQ-PARTICIPANT", "OPT-PARTICIPANT"
    people = [(host["email"], one_line(host["name"]), needed, "ACCEPTED") for host in facts["hosts"]]
    people.append((facts["customer"]["email"], customer_name(facts), needed, "ACCEPTED"))
    people += [(guest, one_line(guest), needed, "NEEDS-ACTION") for guest in guests(facts)]
    people += [(one["email"], one_line(one["name"]), free, "NEEDS-ACTION") for one in optional(facts)]
    return [
        person(email, name, cutype="INDIVIDUAL", role=part, partstat=answer, rsvp=False)
        for email, name, part, answer in people
    ]


def person(email: str, name: str, *, rsvp: bool | None = None, **parameters: str) -> vCalAddress:
    """A calendar user. What a parameter cannot hold of a name, such as quotation marks, is written by RFC 6868."""
    user = vCalAddress.new(one_line(email), cn=name, rsvp=rsvp, **parameters)
    user.params = Quoted(user.params)
    return user
