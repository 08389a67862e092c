"""Whom customers meet through a reusable link."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from links.models import Link
from pages.models import Page, RuleSeat


@dataclass(frozen=True, slots=True)
class Hosting:
    """Whom customers meet through a link: people or a pool, and the optional attendees."""

    people: tuple[str, ...] = ()
    pool: str = ""
    optional: tuple[str, ...] = ()


def hosts_by_link(links: Sequence[Link]) -> dict[int, Hosting]:
    """Return the hosts of each link.

    A link of the wizard has the same seats for each event type, so the first one's are read.
    """
    seats: dict[int, dict[int, list[RuleSeat]]] = defaultdict(lambda: defaultdict(list))
    wizard_pages = [link.target.pk for link in links if link.target.by_wizard]
    rows = RuleSeat.objects.filter(rule__page_id__in=wizard_pages).select_related("rule", "page", "pool")
    for seat in rows.order_by("rule__position", "rule_id", "position", "pk"):
        seats[seat.rule.page_id][seat.rule_id].append(seat)
    return {link.pk: _hosts_of(link.target, next(iter(seats[link.target.pk].values()), [])) for link in links}


def _hosts_of(page: Page, seats: Sequence[RuleSeat]) -> Hosting:
    if not page.by_wizard:
        return Hosting(people=(page.name if page.host is None else page.host.name,))
    pages = [(seat.page.name, seat.optional) for seat in seats if seat.page is not None]
    return Hosting(
        people=tuple(name for name, optional in pages if not optional),
        pool=next((seat.pool.name for seat in seats if seat.pool is not None), ""),
        optional=tuple(name for name, optional in pages if optional),
    )
