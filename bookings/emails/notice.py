"""The parts that all mails of a booking share: heading, sentence, rows, quotations, buttons and closing sentence.

One template shows them, as HTML and as text.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.facts import (
    HOST,
    BookingFacts,
    change_address,
    customer_name,
    details,
    hidden_details,
    host_names,
    is_reader,
    lead_name,
    location_text,
    own_page_address,
    role,
    session_text,
    start_texts,
    time_texts,
    video_address,
)
from core.cldr import COMMAS, list_text
from core.text import clean_lines, clean_one_line, isolate_direction, label_and_text
from deliveries.mails import INVITE_FILE, Content, sender_name

# A label longer than this, most often a question, stands above its value instead of beside it.
LONGEST_LABEL = 16
# Kinds of location whose text comes from a host. For all others it can contain words of the customer.
NAMED_BY_HOST = {"video", "address"}
# Events after which there is no meeting to join, or none yet.
WITHOUT_MEETING = {"requested", "cancelled", "withdrawn", "declined"}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One fact in a mail, as plain text.

    `soft` is a second line, `address` is where the value links to, `struck` means struck through. `untrusted` means
    that a stranger may have typed the value: web addresses in it must not become links.
    """

    label: str
    value: str
    soft: str = ""
    address: str | None = None
    struck: bool = False
    untrusted: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.label) > LONGEST_LABEL

    @property
    def text(self) -> str:
        """The row in the plain-text mail. Further lines are indented."""
        parts = [isolate_direction(part) for part in (self.value, self.soft) if part]
        together = "\n".join(parts) if "\n" in self.value else list_text(parts, COMMAS)
        return label_and_text(self.label, together).replace("\n", "\n  ")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation under a label that says who wrote it; `untrusted` as in NoticeRow."""

    label: str
    text: str
    untrusted: bool = False

    @property
    def marked(self) -> str:
        """The text with each line marked as a quotation, for the plain-text mail."""
        return "\n".join(f"> {line}" for line in self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the address that it links to."""

    label: str
    address: str

    @property
    def text(self) -> str:
        """The line above the address in the plain-text mail."""
        return label_and_text(self.label, "").rstrip()


def notice(facts: BookingFacts, *, subject: str, unsubscribe: str | None = None, **context: object) -> Content:
    """Return a mail about the booking.

    A host's mail comes from the application, and replies go to the customer; other mails carry the hosts' names, and
    replies go to the host who leads. `context` holds heading, sentence, rows and closing, and optionally quotes,
    buttons (the first one is the main one) and `untrusted`, which is False for a sentence without the customer's words.
    """
    is_host = role(facts) == HOST
    via = _("%(hosts)s via %(product)s") % {"hosts": host_names(facts), "product": sender_name(facts)}
    return Content(
        template="booking",
        subject=subject,
        sender=settings.PRODUCT_NAME if is_host else via,
        reply_to=_customer_address(facts) if is_host else facts["hosts"][0]["email"],
        context={
            "buttons": [],
            "quotes": [],
            "untrusted": is_untrusted(facts),
            "attachment": _attachment_sentence(facts),
            **context,
        },
        unsubscribe=unsubscribe,
    )


def _attachment_sentence(facts: BookingFacts) -> str:
    """Return what the attached file is for; empty where nothing is attached that adds anything."""
    if facts["method"] != "REQUEST":
        return ""
    return _(
        "The attached file %(file)s adds the meeting to your calendar. Many email apps do so on their own; "
        "otherwise, open the file."
    ) % {"file": INVITE_FILE}


def preheader_text(facts: BookingFacts) -> str:
    """Return when and where the meeting is, for lists of mails, which show it beside the subject."""
    location = _("Video call") if video_address(facts) else location_text(facts)
    return clean_one_line(f"{list_text(time_texts(facts), COMMAS)} · {location}")


def _customer_address(facts: BookingFacts) -> str:
    """Return the address for replies to the customer; if they were erased, that of whoever did it."""
    by = facts.get("by")
    return facts["customer"]["email"] or (by["email"] if by else facts["organizer"])


def sentence_values(facts: BookingFacts) -> dict[str, str]:
    """Return the values of a mail's sentences: names, day, start, and how many sessions it announces, if it does.

    The start includes the time of day, which tells two sessions on one day apart, and its zone.
    """
    day, time, zone = start_texts(facts)
    by = facts.get("by")
    count = len(facts.get("package", []))
    booked = ngettext("%(count)d session booked", "%(count)d sessions booked", count) % {"count": count}
    return {
        "title": isolate_direction(clean_one_line(facts["title"])),
        "hosts": isolate_direction(host_names(facts)),
        "lead": isolate_direction(lead_name(facts)),
        "customer": isolate_direction(customer_name(facts)),
        "day": day,
        "start": _("%(day)s, %(time)s, %(zone)s") % {"day": day, "time": time, "zone": zone},
        "booked": booked if count else "",
        "by": isolate_direction(clean_one_line(by["name"]) if by else customer_name(facts)),
    }


def is_untrusted(facts: BookingFacts) -> bool:
    """Return whether the customer may be a stranger to the reader: anybody can type anybody's email into a form."""
    return role(facts) != HOST


def is_by_customer(facts: BookingFacts) -> bool:
    """Return whether the customer caused the event, rather than a host or an admin."""
    return facts.get("by") is None


