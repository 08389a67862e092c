"""When the own limits of a link end it: its uses, its revocation, its expiry."""

from datetime import UTC, datetime, timedelta

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

# Stored as the end of links that do not end by themselves, so that one index range finds all that have not ended.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
# No end that is counted in days is later: NEVER means none, and there are no dates after its year.
LAST_END = NEVER - timedelta(microseconds=1)
OVER_AT = Coalesce(
    Case(
        When(uses__gte=F("max_uses"), then=Coalesce("used_at", "created_at")),
        When(revoked_at__isnull=False, then="revoked_at"),
        default="expires_at",
    ),
    Value(NEVER),
)

# When the own limits of a link end it, whichever of its two columns says so.
ENDS_AT = Coalesce("over_at", "version_over_at")


def end_after(start: datetime, life: timedelta) -> datetime:
    """Return the end of a link that lasts so long from the start on, at most LAST_END."""
    return start + min(life, LAST_END - start)
