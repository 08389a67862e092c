"""The tables of what can be booked and when, and of the time that meetings take."""

from pages.models.event_types import LONGEST_MEETING, EventType
from pages.models.host_time import HostTime
from pages.models.pages import LocationKind, Page, PageEventType
from pages.models.schedules import DateOverride, Schedule, WeeklyHours

__all__ = [
    "LONGEST_MEETING",
    "DateOverride",
    "EventType",
    "HostTime",
    "LocationKind",
    "Page",
    "PageEventType",
    "Schedule",
    "WeeklyHours",
]
