"""Texts in answers to assistants: times as the user reads them, and customers' texts, shortened and marked as data."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from bookings.published import PublishedBooking
from core.dates import full_text, span_text
from core.zones import zone
from pages.models import TYPED_BY_CUSTOMER

LONGEST = 500


def truncate(text: str) -> str:
    """Return the text, shortened so that it cannot hold long instructions."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def moment_text(moment: datetime, user: User) -> str:
    """Return a moment in words, in the user's time zone."""
    with timezone.override(zone(user.time_zone)):
        return full_text(moment, user.shown_clock)


def meeting_time_text(starts_at: datetime, ends_at: datetime, user: User) -> str:
    """Return day and times in words, in the user's time zone."""
    with timezone.override(zone(user.time_zone)):
        return span_text(starts_at, ends_at, user.shown_clock)


def meeting_summary(booking: PublishedBooking, when: str) -> dict[str, Any]:
    """Return a summary of a meeting. The customer's texts are kept apart from the user's."""
    return {
        "uid": booking["uid"],
        "state": booking["state"],
        "title": booking["title"],
        "when": when,
        "starts_at": booking["starts_at"],
        "hosts": [host["name"] for host in booking["hosts"]],
        "written_by_customer": {
            "name": truncate(booking["customer"]["name"]),
            "email": booking["customer"]["email"],
        },
    }


def meeting_details(booking: PublishedBooking, when: str) -> dict[str, Any]:
    """Return all details of a meeting that an assistant may see."""
    details, place = meeting_summary(booking, when), booking["location"]
    from_customer = details["written_by_customer"] | {
        "guests": booking["guests"],
        "answers": [
            {"question": truncate(answer["label"]), "answer": truncate(answer["value"])}
            for answer in booking["answers"]
        ],
    }
    details |= {
        "sequence": booking["sequence"],
        "reference": booking["reference"],
        "customer_zone": booking["customer"]["zone"],
        "where": place["kind"],
        "link": None if booking["link"] is None else booking["link"]["id"],
        "suggested": booking["suggested"],
        "written_by_customer": from_customer,
    }
    place_details = from_customer if place["kind"] in TYPED_BY_CUSTOMER else details
    place_details["place"] = truncate(place["text"])
    reason_details = from_customer if booking["decided_by"] is None else details
    reason_details["reason"] = truncate(booking["reason"])
    return details
