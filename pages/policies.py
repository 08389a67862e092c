"""What is frozen from an event type on a booking: the policies, and what the customer is sent."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pages.models import Ask, EventType, Until
from pages.notices import Notices


@dataclass(frozen=True, slots=True)
class Policy:
    """Whether and until when a customer may move or cancel, as frozen on a booking.

    `before` is minutes before the start, inclusive.
    """

    when: str = Until.ANY_TIME
    before: int = 0
    reason: str = Ask.OPTIONAL

    def allows(self, starts_at: datetime, now: datetime) -> bool:
        """Return whether the customer may still do it. Owners always may, and do not ask here."""
        if self.when == Until.BEFORE:
            return now <= starts_at - timedelta(minutes=self.before)
        return self.when == Until.ANY_TIME


def frozen_policies(event_type: EventType) -> dict[str, dict[str, object]]:
    """Return both policies of the event type, as they are stored on a booking."""
    return {
        "cancel": {
            "when": event_type.cancel_when,
            "before": event_type.cancel_before,
            "reason": event_type.cancel_reason,
        },
        "reschedule": {
            "when": event_type.reschedule_when,
            "before": event_type.reschedule_before,
            "reason": event_type.reschedule_reason,
        },
    }


def frozen_notices(event_type: EventType) -> dict[str, object]:
    """Return the reminders, follow-up and redirect of the event type, as they are stored on a booking."""
    return asdict(
        Notices(tuple(event_type.reminders), event_type.follow_up, event_type.follow_up_text, event_type.redirect_to)
    )


def read_policy(frozen: dict[str, dict[str, Any]], change: str) -> Policy:
    """Return one policy of a booking; `change` is "cancel" or "reschedule".

    A booking older than this feature gets the most generous policy.
    """
    return Policy(**frozen[change]) if change in frozen else Policy()
