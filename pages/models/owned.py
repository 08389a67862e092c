"""The one place that decides who may change rows that have an owner."""

from typing import Self, TypeVar

from django.db import models

from accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """A QuerySet of rows with an organization, an owner and the time at which they were archived."""

    def current(self) -> Self:
        """Return the rows that are not archived."""
        return self.filter(archived_at=None)

    def editable_by(self, user: User) -> Self:
        """Return the rows that the user may change: for an admin all of the organization, for a member their own.

        Archived rows are never included.
        """
        rows = self.current().filter(organization_id=user.organization_id)
        return rows if user.is_admin else rows.filter(owner=user)
