"""The state of the outbox and its workers in words, for `manage.py status` and for screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import join_sentences
from deliveries.models import Beat
from deliveries.pulse import MISSED_AFTER
from deliveries.queries import Outbox

# A due message is claimed within seconds. If one waits longer, the workers do not keep up, or none is running.
LONGEST_WAIT = timedelta(minutes=5)
MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one thing in words, and whether it is as it should be."""

    about: str
    is_well: bool
    text: str


def worker_finding(beats: Sequence[Beat], now: datetime) -> Finding:
    """Say whether a worker is at its work, by the signs of life of all of them."""
    about, last = _("Worker"), max((beat.seen_at for beat in beats), default=None)
    if last is None:
        return Finding(about, False, _("No worker has shown life yet. Start one: manage.py deliver."))
    ago = duration_in_words(now - last)
    if now - last > MISSED_AFTER:
        text = _("No sign of life for %(time)s, so no mail goes out. Start it again: manage.py deliver.")
        return Finding(about, False, text % {"time": ago})
    alive = sum(now - beat.seen_at <= MISSED_AFTER for beat in beats)
    text = ngettext(
        "Alive: %(count)d process, last seen %(time)s ago.",
        "Alive: %(count)d processes, last seen %(time)s ago.",
        alive,
    )
    return Finding(about, True, text % {"count": alive, "time": ago})


def outbox_finding(outbox: Outbox, now: datetime) -> Finding:
    """Say whether mails go out as they become due."""
    waited = now - outbox.oldest if outbox.oldest else timedelta()
    parts = [_("%(count)d waiting") % {"count": outbox.waiting}]
    if outbox.oldest:
        parts[0] = _("%(count)d waiting, the oldest for %(time)s") % {
            "count": outbox.waiting,
            "time": duration_in_words(waited),
        }
    parts.append(_("%(count)d to be tried again") % {"count": outbox.tried})
    parts.append(_("%(count)d for later") % {"count": outbox.later})
    parts.append(_("%(count)d given up within a day") % {"count": outbox.given_up})
    parts.append(_("%(count)d failed in all") % {"count": outbox.failed})
    sentences = [f"{'; '.join(parts)}."]
    if waited > LONGEST_WAIT:
        sentences.append(_("The worker does not keep up, or has ended."))
    if outbox.tried or outbox.given_up:
        sentences.append(_("The mail server refuses or does not answer; Deliveries shows its words."))
    return Finding(_("Outbox"), len(sentences) == 1, join_sentences(*sentences))


def duration_in_words(time: timedelta) -> str:
    """Return a duration in words, rounded."""
    seconds = max(0, round(time.total_seconds()))
    if seconds < 2 * MINUTE:
        return _("%(count)d s") % {"count": seconds}
    if seconds < 2 * HOUR:
        return _("%(count)d min") % {"count": seconds // MINUTE}
    if seconds < 2 * DAY:
        return _("%(count)d h") % {"count": seconds // HOUR}
    return ngettext("%(count)d day", "%(count)d days", seconds // DAY) % {"count": seconds // DAY}
