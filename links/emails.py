"""The mails about links: pure functions of the frozen facts. The link's address is signed when a mail is rendered."""

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import parse_time, zone_text
from core.text import clean_lines, clean_one_line
from core.tokens import Purpose, make
from core.zones import zone
from deliveries.letters import PRODUCT, Content
from links.notifications import LINK_ASKED, LINK_SENT, LinkMailFacts
from links.texts import end_on_clock


def link_sent(facts: LinkMailFacts) -> Content:
    """Bring the link to a customer. The mail carries the name of the sender, who wrote it and gets the replies."""
    sender = clean_one_line(facts["sender"]["name"])
    return Content(
        template="link_sent",
        subject=clean_one_line(facts["subject"]),
        sender=_("%(person)s via %(product)s") % {"person": sender, "product": PRODUCT},
        reply_to=facts["sender"]["email"],
        context={
            "sender": sender,
            "text": clean_lines(facts["text"]),
            "address": address(facts),
            "page": clean_one_line(facts["page"]),
            "once": facts["once"],
            "closes": closes(facts),
        },
    )


def link_asked(facts: LinkMailFacts) -> Content:
    """Tell the owner of a dead link that somebody asks for a new one.

    The sender is the application. Replies go to the person who asks, who may be anybody.
    """
    asked_by = facts["asked_by"]
    person = clean_one_line(asked_by["name"])
    return Content(
        template="link_asked",
        subject=_("%(person)s asks for a new link") % {"person": person},
        sender=PRODUCT,
        reply_to=asked_by["email"],
        context={
            "person": person,
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
    token = make(Purpose.BOOK, link["kid"], bytes.fromhex(link["handle"]), settings.LINK_KEYS)
    return f"{settings.BASE_URL}/l/{token}/{'?skip=1' if link['personal'] else ''}"


def closes(facts: LinkMailFacts) -> str:
    """Return when the link ends, by the sender's calendar, with the zone; empty if it has no end."""
    if facts["expires_at"] is None:
        return ""
    reader, instant = facts["recipient"], parse_time(facts["expires_at"])
    with timezone.override(zone(reader["zone"])):
        return f"{end_on_clock(instant, reader['clock'])} ({zone_text(reader['zone'], instant)})"
