"""Django admin of event types, schedules, pages and pools, and of the time that meetings take."""

from pages.admin.event_types import EventTypeAdmin
from pages.admin.host_time import HostTimeAdmin
from pages.admin.pages import PageAdmin, RuleAdmin
from pages.admin.pools import PoolAdmin
from pages.admin.schedules import ScheduleAdmin

__all__ = ["EventTypeAdmin", "HostTimeAdmin", "PageAdmin", "PoolAdmin", "RuleAdmin", "ScheduleAdmin"]
