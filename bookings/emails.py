"""The mails of a booking: pure functions of the frozen facts, so that a repeat is the same to the byte.

No token is in the facts: the address that admits is made again at sending. A later kind of mail joins in one line of
RENDERERS.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

import links.emails
from bookings import ical
from bookings.facts import (
    OPTIONAL,
    customer_name,
    day,
    details,
    host_names,
    labelled,
    lead_name,
    own_page,
    told,
    video_address,
    when,
    where,
)
from bookings.owed import CUSTOMER_CONFIRMATION, GUEST_CONFIRMATION, HOST_CONFIRMATION
from deliveries.letters import PRODUCT, Content, Facts, Letter, letter
from deliveries.models import Delivery
from deliveries.plain import one_line


def message(delivery: Delivery) -> Letter:
    """The mail of the delivery. Raises KeyError for a kind this release does not know."""
    facts = delivery.facts
    with translation.override(facts["recipient"]["language"]):
        if delivery.kind in links.emails.RENDERERS:
            return letter(facts, links.emails.RENDERERS[delivery.kind](facts))
        content = RENDERERS[delivery.kind](facts)
        return letter(facts, replace(content, **body(facts, content)))


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
    """To a guest, seemingly from the host, who gets the answer; without the customer's key and answers.

    Also to a colleague who is invited and need not come.
    """
    hosts = host_names(facts)
    return Content(
        template="guest_confirmation",
        subject=_("Invitation: %(title)s with %(person)s, %(day)s")
        % {"title": one_line(facts["title"]), "person": hosts, "day": day(facts)},
        sender=_("%(person)s via %(product)s") % {"person": hosts, "product": PRODUCT},
        reply_to=facts["hosts"][0]["email"],
        context={"optional": facts["recipient"]["role"] == OPTIONAL},
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
    """What every mail of a booking may print, plain text all of it, and its calendar entry."""
    times, zone = when(facts)
    context = {
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
    return {"context": context, "entry": ical.calendar(facts), "method": facts["method"]}
