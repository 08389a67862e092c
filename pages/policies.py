"""What is frozen of an event type with a booking: its customer's terms, and what they are sent."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pages.models import Ask, EventType, Until
from pages.notices import Notices


@dataclass(frozen=True, slots=True)
class Policy:
    """One of the two, as frozen on a booking. `before` is minutes before the start, inclusive."""

    when: str = Until.ANY_TIME
    before: int = 0
    reason: str = Ask.OPTIONAL

    def allows(self, starts_at: datetime, now: datetime) -> bool:
        """Whether the customer may still do it; the owner always may."""
        if self.when == Until.BEFORE:
            return now <= starts_at - timedelta(minutes=self.before)
        return self.when == Until.ANY_TIME


def frozen_policies(event_type: EventType) -> dict[str, dict[str, object]]:
    """Both policies of the event type, as they are kept with a booking."""
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
    """What is sent before and after a meeting of the event type, as it is kept with a booking."""
    return asdict(
        Notices(tuple(event_type.reminders), event_type.follow_up, event_type.follow_up_text, event_type.redirect_to)
    )


def read_policy(frozen: dict[str, dict[str, Any]], deed: str) -> Policy:
    """One policy of a booking; of a booking made before there were any, the most generous."""
    return Policy(**frozen[deed]) if deed in frozen else Policy()
