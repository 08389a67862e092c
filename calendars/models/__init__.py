"""The models of connected calendars, of what is known from them, and of our entries in them."""

from calendars.models.alerts import Alert
from calendars.models.busy_weeks import BusyWeek
from calendars.models.connections import COUNTS, Calendar, Connection
from calendars.models.host_entries import HostEntry, Target

__all__ = ["COUNTS", "Alert", "BusyWeek", "Calendar", "Connection", "HostEntry", "Target"]
