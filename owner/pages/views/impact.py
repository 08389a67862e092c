"""How many links a change would affect, to be shown before the change is made."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from core.database import fresh_plans
from links.models import Link
from links.queries.conditions import UNSPENT, Parents, not_ended
from pages.models import EventType, IncludedPage, Page, RuleSeat


@dataclass(frozen=True, slots=True)
class Impact:
    """How many live links depend on a booking page. Links that are dead only because it is paused count as live.

    `direct` links lead to the page itself. `needed` links lead to teams, or to pages made with the link, that need its
    host. `shared` links lead to where it is a member of a pool, a choice or an optional attendee. Each link is counted
    only once, under the first of these.
    """

    direct: int = 0
    needed: int = 0
    shared: int = 0

    @property
    def elsewhere(self) -> int:
        return self.needed + self.shared


def impact_of(page: Page, now: datetime) -> Impact:
    """Return the links that pausing or archiving the booking page affects. Always three queries."""
    needed, shared = _pages_using(page)
    conditions = {
        "direct": _leading_to([page.pk]),
        "needed": _leading_to(needed),
        "shared": _leading_to(shared - needed),
    }
    leading_there = _leading_to([page.pk, *needed, *shared])
    with fresh_plans():
        counts = _not_ended(leading_there, page.organization_id, now).aggregate(
            **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
        )
    return Impact(**counts)


def _pages_using(page: Page) -> tuple[set[int], set[int]]:
    """Return the ids of the other pages that need the booking page's host, and of those where it is one of several."""
    seats = RuleSeat.objects.filter(rule__page__archived_at=None, rule__event_type__archived_at=None)
    seats = seats.filter(Q(page=page) | Q(pool__members__page=page, pool__members__active=True))
    needed, shared = set[int](), set[int]()
    for pk, page_of_seat, optional in seats.values_list("rule__page", "page", "optional"):
        if page_of_seat and not optional:
            needed.add(pk)
        else:
            shared.add(pk)
    choices = IncludedPage.objects.filter(page=page, master__archived_at=None)
    return needed, shared | set(choices.values_list("master", flat=True))


def _leading_to(pages: Collection[int] | QuerySet[Page]) -> Q:
    return Q(page__in=pages) | Q(parent__page__in=pages)


def live_links_to(page: Page, now: datetime) -> int:
    """Return how many links to the page are live, or only dead because the page is paused."""
    return _count_live(_leading_to([page.pk]), page.organization_id, now)


def live_links_offering(event_type: EventType, now: datetime) -> int:
    """Return how many live links lead to pages that offer the event type."""
    pages = Page.objects.current().filter(offered__event_type=event_type)
    return _count_live(_leading_to(pages), event_type.organization_id, now)


def _count_live(leading_there: Q, organization_id: int, now: datetime) -> int:
    with fresh_plans():
        return _not_ended(leading_there, organization_id, now).count()


def _not_ended(leading_there: Q, organization_id: int, now: datetime) -> QuerySet[Link]:
    """Return the links that have not ended. They are found by their ends, not among all links that ever led there."""
    condition = not_ended(Parents(organization_id), now)
    return Link.objects.filter(leading_there, condition, organization_id=organization_id).filter(
        Q(max_uses=None) | UNSPENT, revoked_at=None
    )
