"""Models of what can be booked and when, and of the time that meetings take from hosts."""

from pages.models.event_types import LONGEST_MEETING, MOST_SESSIONS, Ask, EventType, Until
from pages.models.host_time import LONGEST_TIME, HostTime
from pages.models.location import LocationKind
from pages.models.master import IncludedPage, PageImage, RuleSeat
from pages.models.pages import Page, PageEventType
from pages.models.pools import Distribution, Pool, PoolMember
from pages.models.schedules import DateOverride, Recurrence, Schedule, WeeklyHours

__all__ = [
    "LONGEST_MEETING",
    "LONGEST_TIME",
    "MOST_SESSIONS",
    "Ask",
    "DateOverride",
    "Distribution",
    "EventType",
    "HostTime",
    "IncludedPage",
    "LocationKind",
    "Page",
    "PageEventType",
    "PageImage",
    "Pool",
    "PoolMember",
    "Recurrence",
    "RuleSeat",
    "Schedule",
    "Until",
    "WeeklyHours",
]
