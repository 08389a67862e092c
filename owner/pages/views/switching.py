"""The switch in the rows of event types and pages: what was just paused or turned on, said below its row."""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.access import MemberRequest
from core.ids import read_id
from pages.models import EventType, Page

# The id of what was just switched, in the list's address.
SWITCHED = "switched"

Switched = TypeVar("Switched", EventType, Page)


def is_turned_on(request: MemberRequest, row: EventType | Page) -> bool:
    """Return whether the switch that was pressed lets bookings in. If none was pressed, all stays as it is."""
    return {"on": True, "off": False}.get(request.POST.get("accepts_bookings", ""), row.accepts_bookings)


def just_switched(request: MemberRequest, editable: QuerySet[Switched]) -> Switched | None:
    """Return what was just paused or turned on, if the user may change it."""
    pk = read_id(request.GET.get(SWITCHED, ""))
    return None if pk is None else editable.filter(pk=pk).first()


def back_to_row(request: MemberRequest, name: str, pk: int) -> HttpResponse:
    """Lead back to the list as it was, where the row says what the switch does."""
    query = request.GET.copy()
    query[SWITCHED] = str(pk)
    return redirect(f"{reverse(name)}?{query.urlencode()}")
