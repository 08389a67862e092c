"""What the tests need to stand on, made through the application's own actions."""

import uuid
from datetime import UTC, datetime
from typing import Any

from accounts.actions import add_member
from accounts.models import User
from bookings.submission import Customer, Submission
from links.actions import mint
from links.models import Link
from pages.actions import make_ready
from pages.actions import open_account as open_account_action

NOW = datetime(2030, 1, 7, 8, 0, tzinfo=UTC)
# Monday 7 January 2030, 15:00 in Madrid: offered at NOW by the page every account starts with.
START = datetime(2030, 1, 7, 14, 0, tzinfo=UTC)


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
    make_ready(user)
    return user


def one_time_link(owner: User, **choices: Any) -> Link:
    """A one-time link to the owner's first page, made at NOW."""
    return mint(actor=owner, page=owner.pages.order_by("pk")[0], now=choices.pop("now", NOW), **choices)


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
        **changes,
    )
