"""Reads of accounts: members, invitations and email addresses."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet

from accounts.models import Invitation, Organization, SignIn, User

# Recovery codes are not among them: they replace one of these when it is lost.
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def members_of(organization_id: int) -> QuerySet[User]:
    """Return all users of the organization, inactive ones last."""
    return User.objects.filter(organization_id=organization_id).order_by("-is_active", "name", "pk")


def active_admins(organization_id: int) -> QuerySet[User]:
    """Return the active admins of the organization."""
    return User.objects.filter(organization_id=organization_id, role=User.Role.ADMIN, is_active=True)


def has_other_admin(user: User) -> bool:
    """Return whether the user's organization has an active admin besides them."""
    return active_admins(user.organization_id).exclude(pk=user.pk).exists()


def open_invitations(organization_id: int, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations that can still be accepted, the newest first, with their senders loaded."""
    return (
        Invitation.objects.open(now)
        .filter(organization_id=organization_id)
        .select_related("invited_by")
        .order_by("-created_at", "-pk")
    )


def pending_addresses(user: User) -> QuerySet[EmailAddress]:
    """Return the unconfirmed addresses that would replace the user's."""
    waiting: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=user, verified=False)
    return waiting.exclude(email__iexact=user.email)


def pending_address(user: User) -> EmailAddress | None:
    """Return the latest unconfirmed address that would replace the user's, or None."""
    return pending_addresses(user).order_by("pk").last()


def address_of(user: User) -> EmailAddress | None:
    """Return allauth's record of the user's current address, which says whether it was confirmed, or None."""
    address: EmailAddress | None = EmailAddress.objects.filter(user=user, email__iexact=user.email).first()
    return address


def has_second_factor(user: User) -> bool:
    """Return whether the user has set up a second factor."""
    return is_mfa_enabled(user, SECOND_FACTORS) is True


def must_add_second_factor(user: User) -> bool:
    """Return whether the user has to set up a second factor before anything else.

    Superusers see all organizations, so the strictest one's rule is theirs.
    """
    required = user.organization.requires_second_factor
    if user.is_superuser and not required:
        required = Organization.objects.filter(requires_second_factor=True).exists()
    return required and not has_second_factor(user)


def recent_sign_ins(user: User) -> QuerySet[SignIn]:
    """Return the user's sign-ins, the newest first."""
    return user.sign_ins.order_by("-at", "-pk")
