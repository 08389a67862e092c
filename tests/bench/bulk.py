"""P4 in bulk: ten thousand links with recipients, against a COPY of as many rows, with their tokens."""

import itertools
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from accounts.token_fields import signing_kid
from core.tokens import Purpose, make_token, new_handle
from links.actions import make_batch
from links.actions.batches import Recipient
from links.models import Link
from pages.models import Page

MANY = 10_000

COLUMNS = (
    "organization_id", "page_id", "parent_id", "kid", "handle", "max_uses", "uses", "expires_at", "recipient_name",
    "recipient_email", "locked_to_recipient", "answers", "message", "note", "label", "in_library", "metadata",
    "owner_id", "created_by_id", "created_at",
)  # fmt: skip


class Bulk:
    """The two sides of the comparison. Both make the tokens of all links; ours also writes history and a batch."""

    def __init__(self, user: User, page: Page, now: datetime) -> None:
        self.user, self.page, self.now = user, page, now
        self.people = [Recipient(f"Customer {number}", f"customer{number}@bulk.example") for number in range(MANY)]
        self.rounds = itertools.count()

    def make(self) -> None:
        batch = make_batch(
            actor=self.user, page=self.page, recipients=self.people, label=f"Round {next(self.rounds)}", now=self.now
        )
        handles = Link.objects.filter(batch=batch).values_list("kid", "handle")
        tokens = [make_token(Purpose.BOOK, kid, bytes(handle), settings.LINK_KEYS) for kid, handle in handles]
        assert len(tokens) == MANY

    def floor(self) -> None:
        kid = signing_kid()
        same = (self.user.organization_id, self.page.pk, None, kid)
        copying = f"COPY links_link ({', '.join(COLUMNS)}) FROM STDIN"
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(copying) as copy:
            for user in self.people:
                handle = new_handle()
                make_token(Purpose.BOOK, kid, handle, settings.LINK_KEYS)
                own = (handle, 1, 0, None, user.name, user.email, False, "{}", "", "", "", False, "{}")
                copy.write_row((*same, *own, self.user.pk, self.user.pk, self.now))
