"""What a change would do to links that are already out, to be said before it is made."""

from datetime import datetime

from django.db.models import F, Q

from links.models import Link
from pages.models import EventType, Page


def live_links_to(page: Page, now: datetime) -> int:
    """How many links to the page would still admit somebody if it took bookings."""
    return _live(Q(page=page) | Q(parent__page=page), now)


def live_links_offering(event_type: EventType, now: datetime) -> int:
    """How many such links lead to pages that offer the event type."""
    pages = Page.objects.current().filter(offered__event_type=event_type)
    return _live(Q(page__in=pages) | Q(parent__page__in=pages), now)


def _live(leading_there: Q, now: datetime) -> int:
    return (
        Link.objects.filter(leading_there, revoked_at=None, parent__revoked_at=None)
        .filter(Q(max_uses=None) | Q(uses__lt=F("max_uses")))
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .filter(Q(parent__expires_at=None) | Q(parent__expires_at__gt=now))
        .count()
    )
