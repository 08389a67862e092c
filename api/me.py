"""Who the token acts for, and what it may."""

from datetime import datetime

from django.utils import timezone
from ninja.responses import Status

from accounts.actions import revoke_api_token
from api.auth import Caller
from api.door import NounRouter
from api.shapes import Moment, Named, Out

router = NounRouter(tags=["Token"])


class TokenOut(Out):
    id: int
    name: str
    scopes: list[str]
    reach: str
    made_for: str
    expires_at: Moment | None


class Me(Out):
    """The user of the token."""

    id: int
    name: str
    email: str
    is_admin: bool
    time_zone: str
    organization: Named
    token: TokenOut


@router.reads("/me", None, Me)
def read_me(request: Caller) -> Me:
    """Read the user for whom the token acts.

    `is_admin` says whether the token reaches the whole organization.
    """
    user, token = request.user, request.token
    ends: datetime | None = token.expires_at
    return Me(
        id=user.pk,
        name=user.name,
        email=user.email,
        is_admin=user.is_admin,
        time_zone=user.time_zone,
        organization=Named(id=user.organization_id, name=user.organization.name),
        token=TokenOut(
            id=token.pk,
            name=token.name,
            scopes=token.scopes,
            reach=token.reach,
            made_for=token.made_for,
            expires_at=ends,
        ),
    )


@router.writes("/me/token", None, {204: None}, method="DELETE")
def drop_token(request: Caller) -> Status[None]:
    """Revoke the token of this request for good, as when a program is disconnected."""
    revoke_api_token(actor=request.user, token=request.token, now=timezone.now())
    return Status(204, None)
