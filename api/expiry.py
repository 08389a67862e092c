"""When a link expires, as a body says it: at a time, or after a duration."""

import re
from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from accounts.models import User
from api.problems import body_problem
from api.shapes import In, When
from links.actions import expiry

LIFE = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?)?",
    re.ASCII,
)


class ExpiryFields(In):
    """When a link expires: at a time, or after a duration."""

    expires_at: When | None = None
    expires_in: Annotated[str, Field(description="Instead, how long it works, such as P7D or PT12H.")] | None = None


def resolve_expiry(body: ExpiryFields, user: User, now: datetime, *, inherits: bool) -> datetime | None:
    """Return when the link ends. Raise Problem for a time that has passed, or two that are given."""
    if body.expires_in is not None:
        if body.expires_at is not None:
            raise body_problem("/expires_in", _("Give one of expires_at and expires_in."))
        return now + parse_life(body.expires_in)
    if "expires_at" not in body.model_fields_set:
        return None if inherits else expiry(user.organization.link_life, now)
    if body.expires_at is not None and body.expires_at <= now:
        raise body_problem("/expires_at", _("This time has passed."))
    return body.expires_at


def parse_life(text: str) -> timedelta:
    """Return a duration written as ISO 8601 says, in weeks, days, hours and minutes. Raise Problem."""
    match = LIFE.fullmatch(text)
    life = timedelta(**{name: int(number) for name, number in match.groupdict("0").items()}) if match else timedelta()
    if not timedelta() < life <= timedelta(days=3_650):
        raise body_problem("/expires_in", _("Write it like P7D or PT12H, at most ten years."))
    return life
