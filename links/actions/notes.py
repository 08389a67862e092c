"""Small records: that an address was opened, and what its owner prefers."""

import logging
from datetime import datetime

from django.db import Error, connection, transaction

from accounts.models import User
from links.models import Link, Opening
from pages.models import Page

logger = logging.getLogger(__name__)


def record_opening(*, link: Link, by: str, now: datetime) -> None:
    """Record that the address was opened.

    It waits at most 50 ms for a lock, and a failure is only logged, so that it never delays or fails a page.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            columns = {"organization_id": link.organization_id, "owner_id": link.owner_id}
            Opening.objects.create(link=link, **columns, at=now, by=by)
    except Error:
        logger.info("An opening of link %s was not recorded.", link.pk)


def remember_page(*, actor: User, page: Page) -> None:
    """Remember from which page was shared last, so that the share pop-up opens with it next time."""
    User.objects.filter(pk=actor.pk).update(shared_page=page.pk)


def dismiss_checklist(*, actor: User, now: datetime) -> None:
    """Hide the list of first steps for this user."""
    User.objects.filter(pk=actor.pk, checklist_dismissed_at=None).update(checklist_dismissed_at=now)
