"""Lists in pages: a cursor that leads to the next one, in the body and as a link (RFC 8288)."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Annotated, Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import Field

from api.problems import Problem
from api.shapes import Out
from core.dates import from_epoch
from core.ids import read_id

T = TypeVar("T")
MAX_LIMIT, DEFAULT_LIMIT = 100, 50
# A time in epoch seconds, and the id of a row, since several may have the same time.
PLACE = re.compile(r"place:(?P<second>\d{1,11})\.(?P<micro>\d{6}):(?P<pk>\d+)", re.ASCII)
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="How many at most.")]
Cursor = Annotated[str, Field(max_length=100, description="What `next_cursor` of the page before says.")]


class Listed(Out, Generic[T]):
    """One page of a list. `next_cursor` leads to the next one; null on the last."""

    data: list[T]
    next_cursor: str | None


def cursor_to(pk: int) -> str:
    """Return the cursor of the page that follows this row. Clients take it as it is: what it consists of may change."""
    return urlsafe_b64encode(f"after:{pk}".encode()).decode().rstrip("=")


def cursor_to_place(at: datetime, pk: int) -> str:
    """Return the cursor of the page that follows this place in a list that is ordered by a time."""
    return urlsafe_b64encode(f"place:{at.timestamp():.6f}:{pk}".encode()).decode().rstrip("=")


def read_place(cursor: str) -> tuple[datetime, int] | None:
    """Return the place that the page follows, or None for the first page. Raise Problem for an invalid cursor."""
    if not cursor:
        return None
    match = PLACE.fullmatch(_decode(cursor))
    pk = read_id(match["pk"]) if match else None
    if match is None or pk is None:
        raise _unknown_cursor()
    return from_epoch(int(match["second"])) + timedelta(microseconds=int(match["micro"])), pk


def read_cursor(cursor: str) -> int | None:
    """Return the row that the page follows, or None for the first page. Raise Problem for an invalid cursor."""
    if not cursor:
        return None
    text = _decode(cursor)
    pk = read_id(text.removeprefix("after:")) if text.startswith("after:") else None
    if pk is None:
        raise _unknown_cursor()
    return pk


def _decode(cursor: str) -> str:
    """Return the text that is encoded in a cursor; empty if it is invalid."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        return ""


def _unknown_cursor() -> Problem:
    return Problem(
        "invalid", errors=[{"parameter": "cursor", "detail": _("This cursor does not belong to this list.")}]
    )


def page_after(request: HttpRequest, response: HttpResponse, rows: list[T], after: int | None) -> Listed[T]:
    """Return one page, and say in a header where the next one is. `after` is its last row, if more follow."""
    return page_with_cursor(request, response, rows, None if after is None else cursor_to(after))


def page_with_cursor(request: HttpRequest, response: HttpResponse, rows: list[T], cursor: str | None) -> Listed[T]:
    """Return one page, and say in a header where the next one is: at the cursor, if more follow."""
    if cursor is None:
        return Listed(data=rows, next_cursor=None)
    query = request.GET.copy()
    query["cursor"] = cursor
    response["Link"] = f'<{settings.BASE_URL}{request.path}?{query.urlencode()}>; rel="next"'
    return Listed(data=rows, next_cursor=cursor)
