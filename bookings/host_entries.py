"""A meeting as an entry in its host's calendar, made of the frozen facts of a delivery."""

from django.utils import translation
from django.utils.translation import gettext as _

from bookings.facts import is_lead, location_text, own_page_address, session_text
from bookings.ical import customer_texts, summary
from calendars.actions.host_entries import HOST
from calendars.providers import Entry
from core.dates import parse_time
from deliveries.models import Delivery


def entry_of(delivery: Delivery) -> Entry | None:
    """Return the entry that the delivery wants in the host's calendar; None if it wants none there."""
    facts = delivery.facts
    if not facts["present"]:
        return None
    wants_room = is_lead(facts) and facts.get("in_calendar", False)
    with translation.override(facts["recipient"]["language"]):
        texts = [
            # Nothing is known of a customer who was erased.
            *filter(None, [session_text(facts), *customer_texts(facts)]),
            _("Reference: %(reference)s") % {"reference": facts["reference"]},
        ]
        return Entry(
            uid=facts["uid"],
            sequence=facts["sequence"],
            starts_at=parse_time(facts["starts_at"]),
            ends_at=parse_time(facts["ends_at"]),
            summary=summary(facts),
            description="\n\n".join(texts),
            # The calendar shows the address of a room that it makes.
            location=_("Video call") if wants_room and not facts["location"] else location_text(facts),
            page=own_page_address(facts) or "",
            stamp=parse_time(facts["stamp"]),
            wants_room=wants_room,
            host=delivery.recipient.removeprefix(HOST),
        )
