"""Writes of accounts: organizations, members, invitations, history."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Model

from accounts import locks
from accounts.errors import AddressTaken, InvitationDead, LastAdmin
from accounts.models import HistoryEntry, Invitation, Organization, User, free_slug

INVITATION_LIFE = timedelta(days=14)
INVITATION_SALT = "accounts.invitation"


def remember(
    *, subject: Model, organization_id: int, verb: str, actor: User | None, at: datetime, **details: Any
) -> HistoryEntry:
    """Appends to the history, inside the caller's transaction; `details` is JSON, with nothing secret in it."""
    return HistoryEntry.objects.create(
        organization_id=organization_id,
        subject=subject._meta.model_name or "",
        subject_id=subject.pk,
        verb=verb,
        actor=actor,
        at=at,
        details=details,
    )


def add_member(
    *, organization: Organization, email: str, name: str, role: str, time_zone: str, password: str | None
) -> User:
    """A user of the organization, inside the caller's transaction. Raises AddressTaken."""
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    return User.objects.create_user(
        email, password, organization=organization, name=name, role=role, time_zone=time_zone
    )


def create_organization(*, name: str) -> Organization:
    """An organization with a public address made from its name, inside the caller's transaction."""
    return Organization.objects.create(name=name, slug=free_slug(name))


def invite(*, actor: User, email: str, role: str, now: datetime) -> Invitation:
    """Invites a colleague; an open invitation of the same address is renewed. Raises AddressTaken."""
    with transaction.atomic(durable=True):
        if User.objects.filter(email__iexact=email).exists():
            raise AddressTaken
        invitation, _made = Invitation.objects.update_or_create(
            organization_id=actor.organization_id,
            email__iexact=email,
            accepted_at=None,
            defaults={"role": role, "expires_at": now + INVITATION_LIFE, "invited_by": actor},
            create_defaults={
                "email": email,
                "role": role,
                "expires_at": now + INVITATION_LIFE,
                "invited_by": actor,
            },
        )
    return invitation


def withdraw_invitation(*, actor: User, invitation_id: int) -> None:
    """Deletes an open invitation of the actor's organization; its address is dead at once."""
    Invitation.objects.filter(
        organization_id=actor.organization_id, pk=invitation_id, accepted_at=None
    ).delete()


def invitation_key(invitation: Invitation) -> str:
    """The signed key of the address that accepts the invitation; derived, never stored."""
    return signing.dumps(invitation.pk, salt=INVITATION_SALT)


def find_invitation(*, key: str, now: datetime, lock: bool = False) -> Invitation:
    """The open invitation of a key. Raises InvitationDead."""
    try:
        pk = signing.loads(key, salt=INVITATION_SALT)
    except signing.BadSignature as error:
        raise InvitationDead from error
    invitations = Invitation.objects.open(now)
    if lock:
        invitations = invitations.select_for_update()
    invitation = invitations.filter(pk=pk).first()
    if invitation is None:
        raise InvitationDead
    return invitation


def change_member(*, actor: User, member: User, role: str, is_active: bool) -> User:
    """Changes a colleague's role or takes them out; waits for the bookings under way.

    Raises LastAdmin when nobody would be left to administer.
    """
    with transaction.atomic(durable=True):
        locks.hold_organization(actor.organization_id)
        member = User.objects.select_for_update().get(pk=member.pk, organization_id=actor.organization_id)
        others = User.objects.filter(
            organization_id=actor.organization_id, role=User.Role.ADMIN, is_active=True
        ).exclude(pk=member.pk)
        if not (is_active and role == User.Role.ADMIN) and not others.exists():
            raise LastAdmin
        member.role, member.is_active = role, is_active
        member.save(update_fields=["role", "is_active"])
    return member
