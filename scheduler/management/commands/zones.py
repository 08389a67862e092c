"""The command that lists meetings which newer time zone data has moved to another time of day."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from bookings.shifts import Shift, shifted_meetings
from core.database import read_clock


class Command(BaseCommand):
    """Prints one line for each person's zone of each such meeting. Ask after an upgrade of the time zone data."""

    help = "Lists upcoming meetings that new time zone data has moved to another time of day than agreed on."

    def handle(self, *args: object, **options: object) -> None:
        shifts = shifted_meetings(read_clock())
        for shift in shifts:
            self.stdout.write(in_words(shift))
        if not shifts:
            self.stdout.write(_("All upcoming meetings are at the time of day that was agreed on."))


def in_words(shift: Shift) -> str:
    """Return a shift as one line: which meeting of whom, in which zone, and both times there."""
    booking = shift.booking
    agreed, now = (booking.starts_at + offset for offset in (shift.before, shift.after))
    text = _("%(agreed)s became %(now)s in %(zone)s: %(title)s (%(reference)s), %(organization)s")
    return text % {
        "agreed": f"{agreed:%Y-%m-%d %H:%M}",
        "now": f"{now:%Y-%m-%d %H:%M}",
        "zone": shift.zone,
        "title": booking.title,
        "reference": booking.reference,
        "organization": booking.organization.name,
    }
