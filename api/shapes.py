"""Base classes of the shapes of bodies and queries, and the types of values in them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from core.ids import LARGEST_ID
from core.text import is_mailable, read_email, validate_lines, validate_one_line
from links.queries.planner import WINDOW

# What RFC 3339 allows, in capitals; pydantic would take seconds since 1970, too.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# How far a search of a list for words reaches.
SEARCH_REACH = f"Beginnings of words are found among the newest {WINDOW:,} only."


class In(BaseModel):
    """The body of a request. Unknown fields are refused, and no value is converted to another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class QueryParams(BaseModel):
    """The parameters in the query of an address."""


class Out(BaseModel):
    """The body of an answer."""

    model_config = ConfigDict(from_attributes=True)


def _validating(check: Callable[[str], None]) -> AfterValidator:
    """Return a validator that raises a form field's error with the same message."""

    def validate(text: str) -> str:
        try:
            check(text)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        return text

    return AfterValidator(validate)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _clean_email(text: str) -> str:
    email = read_email(text)
    if not is_mailable(email):
        raise ValueError(_("This address cannot receive email."))
    return email


def _in_format(form: re.Pattern[str], example: str) -> BeforeValidator:
    """Return a validator that takes only texts of this form."""

    def validate(value: object) -> object:
        if not (isinstance(value, str) and form.fullmatch(value)):
            raise ValueError(_("Write it like %(example)s.") % {"example": example})
        return value

    return BeforeValidator(validate)


def _in_range(moment: datetime) -> datetime:
    """Refuse the first and the last year, which do not exist in every zone."""
    if not 1 < moment.year < 9999:
        raise ValueError(_("This year is out of range."))
    return moment.astimezone(UTC)


one_line, lines = _validating(validate_one_line), _validating(validate_lines)
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Name = Annotated[str, Field(max_length=100), one_line]
Text = Annotated[str, Field(max_length=2_000), lines]
Email = Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(_clean_email)]
# RFC 3339 with an offset in, in UTC out.
When = Annotated[
    AwareDatetime, Field(strict=False), _in_format(MOMENT, "2026-12-03T09:30:00+01:00"), AfterValidator(_in_range)
]
Day = Annotated[date, Field(strict=False), _in_format(DAY, "2026-12-03")]
Moment = Annotated[datetime, PlainSerializer(_utc, return_type=str), Field(json_schema_extra={"format": "date-time"})]
Key = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\x21-\x7e]+$")]
Value = Annotated[str, Field(max_length=500), lines]
Metadata = Annotated[
    dict[Key, Value],
    Field(max_length=50, description="Keys and texts of yours. They come back with each booking."),
]


class Named(Out):
    """Somebody or something, by id and name."""

    id: int
    name: str
