"""Writes of API tokens: making, renaming and revoking them, and admitting their requests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.actions.history import add_history
from accounts.errors import AdminsOnly, TokenAlreadyMade, TooManyTokens
from accounts.models import ApiToken, Organization, Scope, User
from accounts.models.api_tokens import PREFIX
from accounts.verbs import Verb
from core.tokens import HANDLE_BYTES, Purpose, new_handle, verify_token

MOST_TOKENS = 20
# How long the token of a browser works after its last use.
EXTENSION_LIFE = timedelta(days=90)
# A token's bucket: so many reads at once, and refilled at so many a second. A write costs five.
MOST_ALLOWED, REFILL = 600, 10


@dataclass(frozen=True, slots=True)
class AdmittedRequest:
    """A request with a genuine token, and the token's user. `reads_left` is how many reads the rate limit allows."""

    token: ApiToken
    user: User
    within_limit: bool
    reads_left: float


def _columns(table: str, model: type[Model]) -> str:
    return ", ".join(f"{table}.{field.column}" for field in model._meta.concrete_fields)


# One statement reads token and user and counts the request. It locks the row first, so that simultaneous requests are
# counted one after another. It is a transaction of its own, committed before any other lock is taken.
ADMIT_REQUEST = f"""
    WITH locked AS (
        SELECT token.id, least(
            %(most)s, token.allowance + %(refill)s * greatest(
                0, extract(epoch FROM clock_timestamp() - token.allowance_at)
            )
        ) AS refilled
        FROM accounts_apitoken token JOIN accounts_user person ON person.id = token.user_id
        WHERE token.handle = %(handle)s AND token.kid = %(kid)s AND token.revoked_at IS NULL
            AND (token.expires_at IS NULL OR token.expires_at > clock_timestamp()) AND person.is_active
        FOR NO KEY UPDATE OF token
    )
    UPDATE accounts_apitoken token SET
        allowance = CASE WHEN refilled >= %(cost)s THEN refilled - %(cost)s ELSE refilled END,
        allowance_at = clock_timestamp(), last_used_at = clock_timestamp(), last_network = %(network)s,
        expires_at = CASE WHEN token.made_for = %(renewed)s
            THEN greatest(token.expires_at, clock_timestamp() + make_interval(secs => %(life)s))
            ELSE token.expires_at END
    FROM locked, accounts_user person
        JOIN accounts_organization organization ON organization.id = person.organization_id
    WHERE token.id = locked.id AND person.id = token.user_id
    RETURNING refilled >= %(cost)s, {_columns("token", ApiToken)}, {_columns("person", User)},
        {_columns("organization", Organization)}
"""  # noqa: S608 (names of columns)


def admit_request(*, text: str, cost: int, network: str) -> AdmittedRequest | None:
    """Admit a request that carries this token, and count it. Return None for a forged, expired or revoked token.

    A forged token costs no query, a genuine one a single statement. A request over the limit is not counted.
    """
    if not text.startswith(PREFIX):
        return None
    verified = verify_token(Purpose.API, text.removeprefix(PREFIX), settings.LINK_KEYS)
    if verified is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            ADMIT_REQUEST,
            {
                "most": MOST_ALLOWED,
                "refill": REFILL,
                "cost": cost,
                "network": network,
                "renewed": ApiToken.MadeFor.EXTENSION,
                "life": EXTENSION_LIFE.total_seconds(),
                "kid": verified.kid,
                "handle": verified.handle,
            },
        )
        row = cursor.fetchone()
    if row is None:
        return None
    within_limit, *rest = row
    token, user, organization = _rows(rest, ApiToken, User, Organization)
    user.organization, token.user = organization, user
    return AdmittedRequest(token, user, within_limit, token.allowance)


def _rows(values: list[Any], *models: type[Model]) -> list[Any]:
    """Return an instance of each model. `values` holds those of their columns, model after model."""
    rows = []
    for model in models:
        names = [field.attname for field in model._meta.concrete_fields]
        rows.append(model.from_db(connection.alias, names, values[: len(names)]))
        values = values[len(names) :]
    return rows


