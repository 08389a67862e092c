"""Links that are about to close without anybody having opened them."""

from datetime import datetime

from accounts.models import User
from links.models import Link, Opening
from links.queries.conditions import Parents, ended_between, opened_by, own_open


def closing_unopened(user: User, now: datetime, until: datetime, most: int) -> list[Link]:
    """Return the user's own links that end between now and `until` and that no person has opened, `most` at most."""
    closing = Link.objects.filter(ended_between(Parents(user.organization_id), now, until), own_open(user, now))
    # All of them are open still. Without that range of an index, all that the user ever made may be read.
    found = closing.filter(~opened_by(Opening.By.BROWSER), organization_id=user.organization_id)
    return list(found.select_related("parent").order_by("over_at", "version_over_at", "pk")[:most])
