"""Writes of organizations, their members and invitations."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from accounts import locks
from accounts.actions.api_tokens import revoke_all_tokens
from accounts.actions.history import add_history
from accounts.actions.pictures import drop_photo
from accounts.errors import (
    AddressTaken,
    AmbiguousOrganization,
    InvitationDead,
    LastAdmin,
    NoSecondFactor,
    PublicAddressTaken,
    SuperuserOnly,
)
from accounts.models import Invitation, Organization, SignIn, User, unused_slug
from accounts.queries import has_other_admin, has_second_factor, pending_addresses
from accounts.verbs import Verb

INVITATION_LIFE = timedelta(days=14)
INVITATION_SALT = "accounts.invitation"
SIGN_INS_KEPT = timedelta(days=180)


def add_member(
    *, organization: Organization, email: str, name: str, role: str, time_zone: str, password: str | None
) -> User:
    """Create a user in the organization, inside the caller's transaction. Raise AddressTaken."""
    try:
        with transaction.atomic():
            return User.objects.create_user(
                email, password, organization=organization, name=name, role=role, time_zone=time_zone
            )
    except IntegrityError as error:
        if "user_email_once" not in str(error):
            raise
        raise AddressTaken from error


def sign_up_is_open(*, signups: str) -> bool:
    """Return whether a new organization may sign up now. `signups` is the setting.

    `open_account` asks again under a lock.
    """
    return signups == "open" or (signups == "first" and not User.objects.exists())


def create_organization(*, name: str) -> Organization:
    """Create an organization with a public address made from its name, inside the caller's transaction."""
    return Organization.objects.create(name=name, slug=unused_slug(name))


def invite(*, actor: User, email: str, role: str, now: datetime) -> Invitation:
    """Create an invitation for a colleague, or renew the open one of the same address. Raise AddressTaken."""
    with transaction.atomic(durable=True):
        return _invite(actor.organization, email, role, actor, now)


def invite_by_operator(*, email: str, role: str, organization: str, now: datetime) -> Invitation:
    """Invite somebody into the organization of a name, which is created if there is none.

    Without a name it is the only organization, or the first one, named after the domain of the address. Raise
    AmbiguousOrganization if there are several, or AddressTaken.
    """
    with transaction.atomic(durable=True):
        locks.hold_sign_up()
        candidates = Organization.objects.filter(name=organization) if organization else Organization.objects.all()
        found = list(candidates[:2])
        if len(found) > 1:
            raise AmbiguousOrganization
        chosen = found[0] if found else create_organization(name=organization or email.rpartition("@")[2])
        return _invite(chosen, email, role, None, now)


def _invite(organization: Organization, email: str, role: str, inviter: User | None, now: datetime) -> Invitation:
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    fields = {"role": role, "expires_at": now + INVITATION_LIFE, "invited_by": inviter}
    invitation, _created = Invitation.objects.update_or_create(
        organization=organization,
        email__iexact=email,
        accepted_at=None,
        defaults=fields,
        create_defaults={"email": email, **fields},
    )
    return invitation


def withdraw_invitation(*, actor: User, invitation_id: int) -> None:
    """Delete an open invitation of the actor's organization. The address in its mail is dead at once."""
    Invitation.objects.filter(organization_id=actor.organization_id, pk=invitation_id, accepted_at=None).delete()


def invitation_key(invitation: Invitation) -> str:
    """Return the signed key in the address that accepts the invitation. It is derived and never stored."""
    return signing.dumps(invitation.pk, salt=INVITATION_SALT)


def find_invitation(*, key: str, now: datetime, lock: bool = False) -> Invitation:
    """Return the open invitation of a key, locked if asked for. Raise InvitationDead."""
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
    """Change a colleague's role, or deactivate them. Wait for bookings under way.

    Raise LastAdmin if no active admin would be left, or SuperuserOnly if only the colleague is a superuser.
    """
    with transaction.atomic(durable=True):
        locks.hold_organization(actor.organization_id)
        member = User.objects.select_for_update().get(pk=member.pk, organization_id=actor.organization_id)
        if member.is_superuser and not actor.is_superuser:
            raise SuperuserOnly
        stays_admin = is_active and role == User.Role.ADMIN
        if not stays_admin and not has_other_admin(member):
            raise LastAdmin
        if member.is_active and not is_active:
            end_access(user=member)
        member.role, member.is_active = role, is_active
        member.save(update_fields=["role", "is_active"])
    return member


