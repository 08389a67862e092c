"""Labels of the kinds of deliveries, for owners: those of bookings, and those of all apps below."""

from django.utils.translation import gettext_lazy as _

import calendars.notifications
import deliveries.token_expiry
import deliveries.webhooks.notifications
import links.notifications
from bookings import digest
from bookings.notifications import ENTRY, MailKind
from deliveries.models import HookEvent

LABELS = {
    **links.notifications.LABELS,
    **calendars.notifications.LABELS,
    **deliveries.webhooks.notifications.LABELS,
    **deliveries.token_expiry.LABELS,
    **digest.LABELS,
    **dict(MailKind.choices),
    ENTRY: _("Entry in the host’s calendar"),
    **dict(HookEvent.choices),
}
