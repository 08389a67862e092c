"""Checks of what may be put on a page, and writes of rules. They all run inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from pages.errors import TeamNeedsAutomaticBooking, WrongChoice
from pages.models import EventType, Page, PageEventType, Pool, RuleSeat


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a team-or-panel page: an event type and who is assigned to it.

    `assignment` leads, and everybody in `team` is needed too. The `optional` attendees are invited, but neither needed
    nor blocked.
    """

    event_type: EventType
    assignment: Page | Pool
    team: tuple[Page | Pool, ...] = ()
    optional: tuple[Page, ...] = ()

    @property
    def everybody(self) -> list[Page | Pool]:
        """All who are assigned, in the order of their seats."""
        return [self.assignment, *self.team, *self.optional]


def check_event_types(allowed: QuerySet[EventType], event_types: Sequence[EventType]) -> None:
    """Raise WrongChoice if one of the event types is not in `allowed`, or comes twice."""
    wanted = [event_type.pk for event_type in event_types]
    if allowed.filter(pk__in=wanted).count() != len(wanted):
        raise WrongChoice


def check_automatic_booking(event_types: Sequence[EventType]) -> None:
    """Raise TeamNeedsAutomaticBooking if one of the event types needs approval or has several sessions."""
    if EventType.objects.filter(pk__in=[event_type.pk for event_type in event_types], books_at_once=False).exists():
        raise TeamNeedsAutomaticBooking


def check_usable(organization_id: int, everybody: Sequence[Page | Pool]) -> None:
    """Raise WrongChoice if one of the booking pages and pools is given twice or not usable in the organization."""
    page_ids = [row.pk for row in everybody if isinstance(row, Page)]
    pool_ids = [row.pk for row in everybody if isinstance(row, Pool)]
    pools = Pool.objects.current().filter(organization_id=organization_id)
    if Page.objects.bookable_in(organization_id).filter(pk__in=page_ids).count() != len(page_ids):
        raise WrongChoice
    if pools.filter(pk__in=pool_ids).count() != len(pool_ids):
        raise WrongChoice


def write_rules(page: Page, rules: Sequence[Rule]) -> None:
    """Replace the page's rules by these, which the caller has checked."""
    page.offered.all().delete()
    add_rules([(page, rules)])


def add_rules(pages: Sequence[tuple[Page, Sequence[Rule]]]) -> None:
    """Write the first rules of the pages, which the caller has checked. Two statements, however many pages."""
    numbered = [(page, position, rule) for page, rules in pages for position, rule in enumerate(rules)]
    rows = PageEventType.objects.bulk_create(
        PageEventType(page=page, event_type=rule.event_type, position=position, at_once=True)
        for page, position, rule in numbered
    )
    seats = []
    for row, (_page, _position, rule) in zip(rows, numbered, strict=True):
        for position, assigned in enumerate(rule.everybody):
            page = assigned if isinstance(assigned, Page) else None
            pool = assigned if isinstance(assigned, Pool) else None
            # Optional attendees come after the assignment and the team.
            optional = position > len(rule.team)
            seats.append(RuleSeat(rule=row, position=position, page=page, pool=pool, optional=optional))
    RuleSeat.objects.bulk_create(seats)
