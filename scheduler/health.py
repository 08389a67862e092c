"""Two addresses for load balancers and monitors: whether the application lives, and whether it is ready for visitors.

They are answered before anything else: no host name, redirect or session can fail a probe, and none is logged. Anybody
may ask, so the reasons name no server.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache

from django.db import DatabaseError, Error, connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from accounts.access import READ
from core.outages import ReadOnly, require_writable, sqlstate

LIVE, READY = "/health/", "/health/ready/"
RETRY_AFTER = "5"
PLAIN_TEXT = "text/plain; charset=utf-8"
NO_SUCH_TABLE = "42P01"

# The app and the name of a migration.
Key = tuple[str, str]


class Health:
    """Middleware that answers the two addresses. It comes first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in {LIVE, READY}:
            return self.get_response(request)
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Length"] = str(len(response.content))
        # Django would log each answer that is no success.
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
        return response


def answer(request: HttpRequest) -> HttpResponse:
    """Return the answer to a request for one of the two addresses."""
    if request.method not in READ:
        return HttpResponseNotAllowed(READ)
    if request.path_info == LIVE:
        return HttpResponse(_("Alive."), content_type=PLAIN_TEXT)
    reason = unready_reason()
    if reason:
        return HttpResponse(reason, content_type=PLAIN_TEXT, status=503, headers={"Retry-After": RETRY_AFTER})
    return HttpResponse(_("Ready."), content_type=PLAIN_TEXT)


def unready_reason() -> str:
    """Return why visitors cannot be served, as a sentence, or an empty text if they can."""
    try:
        require_writable()
        missing = missing_migrations()
    except ReadOnly:
        return _("The database is read-only.")
    except Error:
        # The next request connects anew, perhaps to another server.
        connection.close()
        return _("The database does not answer.")
    return _("The database needs a migration: %(name)s.") % {"name": ".".join(missing[0])} if missing else ""


def missing_migrations() -> list[Key]:
    """Return the migrations that this code needs and the database lacks. Migrations of newer code do not matter."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except DatabaseError as error:
        if sqlstate(error) != NO_SUCH_TABLE:
            raise
        applied = set()
    return find_missing(needed_migrations(), applied)


def find_missing(needed: Mapping[Key, Migration], applied: Collection[Key]) -> list[Key]:
    """Return the needed migrations that were not applied, neither themselves nor as the ones that replace them."""
    done = set(applied)
    for key, migration in needed.items():
        if key in applied:
            done |= set(migration.replaces)
        elif migration.replaces and done.issuperset(migration.replaces):
            done.add(key)
    return sorted(needed.keys() - done)


@cache
def needed_migrations() -> dict[Key, Migration]:
    """Return the migrations of this code. They are read once: a running process keeps its code."""
    return dict(MigrationLoader(None).disk_migrations)