def is_approved(facts: BookingFacts) -> bool:
    """Return whether the meeting is certain because a request was approved, rather than booked for the customer."""
    return not is_by_customer(facts) and facts["sequence"] > 0


def is_by_reader(facts: BookingFacts) -> bool:
    """Return whether the recipient caused the event."""
    by = facts.get("by") or facts["customer"]
    return is_reader(facts, by["email"])


def title_row(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("What"), clean_one_line(facts["title"]), session_text(facts))


def time_rows(facts: BookingFacts, *, struck: bool = False) -> list[NoticeRow]:
    """Return the rows of the meeting's time, struck through or not, and of its former time, if any."""
    now, zone = time_texts(facts)
    rows = [NoticeRow(_("When"), now, zone, struck=struck)]
    if facts.get("was"):
        rows.append(NoticeRow(_("Was"), *time_texts(facts, facts["was"]), struck=True))
    return rows


def suggested_rows(facts: BookingFacts, *, struck: bool = False) -> list[NoticeRow]:
    """Return the row of the suggested times; for a request without any, of its own start."""
    return [_starts_row(facts, _("Suggested"), facts.get("suggested") or [facts["starts_at"]], struck)]


def session_rows(facts: BookingFacts) -> list[NoticeRow]:
    """Return the rows of what is booked and when: of all sessions, in the mail that announces a package."""
    if "package" not in facts:
        return [title_row(facts), *time_rows(facts)]
    return [NoticeRow(_("What"), clean_one_line(facts["title"])), _starts_row(facts, _("When"), facts["package"])]


def _starts_row(facts: BookingFacts, label: str, starts: list[str], struck: bool = False) -> NoticeRow:
    texts = [time_texts(facts, start) for start in starts]
    zones = {zone for _text, zone in texts}
    if len(zones) == 1:
        return NoticeRow(label, "\n".join(text for text, _zone in texts), zones.pop(), struck=struck)
    # The clock changes between the times, so each one gets its own zone text.
    return NoticeRow(label, "\n".join(f"{text}, {zone}" for text, zone in texts), struck=struck)


def invitations_sentence(facts: BookingFacts) -> str:
    """Return the sentence about the invitations of the other sessions; empty for a single meeting."""
    if "package" not in facts:
        return ""
    return _("The calendar invitation for the first session is attached. The others follow in separate emails.")


def location_row(facts: BookingFacts) -> NoticeRow:
    untrusted = is_untrusted(facts) and facts["location_kind"] not in NAMED_BY_HOST
    return NoticeRow(_("Where"), location_text(facts), address=video_address(facts), untrusted=untrusted)


def hosts_row(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("With"), host_names(facts), clean_one_line(facts["organization"]))


def customer_row(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("Customer"), customer_name(facts), clean_one_line(facts["customer"]["email"]))


def reference_row(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("Reference"), facts["reference"])


def answer_rows(facts: BookingFacts) -> list[NoticeRow]:
    """Return the customer's answers as rows. Hosts also get the answers to hidden questions."""
    visible = [NoticeRow(label, text, untrusted=is_untrusted(facts)) for label, text in details(facts)]
    hidden = hidden_details(facts) if role(facts) == HOST else []
    return visible + [NoticeRow(label, text, _("not shown to the customer")) for label, text in hidden]


def note_quotes(facts: BookingFacts) -> list[Quote]:
    """Return the note that the customer typed into the form, as at most one quotation."""
    text = clean_lines(facts["note"])
    label = _("%(customer)s wrote:") % sentence_values(facts) if role(facts) == HOST else _("You wrote:")
    return [Quote(label, text, is_untrusted(facts))] if text else []


def reason_quotes(facts: BookingFacts) -> list[Quote]:
    """Return the reason for the change in the words of the person who made it, as at most one quotation."""
    text = clean_lines(facts.get("reason", ""))
    label = _("You wrote:") if is_by_reader(facts) else _("%(by)s wrote:") % sentence_values(facts)
    return [Quote(label, text, is_untrusted(facts) and is_by_customer(facts))] if text else []


def buttons(facts: BookingFacts, label: str, *, with_changes: bool = True) -> list[Button]:
    """Return the buttons: to join where there is a room, the reader's own page with this label, and to reschedule or
    cancel.

    A reader without a page of their own can only join. `with_changes=False` is for a meeting that does not take place.
    """
    room, page = video_address(facts), own_page_address(facts)
    join_address = room if with_changes and facts.get("event") not in WITHOUT_MEETING else None
    shown = [Button(_("Join the meeting"), join_address)] if join_address else []
    if page is None:
        return shown
    shown.append(Button(label, page))
    if with_changes and (address := change_address(facts, "reschedule")):
        shown.append(Button(_("Reschedule"), address))
    if with_changes and (address := change_address(facts, "cancel")):
        shown.append(Button(_("Cancel the meeting"), address))
    return shown


def entry_sentence(facts: BookingFacts) -> str:
    """Return the sentence that says what the attached calendar entry does, or what we do in the host's calendar."""
    if "calendar" in facts:
        return _("Your calendar “%(calendar)s” is updated.") % {"calendar": clean_one_line(facts["calendar"])}
    if facts["method"] == "CANCEL":
        return _("The attached file removes it from your calendar.")
    return _("The updated calendar invitation is attached.")
