"""The list of links as a CSV file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, MemberRequest, owner_view
from accounts.models import User
from core.zones import zone
from links.queries import ListedLink, all_rows, paused_links
from links.status import OUTSTANDING
from owner.links.forms.filters import Selection
from owner.links.views.bulk_actions import choose_again
from owner.links.views.lines import end_of, kind_word, status_text
from owner.spreadsheet import csv_lines

# For how many links at once it is asked whether all that can be booked through them is paused.
PIECE = 500


@owner_view(READ)
def export_links(request: MemberRequest) -> HttpResponse:
    """Return the ticked links, or else all that match the filters, newest first; also those that ended long ago."""
    now, user = timezone.now(), request.user
    selection = Selection(request.GET, user=user)
    if selection.is_wider:
        return choose_again(request, selection)
    filters = selection.filters() if selection else selection.form.filters()
    rows = all_rows(user=user, now=now, filters=replace(filters, old=True))
    return StreamingHttpResponse(  # type: ignore[return-value]  # Django's views may return either type
        csv_lines(_table(rows, user)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="links-{timezone.localdate(now):%Y-%m-%d}.csv"'},
    )


def _table(rows: Iterator[ListedLink], user: User) -> Iterator[list[object]]:
    yield [
        _("Link"), _("Name"), _("Email"), _("Label"), _("Private note"), _("Page"), _("Kind"), _("Status"),
        _("Bookings"), _("Bookings allowed"), _("Owner"), _("Made"), _("Opened"), _("Booked"), _("Expires"),
        _("Revoked"), _("Time zone"),
    ]  # fmt: skip
    time_zone = zone(user.time_zone)

    def iso(at: datetime | None) -> str:
        return "" if at is None else at.astimezone(time_zone).isoformat(timespec="seconds")

    for row, paused in _with_pauses(rows):
        link = row.link
        yield [
            link.pk, link.recipient_name, link.recipient_email, link.label, link.note, link.target.name,
            kind_word(link), status_text(row.status, paused=paused), link.uses, link.max_uses, link.owner.name,
            iso(link.created_at), iso(row.opened_at), iso(link.used_at), iso(end_of(link)[0]),
            iso(link.revoked_at), user.time_zone,
        ]  # fmt: skip


def _with_pauses(rows: Iterator[ListedLink]) -> Iterator[tuple[ListedLink, bool]]:
    """Yield each row, and whether the link works but all its event types are paused."""
    while piece := list(islice(rows, PIECE)):
        paused = paused_links([row.link for row in piece if row.status in OUTSTANDING])
        yield from ((row, row.link.pk in paused) for row in piece)
