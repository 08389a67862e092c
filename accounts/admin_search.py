"""Searches of Django admin in lists that grow with the years, answered by indexes.

Django's own search would read all rows to find that none contains a word.
"""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

from accounts.models import Organization, User
from accounts.scoped_admin import ReadOnlyAdmin, limited_organization

# At most so many people and organizations with a text in their names are looked up.
MOST_NAMED = 200
MOST_WORDS = 10
UUID_START = re.compile(r"[0-9a-f]{4,32}")


class IndexedSearchAdmin(ReadOnlyAdmin):
    """A list whose search uses `search_conditions` for each word. Its `search_fields` only make the field appear."""

    # The newest come first. To sort them in another way, the database would read all rows.
    sortable_by = ()

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        """Return conditions that indexes answer. A word finds the rows that meet any of them."""
        raise NotImplementedError

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Return the rows that each word of the search finds, as in Django's own search."""
        for word in list(smart_split(search_term))[:MOST_WORDS]:
            is_quoted = len(word) > 1 and word[0] in "\"'" and word[0] == word[-1]
            text = unescape_string_literal(word) if is_quoted else word
            if not text:
                continue
            conditions = self._conditions(text, limited_organization(request))
            queryset = queryset.filter(reduce(or_, conditions)) if conditions else queryset.none()
        return queryset, False

    def _conditions(self, text: str, organization_id: int | None) -> list[Q]:
        conditions = list(self.search_conditions(text, organization_id))
        if organization_id is None:
            organizations = Organization.objects.filter(name__icontains=text).values_list("pk", flat=True)
            conditions += id_condition(self.organization_path, organizations)
        return conditions


def id_condition(path: str, ids: Iterable[int]) -> list[Q]:
    """Return the condition for rows with one of these ids, or nothing if there are no ids."""
    found = list(ids[:MOST_NAMED] if isinstance(ids, QuerySet) else ids)
    return [Q(**{f"{path}__in": found})] if found else []


def user_condition(path: str, text: str, organization_id: int | None) -> list[Q]:
    """Return the condition for rows of users whose name or email has the text."""
    users = User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if organization_id is not None:
        users = users.filter(organization_id=organization_id)
    return id_condition(path, users.values_list("pk", flat=True))


def uuid_condition(path: str, text: str) -> list[Q]:
    """Return the condition for rows whose UUID begins with the text. A booking's reference is such a beginning."""
    digits = text.replace("-", "").lower()
    if not UUID_START.fullmatch(digits):
        return []
    lowest, highest = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
    return [Q(**{f"{path}__range": (lowest, highest)})]
