"""Opening an account and joining one. Each new user gets a page that is ready to share."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import locks
from accounts.actions import add_member, create_organization, find_invitation, sign_up_is_open
from accounts.errors import SignUpsClosed
from accounts.models import User
from pages.models import EventType, Page, PageEventType, Schedule, WeeklyHours

NINE, FIVE = 9 * 60, 17 * 60
MONDAY_TO_FRIDAY = range(1, 6)
SHORTEST_SLUG, LONGEST_STEM = 4, 50


def open_account(
    *, signups: str, organization_name: str, name: str, email: str, password: str | None, time_zone: str
) -> User:
    """Create an organization and its first admin, with a page that is ready to share.

    `signups` is the setting. With `first`, exactly one of several simultaneous sign-ups succeeds. Raise SignUpsClosed
    or AddressTaken.
    """
    with transaction.atomic(durable=True):
        # Needed with `open` too: two new organizations of one name must not take the same public address.
        locks.hold_sign_up()
        if not sign_up_is_open(signups=signups):
            raise SignUpsClosed
        user = add_member(
            organization=create_organization(name=organization_name),
            email=email,
            name=name,
            role=User.Role.ADMIN,
            time_zone=time_zone,
            password=password,
        )
        make_first_page(user)
    return user


def accept_invitation(*, key: str, name: str, password: str, time_zone: str, now: datetime) -> User:
    """Accept an invitation, which works once. Raise InvitationDead or AddressTaken."""
    with transaction.atomic(durable=True):
        # A new user changes what the organization offers. The organization's lock comes before all row locks.
        locks.hold_organization(find_invitation(key=key, now=now).organization_id)
        invitation = find_invitation(key=key, now=now, lock=True)
        user = add_member(
            organization=invitation.organization,
            email=invitation.email,
            name=name,
            role=invitation.role,
            time_zone=time_zone,
            password=password,
        )
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        make_first_page(user)
    return user


def make_first_page(user: User) -> Page:
    """Create a schedule, an event type and a booking page for a new user, inside the caller's transaction."""
    schedule = Schedule.objects.create(
        organization=user.organization, owner=user, name=_("Working hours"), time_zone=user.time_zone
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(schedule=schedule, weekday=weekday, opens=NINE, closes=FIVE) for weekday in MONDAY_TO_FRIDAY
    )
    event_type = EventType.objects.create(
        organization=user.organization, owner=user, name=_("30-minute meeting"), duration=30
    )
    page = Page.objects.create(
        organization=user.organization,
        owner=user,
        host=user,
        schedule=schedule,
        name=user.name,
        slug=free_page_slug(user.organization_id, user.name),
    )
    PageEventType.objects.create(page=page, event_type=event_type)
    return page


def free_page_slug(organization_id: int, name: str) -> str:
    """Return an unused public link made from the name, with a number added if it is taken."""
    stem = slugify(name)[:LONGEST_STEM] or "page"
    if len(stem) < SHORTEST_SLUG:
        stem += "-page"
    slug, number = stem, 2
    while Page.objects.filter(organization_id=organization_id, slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
