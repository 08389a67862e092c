"""Master pages of every scenario, each entered at its public address or through a one-time link."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from links.actions import mint
from pages.actions import Rule, save_rules
from pages.models import Distribution, EventType, Page, WeeklyHours
from tests.builders import NOW, add_colleagues, choices_page, managed_event_type, master_page, pool_of, team_page

WAYS = ("public page", "one-time link")
TEAM, EVENTS_FIRST, PAGES_FIRST = Page.Scenario.TEAM, Page.Scenario.EVENT_TYPES_FIRST, Page.Scenario.PAGES_FIRST


def address_of(ana: User, page: Page, way: str, **choices: Any) -> str:
    """Where a customer opens the page."""
    if way == "public page":
        return reverse("public-page", args=[page.organization.slug, page.slug])
    return reverse("link", args=[mint(actor=ana, page=page, now=choices.pop("now", NOW), **choices).token()])


def master_of(ana: User, scenario: str, hosts: int, event_types: list[EventType] | None = None) -> Page:
    """A page of the scenario with that many hosts; a team's share a pool in which whoever is idle longest is next."""
    offered, pages = event_types or [managed_event_type(ana)], add_colleagues(ana, hosts)
    if scenario != TEAM:
        return choices_page(ana, scenario, pages, offered)
    pool, master = pool_of(ana, pages, Distribution.LONGEST_IDLE), master_page(ana)
    save_rules(actor=ana, page=master, rules=[Rule(event_type, pool) for event_type in offered], now=NOW)
    return master


def panel_of(ana: User, hosts: int, **settings: Any) -> Page:
    """A page on which all the hosts are needed, the first of whom leads."""
    return team_page(ana, managed_event_type(ana, **settings), *add_colleagues(ana, hosts))


def open_only(page: Page, opens: int, closes: int, zone: str = "Europe/Madrid") -> None:
    """Gives the booking page these hours on Mondays, and no others."""
    assert page.schedule is not None
    WeeklyHours.objects.filter(schedule=page.schedule).delete()
    WeeklyHours.objects.create(schedule=page.schedule, weekday=1, opens=opens * 60, closes=closes * 60)
    page.schedule.time_zone = zone
    page.schedule.save()
