"""What every mail of a booking is made of: heading, sentence, the facts in rows, quotations, what to do, closing.

One template shows them all, as HTML and as text.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.facts import (
    HOST,
    BookingFacts,
    customer_name,
    details,
    hidden_details,
    host_names,
    labelled,
    lead_name,
    own_page,
    role,
    session,
    start_words,
    step,
    video_address,
    when,
    where,
)
from core.text import clean_lines, clean_one_line
from deliveries.letters import PRODUCT, Content

# A longer label, most often a question, stands above what it says.
LONGEST_LABEL = 16
# Places that a host has named; into every other the customer's words go.
NAMED_BY_HOST = {"video", "address"}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One fact, plain text all of it. `soft` is a second line, `address` where the value leads, `struck` means gone.

    `strange` means that a stranger may have typed it, of whose addresses no link is to become.
    """

    label: str
    value: str
    soft: str = ""
    address: str | None = None
    struck: bool = False
    strange: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.label) > LONGEST_LABEL

    @property
    def text(self) -> str:
        """The row of the plain text; further lines are set in."""
        value = f"{self.value}, {self.soft}" if self.soft and "\n" not in self.value else self.value
        value += f"\n{self.soft}" if self.soft and "\n" in self.value else ""
        return labelled(self.label, value).replace("\n", "\n  ")


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, and who; `strange` as for a row."""

    label: str
    text: str
    strange: bool = False

    @property
    def marked(self) -> str:
        """As plain text shows quotations."""
        return "\n".join(f"> {line}" for line in self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Button:
    """Something to do, and the address where one does it."""

    label: str
    address: str


def notice(facts: BookingFacts, *, subject: str, unsubscribe: str | None = None, **shown: object) -> Content:
    """A mail about the booking. A host's comes from the application and answers the customer; others' from the host.

    `shown`: heading, sentence, rows, closing, and optionally quotes, buttons (the first is the one to press), and
    `strange`, for sentences that hold no customer's words.
    """
    is_host = role(facts) == HOST
    return Content(
        template="booking",
        subject=subject,
        sender=PRODUCT if is_host else _("%(hosts)s via %(product)s") % people(facts),
        reply_to=facts["customer"]["email"] if is_host else facts["hosts"][0]["email"],
        context={"buttons": [], "quotes": [], "strange": is_strange(facts), **shown},
        unsubscribe=unsubscribe,
    )


def people(facts: BookingFacts) -> dict[str, str]:
    """Names and the start, for sentences: two sessions of one day are told apart by their times."""
    day, time = start_words(facts)
    return {
        "title": clean_one_line(facts["title"]),
        "hosts": host_names(facts),
        "lead": lead_name(facts),
        "customer": customer_name(facts),
        "day": day,
        "start": _("%(day)s, %(time)s") % {"day": day, "time": time},
        "product": PRODUCT,
        "by": clean_one_line(by["name"]) if (by := facts.get("by")) else customer_name(facts),
    }


def is_strange(facts: BookingFacts) -> bool:
    """Whether what the customer typed may be a stranger's to the reader: anybody can give anybody's email address."""
    return role(facts) != HOST


def is_by_customer(facts: BookingFacts) -> bool:
    """Whether the customer did it, rather than a host or an admin."""
    return facts.get("by") is None


def is_by_reader(facts: BookingFacts) -> bool:
    """Whether whoever is told did it."""
    by = facts.get("by") or facts["customer"]
    return bool(by["email"].lower() == facts["recipient"]["email"].lower())


def what(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("What"), clean_one_line(facts["title"]), session(facts))


def times(facts: BookingFacts, *, gone: bool = False) -> list[NoticeRow]:
    """When it is, and when it was before it was moved; or, `gone`, when it would have been."""
    now, zone = when(facts)
    rows = [NoticeRow(_("When"), now, zone, struck=gone)]
    if facts.get("was"):
        rows.append(NoticeRow(_("Was"), when(facts, facts["was"])[0], struck=True))
    return rows


def suggested(facts: BookingFacts, *, gone: bool = False) -> list[NoticeRow]:
    """The times that the customer suggests; of a request that held none, its own."""
    found = [when(facts, start) for start in facts.get("suggested") or [facts["starts_at"]]]
    zones = {zone for _text, zone in found}
    if len(zones) == 1:
        return [NoticeRow(_("Suggested"), "\n".join(text for text, _zone in found), zones.pop(), struck=gone)]
    # The clock changes between them.
    return [NoticeRow(_("Suggested"), "\n".join(f"{text}, {zone}" for text, zone in found), struck=gone)]


def place(facts: BookingFacts) -> NoticeRow:
    strange = is_strange(facts) and facts["location_kind"] not in NAMED_BY_HOST
    return NoticeRow(_("Where"), where(facts), address=video_address(facts), strange=strange)


def hosted_by(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("With"), host_names(facts), clean_one_line(facts["organization"]))


def booked_by(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("Customer"), customer_name(facts), clean_one_line(facts["customer"]["email"]))


def reference(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("Reference"), facts["reference"])


def answers(facts: BookingFacts) -> list[NoticeRow]:
    """What the customer told in the form, for its own mail and the hosts'; theirs say what the customer never saw."""
    told = [NoticeRow(label, text, strange=is_strange(facts)) for label, text in details(facts)]
    unseen = hidden_details(facts) if role(facts) == HOST else []
    return told + [NoticeRow(label, text, _("not shown to the customer")) for label, text in unseen]


def note(facts: BookingFacts) -> list[Quote]:
    """What the customer added in the form."""
    text = clean_lines(facts["note"])
    label = _("%(customer)s wrote:") % people(facts) if role(facts) == HOST else _("You wrote:")
    return [Quote(label, text, is_strange(facts))] if text else []


def reason(facts: BookingFacts) -> list[Quote]:
    """Why it was done, in the words of who did it."""
    text = clean_lines(facts.get("reason", ""))
    label = _("You wrote:") if is_by_reader(facts) else _("%(by)s wrote:") % people(facts)
    return [Quote(label, text, is_strange(facts) and is_by_customer(facts))] if text else []


def buttons(facts: BookingFacts, label: str, *, deeds: bool = True) -> list[Button]:
    """The reader's own page under this label, and the customer's ways to another time and out."""
    page = own_page(facts)
    if page is None:
        return []
    found = [Button(label, page)]
    if deeds and (address := step(facts, "reschedule")):
        found.append(Button(_("Reschedule"), address))
    if deeds and (address := step(facts, "cancel")):
        found.append(Button(_("Cancel the meeting"), address))
    return found


def entry_attached(facts: BookingFacts) -> str:
    """What the calendar entry that comes along does."""
    if facts["method"] == "CANCEL":
        return _("The entry attached takes it out of your calendar.")
    return _("The updated entry for your calendar is attached.")
