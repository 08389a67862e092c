"""Models of what can be booked and when, and of the time that meetings take from hosts."""

from pages.models.event_types import MOST_SESSIONS, Ask, EventType, Until
from pages.models.host_time import LONGEST_TIME, HostTime
from pages.models.location import LOCATION_ICONS, TYPED_BY_CUSTOMER, LocationKind, kinds_to_choose
from pages.models.master import IncludedPage, PageImage, RuleSeat
from pages.models.pages import Page, PageEventType
from pages.models.pools import Distribution, Pool, PoolMember
from pages.models.schedules import DateOverride, Recurrence, Schedule, WeeklyHours
from pages.models.time_off import LONGEST_BLOCK, LONGEST_TIME_OFF, BlockedTime, PublicHolidays, TimeOff

__all__ = [
    "LOCATION_ICONS",
    "LONGEST_BLOCK",
    "LONGEST_TIME",
    "LONGEST_TIME_OFF",
    "MOST_SESSIONS",
    "TYPED_BY_CUSTOMER",
    "Ask",
    "BlockedTime",
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
    "PublicHolidays",
    "Recurrence",
    "RuleSeat",
    "Schedule",
    "TimeOff",
    "Until",
    "WeeklyHours",
    "kinds_to_choose",
]
