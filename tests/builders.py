"""Rows for the tests, made by the application's own actions."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.test import Client

from accounts import devices
from accounts.actions import add_member
from accounts.models import User
from bookings.submission import Customer, Submission
from core.statements import compiled_once
from links.actions import mint
from links.models import Link, ManagedLinks
from pages.actions import (
    Membership,
    Rule,
    add_time_off,
    block_time,
    make_first_page,
    save_choices,
    save_event_type,
    save_holidays,
    save_master,
    save_pool,
    save_rules,
)
from pages.actions import open_account as open_account_action
from pages.models import Distribution, EventType, Page, Pool
from pages.standard_fields import STANDARD_FIELDS

NOW = datetime(2030, 1, 7, 8, 0, tzinfo=UTC)
# Monday 7 January 2030, 15:00 in Madrid: offered at NOW by the page every account starts with.
START = datetime(2030, 1, 7, 14, 0, tzinfo=UTC)


def forged(token: str) -> str:
    """Return the token with another last character."""
    return token[:-1] + ("0" if token[-1] != "0" else "1")


def with_known_device(client: Client) -> Client:
    """Make the browser one in which somebody has signed in before. Return it."""
    response = HttpResponse()
    devices.note_device(HttpRequest(), response, "somebody@acme.example")
    client.cookies.update(response.cookies)
    return client


def open_account(name: str, email: str, organization: str, time_zone: str = "Europe/Madrid") -> User:
    """An admin with a new organization, ready to share."""
    return open_account_action(
        signups="open",
        organization_name=organization,
        name=name,
        email=email,
        password="correct horse battery",
        time_zone=time_zone,
    )


def add_colleague(admin: User, name: str, email: str, role: str = User.Role.MEMBER) -> User:
    """A further user of the admin's organization, ready to share."""
    user = add_member(
        organization=admin.organization,
        email=email,
        name=name,
        role=role,
        time_zone="Europe/Madrid",
        password="correct horse battery",
    )
    make_first_page(user)
    return user


def admin_form(row: Model) -> dict[str, Any]:
    """Return the row as its form in Django admin would send it unchanged, without empty fields."""
    return {name: value for name, value in model_to_dict(row).items() if value not in (None, [])}


def one_time_link(owner: User, **choices: Any) -> Link:
    """A one-time link to the owner's first page, made at NOW."""
    page = first_page.first(owner.pk)
    assert page is not None
    return mint(actor=owner, page=page, now=choices.pop("now", NOW), **choices)


@compiled_once
def first_page(owner: int) -> QuerySet[Page]:
    """The owner's first page. Hundreds of tests begin with a link to it."""
    return Page.objects.filter(owner=owner).order_by("pk")[:1]


def submission(event_type_id: int, start: datetime = START, **changes: Any) -> Submission:
    """A valid form of one customer, with a key of its own."""
    customer = Customer(
        name=changes.pop("name", "Priya Shah"),
        email=changes.pop("email", "priya@example.com"),
        zone=changes.pop("zone", "Asia/Kolkata"),
    )
    return Submission(
        key=changes.pop("key", None) or uuid.uuid4(),
        event_type_id=event_type_id,
        start=start,
        customer=customer,
        standard={field.key: changes.pop(field.key) for field in STANDARD_FIELDS if field.key in changes},
        **changes,
    )


def add_time_away(person: User) -> None:
    """Add a day off, a blocked hour and the holidays of a country, in a year that no other test uses."""
    later = NOW.replace(year=2032)
    add_time_off(actor=person, owner=person, first=later.date(), last=later.date(), now=NOW)
    block_time(actor=person, owner=person, starts_at=later, ends_at=later + timedelta(hours=1), now=NOW)
    save_holidays(actor=person, country="ES", region="", worked=[], now=NOW)


def managed_event_type(admin: User, name: str = "Team call", **settings: Any) -> EventType:
    """An event type that everybody may offer."""
    event_type = EventType(name=name, managed=True, locked=False, **settings)
    return save_event_type(actor=admin, event_type=event_type, now=NOW)


def pool_of(
    admin: User, members: Sequence[Page | Membership], distribution: str = Distribution.ROUND_ROBIN, name: str = "Sales"
) -> Pool:
    """A pool of the booking pages, in their order."""
    memberships = [member if isinstance(member, Membership) else Membership(member) for member in members]
    return save_pool(actor=admin, pool=Pool(name=name, distribution=distribution), members=memberships, now=NOW)


def master_page(admin: User, scenario: str = Page.Scenario.TEAM, name: str = "Meet the team", **changes: Any) -> Page:
    """A master page without content."""
    page = Page(kind=Page.Kind.MASTER, scenario=scenario, name=name, **changes)
    return save_master(actor=admin, page=page, now=NOW)


def team_page(admin: User, event_type: EventType, *seats: Page | Pool, name: str = "Meet the team") -> Page:
    """A team-or-panel page with one rule: the first of the seats leads."""
    page = master_page(admin, name=name)
    save_rules(actor=admin, page=page, rules=[Rule(event_type, seats[0], seats[1:])], now=NOW)
    return page


def choices_page(
    admin: User, scenario: str, pages: Sequence[Page], event_types: Sequence[EventType], name: str = "Find somebody"
) -> Page:
    """A master page whose customers choose from the booking pages, each of which offers the event types."""
    for page in pages:
        page.event_types.add(*event_types)
    master = master_page(admin, scenario, name)
    save_choices(actor=admin, page=master, included=pages, event_types=event_types, now=NOW)
    return master


def add_colleagues(admin: User, number: int) -> list[Page]:
    """Add members to the admin's organization. Return their booking pages, in the order of their ids."""
    users = [add_colleague(admin, f"Member {i}", f"member{i}@acme.example") for i in range(1, number + 1)]
    return [user.pages.get() for user in users]


def managed_links(admin: User) -> ManagedLinks:
    """Managed links that were given to nobody yet."""
    return ManagedLinks.objects.create(
        organization=admin.organization,
        name="Managed",
        event_type=admin.event_types.order_by("pk")[0],
        created_by=admin,
        created_at=NOW,
    )
