"""Lists in pages: a cursor that leads to the next one, in the body and as a link (RFC 8288)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pydantic import Field

from api.problems import Problem
from api.shapes import Out
from core.ids import read_id

T = TypeVar("T")
MOST, USUAL = 100, 50
Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[str, Field(max_length=100, description="What `next_cursor` of the page before says.")]


class Listed(Out, Generic[T]):
    """One page of a list. `next_cursor` leads to the next one; null on the last."""

    data: list[T]
    next_cursor: str | None


def cursor_to(pk: int) -> str:
    """Return the cursor of the page that follows this row. What is in it may change: nobody is to read it."""
    return urlsafe_b64encode(f"after:{pk}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> int | None:
    """Return the row that the page follows, or None for the first page. Raise Problem for a cursor that is none."""
    if not cursor:
        return None
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        text = ""
    pk = read_id(text.removeprefix("after:")) if text.startswith("after:") else None
    if pk is None:
        raise Problem("invalid", errors=[{"parameter": "cursor", "detail": "This is no cursor of this list."}])
    return pk


def one_page(request: HttpRequest, response: HttpResponse, rows: list[T], after: int | None) -> Listed[T]:
    """Return one page, and say in a header where the next one is. `after` is its last row, if more follow."""
    if after is None:
        return Listed(data=rows, next_cursor=None)
    cursor, query = cursor_to(after), request.GET.copy()
    query["cursor"] = cursor
    response["Link"] = f'<{settings.BASE_URL}{request.path}?{query.urlencode()}>; rel="next"'
    return Listed(data=rows, next_cursor=cursor)
