"""The floors: for each job the least that does it, as plain Django views on the same server."""

import json
import uuid
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from links.models import Link
from pages.models import HostTime
from tests.bench import plain
from tests.bench.engine import sweep
from tests.bench.teams import OPENINGS

ROWS = engines["django"].from_string(
    "<!doctype html><title>Rows</title><table>{% for row in rows %}"
    "<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td></tr>{% endfor %}</table>"
)
LENGTH = 15


@csrf_exempt
def booking(request: HttpRequest) -> HttpResponse:
    """P1: one guarded UPDATE, and one INSERT into a table with an exclusion constraint, by the ORM."""
    starts_at = datetime.fromtimestamp(int(request.POST["start"]), UTC)
    with transaction.atomic():
        if not Link.objects.filter(pk=request.POST["link"], uses__lt=F("max_uses")).update(uses=F("uses") + 1):
            return HttpResponse(status=409)
        HostTime.objects.create(
            organization_id=int(request.POST["organization"]),
            host_id=int(request.POST["host"]),
            page_id=int(request.POST["page"]),
            event_type_id=int(request.POST["event_type"]),
            meeting=uuid.uuid4(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=LENGTH),
        )
    return HttpResponse(status=303, headers={"Location": "/"})


def times(request: HttpRequest) -> HttpResponse:
    """P3: one query of the busy rows, a sweep over a bytearray, JSON. Open around the clock, as the bench's pages."""
    begin, end = int(request.GET["from"]), int(request.GET["to"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM starts_at)::int, extract(epoch FROM ends_at)::int FROM pages_hosttime"
            " WHERE active AND host_id = %s AND starts_at BETWEEN to_timestamp(%s) AND to_timestamp(%s)",
            [request.GET["host"], begin, end],
        )
        busy = cursor.fetchall()
    size = (end - begin) // 60
    free = bytearray(b"\1") * size
    for start, stop in busy:
        free[(start - begin) // 60 : (stop - begin) // 60] = bytes((stop - start) // 60)
    days: dict[int, list[int]] = {}
    for minute in range(0, size - LENGTH + 1, LENGTH):
        if free.find(0, minute, minute + LENGTH) < 0:
            days.setdefault(minute // 1440, []).append(begin + minute * 60)
    return HttpResponse(json.dumps(days), content_type="application/json")


def team(request: HttpRequest) -> HttpResponse:
    """P3 of a pool: one query of everybody's busy rows, a sweep for each host over the hours it is given, JSON."""
    begin, end, first = (int(request.GET[name]) for name in ("from", "to", "first"))
    busy: dict[int, list[tuple[int, int]]] = {host: [] for host in range(first, int(request.GET["last"]) + 1)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT host_id, extract(epoch FROM starts_at)::int, extract(epoch FROM ends_at)::int FROM pages_hosttime"
            " WHERE active AND host_id = ANY(%s) AND starts_at BETWEEN to_timestamp(%s) AND to_timestamp(%s)",
            [list(busy), begin, end],
        )
        for host, start, stop in cursor.fetchall():
            busy[host].append(((start - begin) // 60, (stop - begin) // 60))
    days, weekday = (end - begin) // 86_400, datetime.fromtimestamp(begin, UTC).weekday()
    found: set[int] = set()
    for number, rows in enumerate(busy.values()):
        opens = OPENINGS[number % len(OPENINGS)]
        windows = [(day * 1440 + opens, day * 1440 + opens + 480) for day in range(days) if (weekday + day) % 7 < 5]
        found.update(sweep(windows, [rows], windows, days))
    by_day: dict[int, list[int]] = {}
    for minute in sorted(found):
        by_day.setdefault(minute // 1440, []).append(begin + minute * 60)
    return HttpResponse(json.dumps(by_day), content_type="application/json")


def month(request: HttpRequest) -> HttpResponse:
    """P5: one query, a template of 30 rows."""
    rows = list(Link.objects.order_by("-pk").values_list("pk", "created_at")[:30])
    return HttpResponse(ROWS.render({"rows": rows}))


urlpatterns = [
    path("floor/booking/", booking),
    path("floor/times/", times),
    path("floor/team/", team),
    path("floor/month/", month),
    path("floor/links/", plain.links),
    path("", include("scheduler.urls")),
]
