"""Reads of accounts: who is in an organization, and who has been asked in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from accounts.models import Invitation, User


def members_of(organization_id: int) -> QuerySet[User]:
    """Everybody of the organization, the switched-off ones last."""
    return User.objects.filter(organization_id=organization_id).order_by("-is_active", "name", "pk")


def open_invitations(organization_id: int, now: datetime) -> QuerySet[Invitation]:
    """Those that can still be accepted, the newest first, with who sent them."""
    return (
        Invitation.objects.open(now)
        .filter(organization_id=organization_id)
        .select_related("invited_by")
        .order_by("-created_at", "-pk")
    )


def pending_addresses(user: User) -> QuerySet[EmailAddress]:
    """Addresses that wait to take the place of the user's."""
    waiting: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=user, verified=False)
    return waiting.exclude(email__iexact=user.email)


def pending_address(user: User) -> EmailAddress | None:
    """The address that is to become the user's, if there is one."""
    return pending_addresses(user).order_by("pk").last()


def address_of(user: User) -> EmailAddress | None:
    """allauth's record of the address in use, which says whether it was confirmed."""
    address: EmailAddress | None = EmailAddress.objects.filter(user=user, email__iexact=user.email).first()
    return address
