"""Small things worth keeping: that an address was opened, and what its owner prefers."""

import logging
from datetime import datetime

from django.db import Error, connection, transaction

from accounts.models import User
from links.models import Link, Opening

logger = logging.getLogger(__name__)


def note_opening(*, link: Link, by: str, now: datetime) -> None:
    """Records that the address was opened. It never waits for a booking, and its failure never fails a page."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            Opening.objects.create(link=link, at=now, by=by)
    except Error:
        logger.info("An opening of link %s was not recorded.", link.pk)


def remember_choice(*, actor: User, one_time: bool) -> None:
    """The share pop-up opens next time with what was shared last."""
    User.objects.filter(pk=actor.pk).update(shares_one_time=one_time)


def dismiss_checklist(*, actor: User, now: datetime) -> None:
    """The first steps are shown no more."""
    User.objects.filter(pk=actor.pk, checklist_dismissed_at=None).update(checklist_dismissed_at=now)
