"""What assistants are told: times in the user's words, and texts of customers, cut and marked as data."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from bookings.published import PublishedBooking
from core.dates import full_text, span_text
from core.zones import zone
from pages.models import TYPED_BY_CUSTOMER

LONGEST = 500


def cut(text: str) -> str:
    """Return the text, cut to a length that holds no long instructions."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def moment_words(moment: datetime, user: User) -> str:
    """Return a moment in words, in the user's time zone."""
    with timezone.override(zone(user.time_zone)):
        return full_text(moment, user.shown_clock)


def span_words(starts_at: datetime, ends_at: datetime, user: User) -> str:
    """Return day and times in words, in the user's time zone."""
    with timezone.override(zone(user.time_zone)):
        return span_text(starts_at, ends_at, user.shown_clock)


def brief(booking: PublishedBooking, when: str) -> dict[str, Any]:
    """Return a meeting in brief. What its customer typed stands apart from what the user's side says."""
    return {
        "uid": booking["uid"],
        "state": booking["state"],
        "title": booking["title"],
        "when": when,
        "starts_at": booking["starts_at"],
        "hosts": [host["name"] for host in booking["hosts"]],
        "written_by_customer": {
            "name": cut(booking["customer"]["name"]),
            "email": booking["customer"]["email"],
        },
    }


def whole(booking: PublishedBooking, when: str) -> dict[str, Any]:
    """Return a meeting with all that an assistant is told of it."""
    told, place = brief(booking, when), booking["location"]
    typed = told["written_by_customer"] | {
        "guests": booking["guests"],
        "answers": [{"question": cut(one["label"]), "answer": cut(one["value"])} for one in booking["answers"]],
    }
    told |= {
        "sequence": booking["sequence"],
        "reference": booking["reference"],
        "customer_zone": booking["customer"]["zone"],
        "where": place["kind"],
        "link": None if booking["link"] is None else booking["link"]["id"],
        "suggested": booking["suggested"],
        "written_by_customer": typed,
    }
    (typed if place["kind"] in TYPED_BY_CUSTOMER else told)["place"] = cut(place["text"])
    (typed if booking["decided_by"] is None else told)["reason"] = cut(booking["reason"])
    return told
