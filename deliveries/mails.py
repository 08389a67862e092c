"""Building mails. The same facts always give the same bytes, because they include the message's identity."""

from dataclasses import dataclass, field
from email.message import EmailMessage as Mime
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.encoding import punycode

from core.dates import parse_time
from core.text import clean_one_line
from deliveries import headers
from deliveries.branding import BrandedFacts, brand_context


class Person(TypedDict):
    """Somebody's name and email, as typed."""

    name: str
    email: str


class Reader(Person):
    """The reader of a mail, and how to print times for them. `role` is their role in a booking."""

    zone: str
    clock: str
    language: str
    role: NotRequired[str]


class Facts(BrandedFacts):
    """The facts that all deliveries hold. Times are ISO 8601. Recipient and identity are added last."""

    # The email address of this installation.
    organizer: str
    organization: str
    stamp: str
    recipient: NotRequired[Reader]
    # The message is about an end, so it is not sent to a recipient who got nothing else of the thread.
    if_told: NotRequired[bool]
    message_id: NotRequired[str]
    boundary: NotRequired[str]


INVITE_FILE = "invite.ics"


@dataclass(frozen=True, slots=True)
class Content:
    """What one kind of mail says: its template and subject, the sender's name, and the address for replies.

    `entry` is the attached calendar entry, if any, and `method` what calendars are to do with it. `unsubscribe` is the
    web address that stops mails of this kind: mail programs show a button for it (RFC 8058).
    """

    template: str
    subject: str
    sender: str
    reply_to: str
    context: dict[str, object] = field(default_factory=dict)
    entry: bytes | None = None
    method: str = ""
    unsubscribe: str | None = None


class FrozenMime(Mime):
    """A message that keeps its own line ends and transfer encodings, whatever policy the mail backend passes."""

    def as_bytes(self, unixfrom: bool = False, policy: "Policy[Any] | None" = None, linesep: str = "\r\n") -> bytes:
        return super().as_bytes(unixfrom, SMTP)


class FinishedMail(EmailMessage):
    """The message object that Django's mail backends take. It wraps a finished message."""

    def __init__(self, mime: FrozenMime, *, sender: str, recipient: str) -> None:
        super().__init__(subject=str(mime["Subject"]), from_email=sender, to=[recipient])
        self.mime = mime

    def message(self) -> FrozenMime:  # type: ignore[override]  # mail backends only write it out
        return self.mime


def finish_mail(facts: Facts, content: Content) -> FinishedMail:
    """Return the finished mail, in the active language."""
    mime = build_mime(facts, content, mail_context(facts, content))
    return FinishedMail(mime, sender=facts["organizer"], recipient=ascii_address(facts["recipient"]["email"]))


def mail_context(facts: Facts, content: Content) -> dict[str, object]:
    """Return the context of a mail's templates. The preheader is what lists of mails show beside the subject."""
    values = content.context
    return {
        "product": settings.PRODUCT_NAME,
        "organization": clean_one_line(facts["organization"]),
        "brand": brand_context(facts.get("brand", {})),
        "subject": content.subject,
        "preheader": values.get("sentence", ""),
        **values,
    }


def sender_name(facts: Facts) -> str:
    """Return the sender's name in mails to customers: the product's, or the organization's where that is hidden."""
    if facts.get("brand", {}).get("hide_product"):
        return clean_one_line(facts["organization"])
    return str(settings.PRODUCT_NAME)


def build_mime(facts: Facts, content: Content, context: dict[str, object]) -> FrozenMime:
    """Return the message as text, HTML and, if there is one, a calendar entry, as alternatives.

    Calendar invitations usually have this shape. The entry is also attached as a file, for programs that look for one.
    Both have the same UID, so calendars show one event.
    """
    mime = FrozenMime(policy=SMTP)
    mime["From"] = headers.mailbox("From", ascii_address(facts["organizer"]), clean_one_line(content.sender))
    mime["To"] = headers.mailbox("To", ascii_address(facts["recipient"]["email"]))
    mime["Reply-To"] = headers.mailbox("Reply-To", ascii_address(content.reply_to))
    mime["Subject"] = headers.text("Subject", clean_one_line(content.subject))
    mime["Date"] = format_datetime(parse_time(facts["stamp"]))
    mime["Message-ID"] = facts["message_id"]
    mime["Auto-Submitted"] = "auto-generated"
    if content.unsubscribe:
        mime["List-Unsubscribe"] = headers.unfolded("List-Unsubscribe", f"<{content.unsubscribe}>")
        mime["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = render_to_string(f"emails/{content.template}.txt", context).strip()
    html = render_to_string(f"emails/{content.template}.html", context).strip()
    mime.set_content(f"{text}\n", cte="quoted-printable")
    mime.add_alternative(f"{html}\n", subtype="html", cte="quoted-printable")
    if content.entry is not None:
        entry = content.entry.decode()
        mime.add_alternative(entry, subtype="calendar", cte="quoted-printable", params={"method": content.method})
        mime.add_attachment(
            content.entry, maintype="application", subtype="ics", filename=INVITE_FILE, params={"name": INVITE_FILE}
        )
    containers = [part for part in mime.walk() if part.is_multipart()]
    for number, part in enumerate(containers):
        part.set_boundary(f"=_{facts['boundary']}_{number}")
    return mime


def ascii_address(email: str) -> str:
    """Return the address in the form used for sending, with a domain in other scripts as ASCII."""
    local, _at, domain = clean_one_line(email).rpartition("@")
    return f"{local}@{punycode(domain)}"
