"""The mails about links: pure functions of the frozen facts. The link's address is signed when a mail is rendered."""

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import clock_or_default, parse_time, until_text
from core.text import clean_lines, clean_one_line, join_sentences
from core.tokens import Purpose, make_token
from core.zones import zone, zone_text
from deliveries.mails import Content, sender_name
from links.notifications import LINK_ASKED, LINK_SENT, LinkMailFacts


def link_sent(facts: LinkMailFacts) -> Content:
    """Render the mail that brings the link to a customer. Its sender is the user who wrote it and gets the replies."""
    sender = clean_one_line(facts["sender"]["name"])
    terms = join_sentences(_limits_sentence(facts), end_sentence(facts))
    return Content(
        template="link_sent",
        subject=clean_one_line(facts["subject"]),
        sender=_("%(person)s via %(product)s") % {"person": sender, "product": sender_name(facts)},
        reply_to=facts["sender"]["email"],
        context={
            "sender": sender,
            "text": clean_lines(facts["text"]),
            "address": address(facts),
            "page": clean_one_line(facts["page"]),
            "terms": terms,
            "preheader": terms or clean_one_line(facts["text"]),
        },
    )


def link_asked(facts: LinkMailFacts) -> Content:
    """Render the mail that tells the owner of a dead link that somebody asks for a new one.

    The sender is the application. Replies go to the person who asks, who may be anybody.
    """
    asked_by = facts["asked_by"]
    person = clean_one_line(asked_by["name"])
    return Content(
        template="link_asked",
        subject=_("%(person)s asked for a new link") % {"person": person},
        sender=settings.PRODUCT_NAME,
        reply_to=asked_by["email"],
        context={
            "person": person,
            "preheader": join_sentences(person, clean_one_line(facts["message"])),
            "email": clean_one_line(asked_by["email"]),
            "note": clean_lines(facts["message"]),
            "label": clean_one_line(facts["label"]),
            "page": clean_one_line(facts["page"]),
            "answer": f"{settings.BASE_URL}/links/requests/",
        },
    )


RENDERERS: dict[str, Callable[[LinkMailFacts], Content]] = {LINK_SENT: link_sent, LINK_ASKED: link_asked}


def address(facts: LinkMailFacts) -> str | None:
    """Return the link's address; None if the key that signed it has been dropped."""
    link = facts["link"]
    if link["kid"] not in settings.LINK_KEYS:
        return None
    token = make_token(Purpose.BOOK, link["kid"], bytes.fromhex(link["handle"]), settings.LINK_KEYS)
    return f"{settings.BASE_URL}/l/{token}/{'?skip=1' if link['personal'] else ''}"


def _limits_sentence(facts: LinkMailFacts) -> str:
    """Return the sentence that says for whom the link is, and whether it works once. Old facts name no address."""
    if email := facts.get("only_for"):
        once_text = _("This link works for one booking, and only for %(email)s. No one else can book with it.")
        always_text = _("This link is only for %(email)s. No one else can book with it.")
        return (once_text if facts["once"] else always_text) % {"email": clean_one_line(email)}
    if not facts["once"]:
        return ""
    return _("This link works for one booking. If you forward it, the first person to book gets the time.")


def end_sentence(facts: LinkMailFacts) -> str:
    """Return until when the link works, by the sender’s calendar, with the zone; empty if it has no end."""
    if facts["expires_at"] is None:
        return ""
    reader, instant = facts["recipient"], parse_time(facts["expires_at"])
    with timezone.override(zone(reader["zone"])):
        values = {
            "end": until_text(instant, clock_or_default(reader["clock"])),
            "zone": zone_text(reader["zone"], instant),
        }
        return _("It works until %(end)s (%(zone)s).") % values
