"""What a meeting's policies let its customer do, in words: before booking, while there is time, and when it is too
late.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import Booking
from core import dates
from core.zones import zone_text
from pages.models import ChangeDeadline, EventType
from pages.policies import Policy, freeze_policies, read_policy

DAY = 24 * 60
MOVE, CANCEL = "reschedule", "cancel"


def terms_before_booking(event_type: EventType, start: datetime, now: datetime) -> list[str]:
    """Return what a customer who books this start must know; empty if it can be moved and cancelled at any time."""
    policies = freeze_policies(event_type)
    move, cancel = (_for_start(read_policy(policies, change), start, now) for change in (MOVE, CANCEL))
    if move == cancel:
        never = _("Once booked, it cannot be moved or cancelled here.")
        return _term_before_booking(*move, _("It can be moved or cancelled up to %(long)s before the start."), never)
    never_moved = _("Once booked, it cannot be moved here.")
    never_cancelled = _("Once booked, it cannot be cancelled here.")
    return [
        *_term_before_booking(*move, _("It can be moved up to %(long)s before the start."), never_moved),
        *_term_before_booking(*cancel, _("It can be cancelled up to %(long)s before the start."), never_cancelled),
    ]


def _for_start(policy: Policy, start: datetime, now: datetime) -> tuple[bool, int]:
    """Return whether the policy will allow it at all, and how many minutes before the start its deadline is.

    The deadline of a start that is soon may be over before it is booked.
    """
    is_allowed = policy.allows(start, now)
    return is_allowed, policy.before if is_allowed and policy.when == ChangeDeadline.BEFORE else 0


def _term_before_booking(possible: bool, before: int, until: str, never: str) -> list[str]:
    if not possible:
        return [never]
    return [until % {"long": _duration_text(before)}] if before else []


def _duration_text(minutes: int) -> str:
    """Return minutes in words, such as “24 hours” or “30 days”."""
    days, rest = divmod(minutes, DAY)
    if rest or days < 2:
        return dates.duration_text(minutes)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def terms_of_booking(booking: Booking, now: datetime, clock: str) -> list[str]:
    """Return until when a coming meeting can be moved or cancelled, or that its policies no longer allow it."""
    if booking.new_time_asked_at is not None or booking.starts_at <= now:
        return []
    move, cancel = (read_policy(booking.policies, change) for change in (MOVE, CANCEL))
    if move.when == cancel.when == ChangeDeadline.NEVER:
        return [_("It cannot be moved or cancelled here.")]
    return [
        *_term_of_booking(
            booking, move, now, clock, _("It can be moved until %(when)s."), _("It could be moved until %(when)s."),
            _("It cannot be moved here."),
        ),
        *_term_of_booking(
            booking, cancel, now, clock, _("It can be cancelled until %(when)s."),
            _("It could be cancelled until %(when)s."), _("It cannot be cancelled here."),
        ),
    ]  # fmt: skip


def _term_of_booking(
    booking: Booking, policy: Policy, now: datetime, clock: str, until: str, over: str, never: str
) -> list[str]:
    if policy.when == ChangeDeadline.BEFORE:
        text = until if policy.allows(booking.starts_at, now) else over
        return [text % {"when": _deadline_text(booking, policy, clock)}]
    return [never] if policy.when == ChangeDeadline.NEVER else []


def too_late_text(booking: Booking, change: str, clock: str) -> str:
    """Return the rule that makes it too late to move or cancel the meeting here."""
    policy = read_policy(booking.policies, change)
    if policy.when == ChangeDeadline.BEFORE:
        text = (
            _("This meeting could be moved here until %(when)s.")
            if change == MOVE
            else _("This meeting could be cancelled here until %(when)s.")
        )
        return text % {"when": _deadline_text(booking, policy, clock)}
    if change == MOVE:
        return _("This meeting cannot be moved here.")
    return _("This meeting cannot be cancelled here.")


def _deadline_text(booking: Booking, policy: Policy, clock: str) -> str:
    """Return the last moment that the policy allows, in the active time zone."""
    last = booking.starts_at - timedelta(minutes=policy.before)
    zone = zone_text(timezone.get_current_timezone_name(), last)
    return _("%(end)s (%(zone)s)") % {"end": dates.until_text(last, clock), "zone": zone}
