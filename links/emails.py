"""The mails about links: pure functions of the frozen facts. The address that admits is signed at sending."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.zones import zone
from deliveries.letters import PRODUCT, Content, Facts, instant
from deliveries.plain import lines, one_line
from links.owed import LINK_ASKED, LINK_SENT
from links.tokens import Purpose, make


def link_sent(facts: Facts) -> Content:
    """To a customer, seemingly from the owner, who wrote it and gets the answer."""
    sender = one_line(facts["sender"]["name"])
    return Content(
        template="link_sent",
        subject=one_line(facts["subject"]),
        sender=_("%(person)s via %(product)s") % {"person": sender, "product": PRODUCT},
        reply_to=facts["sender"]["email"],
        context={
            "sender": sender,
            "text": lines(facts["text"]),
            "address": address(facts),
            "page": one_line(facts["page"]),
            "once": facts["once"],
            "closes": closes(facts),
        },
    )


def link_asked(facts: Facts) -> Content:
    """To the owner of a dead link, from the application; whoever asks gets the answer, and may be anybody."""
    asked_by = facts["asked_by"]
    person = one_line(asked_by["name"])
    return Content(
        template="link_asked",
        subject=_("%(person)s asks for a new link") % {"person": person},
        sender=PRODUCT,
        reply_to=asked_by["email"],
        context={
            "person": person,
            "email": one_line(asked_by["email"]),
            "note": lines(facts["message"]),
            "label": one_line(facts["label"]),
            "page": one_line(facts["page"]),
            "answer": f"{settings.BASE_URL}/links/requests/",
        },
    )


RENDERERS: dict[str, Callable[[Facts], Content]] = {LINK_SENT: link_sent, LINK_ASKED: link_asked}


def address(facts: Facts) -> str | None:
    """The link's address, or None when the key that signed it has been dropped."""
    link: dict[str, Any] = facts["link"]
    if link["kid"] not in settings.LINK_KEYS:
        return None
    token = make(Purpose.BOOK, link["kid"], bytes.fromhex(link["handle"]), settings.LINK_KEYS)
    return f"{settings.BASE_URL}/l/{token}/{'?skip=1' if link['personal'] else ''}"


def closes(facts: Facts) -> str:
    """The day on which the link ends, on the sender's calendar, with the zone; empty for one that does not."""
    if facts["expires_at"] is None:
        return ""
    name = facts["recipient"]["zone"]
    with timezone.override(zone(name)):
        local = timezone.localtime(instant(facts["expires_at"]))
        return f"{date_format(local, 'DATETIME_FORMAT')} ({name})"
