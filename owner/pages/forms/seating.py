"""Texts for admins: why a master page does not offer something."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from pages.assignment import can_fill_all
from pages.models import Page
from pages.queries.assignments import Assignable


def rule_problems(seats: Sequence[Assignable]) -> list[str]:
    """Return why a row of a team or panel is not offered, or can never be booked; empty if all is well."""
    problems = [problem for seat in seats if (problem := seat_problem(seat))]
    if not problems and not can_fill_all([seat.persons for seat in seats]):
        problems.append(_("This can never be booked, because it needs more people than you have assigned."))
    return problems


def seat_problem(seat: Assignable) -> str:
    """Return why nobody can take the seat at the moment; empty if somebody can."""
    if seat.persons:
        return ""
    row = seat.row
    if seat.is_archived:
        text = _("“%(name)s” has been archived. This event type is not offered until someone else is assigned.")
    elif not isinstance(row, Page):
        text = _("No one in “%(name)s” is taking part. This event type is not offered at the moment.")
    elif not row.accepts_bookings:
        text = _("“%(name)s” is paused. This event type is not offered at the moment.")
    else:
        text = _("The host of “%(name)s” is deactivated. This event type is not offered.")
    return text % {"name": row}


def page_problem(page: Assignable) -> str:
    """Return why customers cannot choose a booking page at the moment; empty if they can."""
    row = page.row
    if page.persons or not isinstance(row, Page):
        return ""
    return _("Paused: customers cannot choose it.") if not row.accepts_bookings else _("Its host is deactivated.")
