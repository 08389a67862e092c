"""What may be put on a page, and the rules of a team or panel. All inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from pages.errors import TeamsBookAtOnce, WrongChoice
from pages.models import EventType, Page, PageEventType, Pool, RuleSeat


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a team-or-panel page: the booking assignment leads, the additional team members follow.

    The optional attendees are invited, and neither needed nor blocked.
    """

    event_type: EventType
    assignment: Page | Pool
    team: tuple[Page | Pool, ...] = ()
    optional: tuple[Page, ...] = ()

    @property
    def everybody(self) -> list[Page | Pool]:
        """In the order of their seats."""
        return [self.assignment, *self.team, *self.optional]


def check_event_types(allowed: QuerySet[EventType], event_types: Sequence[EventType]) -> None:
    """Raises WrongChoice where one is not allowed, or comes twice."""
    wanted = [event_type.pk for event_type in event_types]
    if allowed.filter(pk__in=wanted).count() != len(wanted):
        raise WrongChoice


def check_at_once(event_types: Sequence[EventType]) -> None:
    """Raises TeamsBookAtOnce where one needs an approval or has several sessions."""
    if EventType.objects.filter(pk__in=[event_type.pk for event_type in event_types], books_at_once=False).exists():
        raise TeamsBookAtOnce


def check_there(organization_id: int, everybody: Sequence[Page | Pool]) -> None:
    """Raises WrongChoice where a booking page or pool is not to be had, or comes twice."""
    pages = [one.pk for one in everybody if isinstance(one, Page)]
    pools = [one.pk for one in everybody if isinstance(one, Pool)]
    current = Pool.objects.current().filter(organization_id=organization_id)
    if Page.objects.bookable_in(organization_id).filter(pk__in=pages).count() != len(pages):
        raise WrongChoice
    if current.filter(pk__in=pools).count() != len(pools):
        raise WrongChoice


def write_rules(page: Page, rules: Sequence[Rule]) -> None:
    """Puts them, which have been checked, in the place of those that the page has."""
    page.offered.all().delete()
    add_rules([(page, rules)])


def add_rules(pages: Sequence[tuple[Page, Sequence[Rule]]]) -> None:
    """Gives pages that have none their rules, which have been checked: two statements, however many pages."""
    given = [(page, position, rule) for page, rules in pages for position, rule in enumerate(rules)]
    rows = PageEventType.objects.bulk_create(
        PageEventType(page=page, event_type=rule.event_type, position=position, at_once=True)
        for page, position, rule in given
    )
    RuleSeat.objects.bulk_create(
        RuleSeat(
            rule=row,
            position=position,
            page=one if isinstance(one, Page) else None,
            pool=one if isinstance(one, Pool) else None,
            # They come last.
            optional=position > len(rule.team),
        )
        for row, (_page, _position, rule) in zip(rows, given, strict=True)
        for position, one in enumerate(rule.everybody)
    )
