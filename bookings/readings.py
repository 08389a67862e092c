"""Input of readings of hosts' calendars: which entries are our own meetings, and how far ahead to read."""

from datetime import UTC, datetime, timedelta

from bookings.queries import uids_of
from calendars.models import Calendar
from calendars.reading import HostProfile
from calendars.weeks import Span
from core.dates import to_epoch
from core.text import address_key
from pages.queries import longest_horizon

# Read at least this far ahead, so that a longer horizon can be used at once.
LEAST_DAYS = 60
# The last start may be late on its day, west of UTC, and its meeting a day long.
EXTRA_DAYS = 3
DAY = timedelta(days=1)


def host_profile(calendar: Calendar, now: datetime) -> HostProfile:
    """Return whose calendar it is, for the reader. Two queries at most."""
    host, account = calendar.host, calendar.connection.account
    addresses = {address_key(address) for address in (host.email, account) if "@" in address}
    return HostProfile(calendar.zone or host.time_zone, frozenset(addresses), uids_of(host.pk, now), calendar.counts)


def window_ahead(host: int, now: datetime) -> Span:
    """Return what is to be read of the host's calendars: whole days of UTC, so it changes once a day. One query."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = max(LEAST_DAYS, longest_horizon(host)) + EXTRA_DAYS
    return to_epoch(today - DAY), to_epoch(today + days * DAY)
