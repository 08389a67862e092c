"""Whose a thing is: the one place that answers it, for everything that people keep in their own name."""

from typing import Self, TypeVar

from django.db import models

from accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Of rows with an organization, an owner, and a date since when they are archived."""

    def current(self) -> Self:
        """Not archived."""
        return self.filter(archived_at=None)

    def editable_by(self, user: User) -> Self:
        """Those the user may change: an admin all of the organization's, a member their own; none once archived."""
        rows = self.current().filter(organization_id=user.organization_id)
        return rows if user.is_admin else rows.filter(owner=user)
