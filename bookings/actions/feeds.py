"""Making, changing and withdrawing the address at which another calendar program reads a user's meetings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.token_fields import signing_kid
from bookings.errors import NoFeed
from bookings.models import HostFeed
from core.tokens import new_handle


def keep_feed(*, user: User, details: bool, now: datetime) -> HostFeed:
    """Make the user's address, or change what is read there. One that was withdrawn stays so: a new one is made.

    Raise NoFeed if the user has been deactivated meanwhile.
    """
    with _locked_while_active(user):
        feed = _locked_feed(user) or HostFeed(user=user, created_at=now)
        feed.details = details
        if feed.revoked_at is not None:
            _renew(feed, now)
        feed.save()
    return feed


def renew_feed(*, user: User, now: datetime) -> HostFeed:
    """Replace the user's address by a new one: the former opens nothing from now on. Raise NoFeed."""
    with _locked_while_active(user):
        feed = _locked_feed(user)
        if feed is None or feed.revoked_at is not None:
            raise NoFeed
        _renew(feed, now)
        feed.save()
    return feed


def withdraw_feed(*, user: User, now: datetime) -> None:
    """Withdraw the user's address for good."""
    HostFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


def withdraw_on_deactivation(user: User) -> None:
    """Withdraw the address of a user who is deactivated, inside the caller's transaction."""
    withdraw_feed(user=user, now=timezone.now())


def _locked_feed(user: User) -> HostFeed | None:
    return HostFeed.objects.select_for_update(no_key=True).filter(user=user).first()


def _renew(feed: HostFeed, now: datetime) -> None:
    feed.kid, feed.handle, feed.created_at, feed.revoked_at = signing_kid(), new_handle(), now, None


@contextmanager
def _locked_while_active(user: User) -> Iterator[None]:
    """Run one transaction at a time for the user's address, before they are deactivated or not at all."""
    with transaction.atomic(durable=True):
        if User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True).first() is None:
            raise NoFeed
        yield
