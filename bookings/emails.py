"""The mails of a booking: pure functions of the frozen facts, so that a repeat is the same to the byte.

No token is in the facts: the address that admits is made again at sending. A later kind of mail joins in one line of
RENDERERS.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage as Mime
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from bookings import ical
from bookings.facts import (
    Facts,
    customer_name,
    day,
    details,
    host_names,
    instant,
    labelled,
    lead_name,
    one_line,
    own_page,
    told,
    video_address,
    when,
    where,
)
from bookings.owed import CUSTOMER_CONFIRMATION, GUEST_CONFIRMATION, HOST_CONFIRMATION
from deliveries.models import Delivery

PRODUCT = "Admit One"
FILE = "invite.ics"


@dataclass(frozen=True, slots=True)
class Content:
    """What one kind of mail says: its template, subject, who it seems to come from and who gets the answer."""

    template: str
    subject: str
    sender: str
    reply_to: str
    context: dict[str, Any] = field(default_factory=dict)


class Frozen(Mime):
    """A message with line ends and transfer encodings of its own choosing, whoever writes it out."""

    def as_bytes(self, unixfrom: bool = False, policy: "Policy[Any] | None" = None, linesep: str = "\r\n") -> bytes:
        return super().as_bytes(unixfrom, SMTP)


class Letter(EmailMessage):
    """What Django's mail backends take: a finished message in its envelope."""

    def __init__(self, mime: Frozen, *, sender: str, recipient: str) -> None:
        super().__init__(subject=str(mime["Subject"]), from_email=sender, to=[recipient])
        self.mime = mime

    def message(self) -> Frozen:  # type: ignore[override]  # backends only ever write it out
        return self.mime


def message(delivery: Delivery) -> Letter:
    """The mail of the delivery. Raises KeyError for a kind this release does not know."""
    facts = delivery.facts
    with translation.override(facts["recipient"]["language"]):
        content = RENDERERS[delivery.kind](facts)
        mime = written(facts, content, body(facts, content))
    return Letter(mime, sender=facts["organizer"], recipient=ascii_address(delivery.recipient))


def customer_confirmation(facts: Facts) -> Content:
    """To the customer, seemingly from the host, who gets the answer."""
    hosts = host_names(facts)
    return Content(
        template="customer_confirmation",
        subject=_("Booked: %(title)s with %(person)s, %(day)s")
        % {"title": one_line(facts["title"]), "person": hosts, "day": day(facts)},
        sender=_("%(person)s via %(product)s") % {"person": hosts, "product": PRODUCT},
        reply_to=facts["hosts"][0]["email"],
        context={"write_to": one_line(facts["hosts"][0]["email"]), **said(facts)},
    )


def guest_confirmation(facts: Facts) -> Content:
    """To a guest, seemingly from the host, who gets the answer; without the customer's key and answers."""
    hosts = host_names(facts)
    return Content(
        template="guest_confirmation",
        subject=_("Invitation: %(title)s with %(person)s, %(day)s")
        % {"title": one_line(facts["title"]), "person": hosts, "day": day(facts)},
        sender=_("%(person)s via %(product)s") % {"person": hosts, "product": PRODUCT},
        reply_to=facts["hosts"][0]["email"],
    )


def host_confirmation(facts: Facts) -> Content:
    """To a host, from the application; the customer gets the answer."""
    return Content(
        template="host_confirmation",
        subject=_("New booking: %(title)s with %(person)s, %(day)s")
        % {"title": one_line(facts["title"]), "person": customer_name(facts), "day": day(facts)},
        sender=PRODUCT,
        reply_to=facts["customer"]["email"],
        context={"customer_email": one_line(facts["customer"]["email"]), **said(facts)},
    )


def said(facts: Facts) -> dict[str, Any]:
    """What the customer told in the form, for its own mail and the hosts'."""
    note, rows = told(facts, facts["note"]), details(facts)
    return {
        "note": note,
        "quoted_note": "\n".join(f"> {line}" for line in note.split("\n")),
        "details": rows,
        # Further lines of an answer are set in.
        "detail_lines": "".join(f"{labelled(label, text)}\n".replace("\n", "\n  ").rstrip(" ") for label, text in rows),
    }


RENDERERS: dict[str, Callable[[Facts], Content]] = {
    CUSTOMER_CONFIRMATION: customer_confirmation,
    HOST_CONFIRMATION: host_confirmation,
    GUEST_CONFIRMATION: guest_confirmation,
}


def body(facts: Facts, content: Content) -> dict[str, Any]:
    """What every template may print, plain text all of it."""
    times, zone = when(facts)
    return {
        "product": PRODUCT,
        "organization": one_line(facts["organization"]),
        "subject": content.subject,
        "title": one_line(facts["title"]),
        "hosts": host_names(facts),
        "lead": lead_name(facts),
        "customer": customer_name(facts),
        "times": times,
        "zone": zone,
        "where": where(facts),
        "video": video_address(facts),
        "page": own_page(facts),
        "reference": facts["reference"],
        **content.context,
    }


def written(facts: Facts, content: Content, context: dict[str, Any]) -> Frozen:
    """The message in the shape calendar invitations have everywhere: text, HTML and the calendar as alternatives.

    The calendar is there once more as a file, for programs that look for one; with its one UID it stays one event.
    """
    mime = Frozen(policy=SMTP)
    mime["From"] = Address(shown(content.sender), addr_spec=ascii_address(facts["organizer"]))
    mime["To"] = Address(addr_spec=ascii_address(facts["recipient"]["email"]))
    mime["Reply-To"] = Address(addr_spec=ascii_address(content.reply_to))
    mime["Subject"] = content.subject
    mime["Date"] = format_datetime(instant(facts["stamp"]))
    mime["Message-ID"] = facts["message_id"]
    mime["Auto-Submitted"] = "auto-generated"
    text, html = (
        render_to_string(f"emails/{content.template}.{form}", context).strip() + "\n" for form in ("txt", "html")
    )
    entry = ical.calendar(facts)
    mime.set_content(text, cte="quoted-printable")
    mime.add_alternative(html, subtype="html", cte="quoted-printable")
    mime.add_alternative(entry.decode(), subtype="calendar", cte="quoted-printable", params={"method": facts["method"]})
    mime.add_attachment(entry, maintype="application", subtype="ics", filename=FILE, params={"name": FILE})
    for number, part in enumerate(part for part in mime.walk() if part.is_multipart()):
        part.set_boundary(f"=_{facts['boundary']}_{number}")
    return mime


def shown(name: str) -> str:
    """A name for an address header. Without what would have to be quoted there, it stays readable everywhere."""
    return " ".join("".join(" " if character in '"\\<>()[]:;@,' else character for character in name).split())


def ascii_address(email: str) -> str:
    """The address as it travels: a domain in letters of any script becomes its ASCII form."""
    local, _at, domain = one_line(email).rpartition("@")
    return f"{local}@{punycode(domain)}"