def make_api_token(
    *,
    actor: User,
    name: str,
    scopes: Collection[Scope],
    life: timedelta | None,
    now: datetime,
    reach: ApiToken.Reach = ApiToken.Reach.OWN,
    made_for: ApiToken.MadeFor = ApiToken.MadeFor.PROGRAM,
    form: str = "",
) -> ApiToken:
    """Make a token for the actor; one without a `life` does not end by itself.

    `form` is a random key of the form, which makes one token however often it is sent: raise TokenAlreadyMade for the
    second time. Raise TooManyTokens, or AdminsOnly for a member who asks for a reach or a life that only admins may
    give.
    """
    handle = _handle_from_form(actor, form) if form else None
    with transaction.atomic(durable=True):
        return write_api_token(
            user=actor, name=name, scopes=scopes, life=life, now=now, reach=reach, made_for=made_for, handle=handle
        )


def write_api_token(
    *,
    user: User,
    name: str,
    scopes: Collection[Scope],
    life: timedelta | None,
    now: datetime,
    made_for: ApiToken.MadeFor,
    reach: ApiToken.Reach = ApiToken.Reach.OWN,
    handle: bytes | None = None,
) -> ApiToken:
    """Make a token inside the caller's transaction. Raise as `make_api_token` does, and User.DoesNotExist."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk, is_active=True)
    if not user.is_admin and (life is None or reach != ApiToken.Reach.OWN):
        raise AdminsOnly
    handle = handle or new_handle()
    if ApiToken.objects.filter(handle=handle).exists():
        raise TokenAlreadyMade
    check_token_count(user, now)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        handle=handle,
        scopes=[scope for scope in Scope if scope in scopes],
        reach=reach,
        made_for=made_for,
        created_at=now,
        expires_at=None if life is None else now + life,
        allowance=MOST_ALLOWED,
        allowance_at=now,
    )
    _add_history(token, user, Verb.MADE, now)
    return token


def check_token_count(user: User, now: datetime) -> None:
    """Raise TooManyTokens if the user can have no further token."""
    if user.api_tokens.live(now).count() >= MOST_TOKENS:
        raise TooManyTokens


def _handle_from_form(actor: User, form: str) -> bytes:
    """Return the handle of the token that this form makes: always the same, and impossible to guess."""
    text = f"{actor.pk}\0{form}"
    return salted_hmac("accounts.actions.make_api_token", text, algorithm="sha256").digest()[:HANDLE_BYTES]


def rename_api_token(*, actor: User, token: ApiToken, name: str, now: datetime) -> ApiToken:
    """Give a token of the actor's another name. Raise ApiToken.DoesNotExist for one they may not see."""
    with transaction.atomic(durable=True):
        token = _locked(actor, token)
        token.name = name
        token.save(update_fields=["name"])
        _add_history(token, actor, Verb.CHANGED, now)
    return token


def revoke_api_token(*, actor: User, token: ApiToken, now: datetime) -> None:
    """Revoke a token for good. Admins revoke those of colleagues too. Raise ApiToken.DoesNotExist."""
    with transaction.atomic(durable=True):
        token = _locked(actor, token)
        if token.revoked_at is None:
            token.revoked_at = now
            token.save(update_fields=["revoked_at"])
            _add_history(token, actor, Verb.REVOKED, now)


def revoke_all_tokens(*, user: User) -> None:
    """Revoke all tokens of a user who is deactivated, inside the caller's transaction."""
    user.api_tokens.filter(revoked_at=None).update(revoked_at=timezone.now())


def _locked(actor: User, token: ApiToken) -> ApiToken:
    visible = ApiToken.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    return visible.select_related("user").get(pk=token.pk)


def _add_history(token: ApiToken, actor: User, verb: Verb, now: datetime) -> None:
    organization_id = token.user.organization_id
    add_history(subject=token, organization_id=organization_id, verb=verb, actor=actor, at=now, name=token.name)
