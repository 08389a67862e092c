"""The state of the readers in words, for `manage.py status` and for screens."""

from datetime import datetime

from django.utils.translation import gettext as _

from deliveries.status import Finding, duration_in_words


def readers_finding(unread_since: datetime | None, now: datetime) -> Finding:
    """Say whether connected calendars are read as they become due. If they are not, it is so since `unread_since`."""
    about = _("Calendars")
    if unread_since is None:
        return Finding(about, True, _("Connected calendars are read as they become due."))
    text = _("Connected calendars have not been read for %(time)s. Is manage.py deliver running?")
    return Finding(about, False, text % {"time": duration_in_words(now - unread_since)})
