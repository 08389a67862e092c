"""The view behind all archive screens: event types, schedules, booking pages, master pages and pools."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, MemberView, owner_view
from accounts.form_recovery import status
from accounts.models import User
from owner.pages.views.gone import gone_is_not_found
from pages.errors import StillUsed
from pages.models import EventType, Page, Pool, Schedule

Row = TypeVar("Row", EventType, Page, Pool, Schedule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archiving(Generic[Row]):
    """What differs between kinds: the rows that a user may archive, the action, the template, the list to return to."""

    own: Callable[[User], QuerySet[Row]]
    action: Callable[[User, Row, datetime], object]
    template: str
    context: Callable[[User, Row, datetime], dict[str, object]]
    list: str
    admins: bool = False


def archive_view(kind: Archiving[Row]) -> MemberView[[int]]:
    """Make a view that asks first and lists what uses the row (GET), and archives it if nothing needs it (POST)."""

    @owner_view(FORM, admins=kind.admins)
    def archive(request: MemberRequest, pk: int) -> HttpResponse:
        row, now = get_object_or_404(kind.own(request.user), pk=pk), timezone.now()
        refused = ""
        if request.method == "POST":
            try:
                with gone_is_not_found():
                    kind.action(request.user, row, now)
            except StillUsed as refusal:
                refused = str(refusal)
            else:
                messages.success(
                    request, _("“%(name)s” has been archived. Existing meetings are not affected.") % {"name": row}
                )
                return redirect(kind.list)
        context = {"row": row, "refused": refused, **kind.context(request.user, row, now)}
        return render(request, kind.template, context, status=status(request))

    return archive