def end_access(*, user: User) -> None:
    """End all access of a user who is deactivated, inside the caller's transaction.

    These are sessions, addresses that set a new password (`accounts/reset_tokens.py`), a change of the email address,
    unused invitations, API tokens, and what the apps above name in the settings. The photo is deleted too, so that
    customers do not see somebody who has left.
    """
    end_sessions(user=user)
    drop_photo(user=user)
    revoke_all_tokens(user=user)
    pending_addresses(user).delete()
    Invitation.objects.filter(invited_by=user, accepted_at=None).delete()
    for name in settings.ON_DEACTIVATION:
        import_string(name)(user)


def end_sessions(*, user: User) -> int:
    """End all sessions of the user, for good. Return how often that was done so far."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    return User.objects.values_list("sessions_ended", flat=True).get(pk=user.pk)


def record_sign_in(*, user: User, at: datetime, how: str, second_step: str, address: str | None, agent: str) -> None:
    """Record that the user signed in. A chore of the worker deletes the record after SIGN_INS_KEPT."""
    SignIn.objects.create(user=user, at=at, how=how, second_step=second_step, address=address, agent=agent)


def change_profile(*, actor: User, name: str, time_zone: str, clock: str, language: str) -> User:
    """Change the actor's own profile. Schedules keep their time zones, and meetings their times."""
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        user.name, user.time_zone, user.clock, user.language = name, time_zone, clock, language
        user.save(update_fields=["name", "time_zone", "clock", "language"])
    return user


def change_mails(*, actor: User, **choices: bool) -> None:
    """Set which mails the actor gets, by the columns of MailChoices."""
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        for name, value in choices.items():
            setattr(user, name, value)
        user.save(update_fields=list(choices))


def change_delegates(*, actor: User, delegates: Iterable[User], now: datetime) -> None:
    """Set who may make links in the actor's name. Users of other organizations are ignored."""
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        chosen = [delegate.pk for delegate in delegates]
        colleagues = User.objects.filter(organization_id=actor.organization_id, pk__in=chosen).exclude(pk=actor.pk)
        user.delegates.set(colleagues)
        add_history(
            subject=user,
            organization_id=user.organization_id,
            verb=Verb.DELEGATES,
            actor=actor,
            at=now,
            delegates=[colleague.pk for colleague in colleagues],
        )


class OrganizationFields(TypedDict, total=False):
    """The fields of an organization that its admins may change."""

    name: str
    slug: str
    link_life: int
    first_day: int | None
    language: str
    requires_second_factor: bool
    brand_colour: str
    websites: list[str]
    hide_product: bool


def change_organization(*, actor: User, now: datetime, **fields: Unpack[OrganizationFields]) -> Organization:
    """Change fields of the actor's organization.

    Raise PublicAddressTaken if another one has the public address, or NoSecondFactor if an actor without a second
    factor requires one of all members.
    """
    try:
        with transaction.atomic(durable=True):
            organization = Organization.objects.select_for_update(no_key=True).get(pk=actor.organization_id)
            former = organization.requires_second_factor
            for name, value in fields.items():
                setattr(organization, name, value)
            organization.save(update_fields=list(fields))
            required = organization.requires_second_factor
            if required and not former and not has_second_factor(actor):
                raise NoSecondFactor
            if required != former:
                add_history(
                    subject=organization,
                    organization_id=organization.pk,
                    verb=Verb.CHANGED,
                    actor=actor,
                    at=now,
                    requires_second_factor=required,
                )
    except IntegrityError as error:
        if "slug" not in str(error):
            raise
        raise PublicAddressTaken from error
    return organization


def ensure_address(*, user: User) -> EmailAddress:
    """Return allauth's record of the user's current email address. Create it if there is none."""
    with transaction.atomic():
        address, _made = EmailAddress.objects.get_or_create(
            user=user, email=user.email.lower(), defaults={"primary": True, "verified": False}
        )
    return address


def begin_email_change(*, actor: User, email: str) -> EmailAddress:
    """Note the address that will replace the actor's once it is confirmed. Until then the current one stays.

    Raise AddressTaken, also for the actor's own address.
    """
    with transaction.atomic(durable=True):
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if User.objects.filter(email__iexact=email).exists():
            raise AddressTaken
        pending_addresses(actor).delete()
        return EmailAddress.objects.create(user=actor, email=email.lower())


def cancel_email_change(*, actor: User) -> None:
    """Delete the address that waits for confirmation."""
    pending_addresses(actor).delete()
