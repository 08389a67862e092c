"""Django admin of event types, schedules, pages and pools, and of the time when somebody cannot be booked."""

from pages.admin.event_types import EventTypeAdmin
from pages.admin.host_time import HostTimeAdmin
from pages.admin.pages import PageAdmin, RuleAdmin
from pages.admin.pools import PoolAdmin
from pages.admin.schedules import ScheduleAdmin
from pages.admin.time_off import BlockedTimeAdmin, PublicHolidaysAdmin, TimeOffAdmin

__all__ = [
    "BlockedTimeAdmin",
    "EventTypeAdmin",
    "HostTimeAdmin",
    "PageAdmin",
    "PoolAdmin",
    "PublicHolidaysAdmin",
    "RuleAdmin",
    "ScheduleAdmin",
    "TimeOffAdmin",
]
