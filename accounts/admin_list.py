"""Lists of Django admin that count and filter a limited number of rows."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.text import join_sentences

if TYPE_CHECKING:
    BasePaginator = Paginator[Any]
else:
    BasePaginator = Paginator

MOST_COUNTED = 10_000
WINDOW = 5_000


class CappedPaginator(BasePaginator):
    """A paginator that stops counting at MOST_COUNTED, so that long lists do not get slow. Search finds the rest."""

    @cached_property
    def count(self) -> int:
        return cast("QuerySet[Model]", self.object_list).order_by()[:MOST_COUNTED].count()


class WindowedList(ChangeList):
    """A list whose filters look through the newest WINDOW rows, and say so if there are more.

    Most filters have no index. A rare value would be sought among all rows that ever were.
    """

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        newest = self.root_queryset.order_by("-pk").values_list("pk", flat=True)
        older = next(iter(newest[WINDOW : WINDOW + 1]), None) if self.has_active_filters else None
        if older is None:
            return rows
        note = _("Filters look through the newest %(count)s rows.") % {
            "count": number_format(WINDOW, force_grouping=True)
        }
        self.search_help_text = join_sentences(str(self.search_help_text or ""), note)
        return rows.filter(pk__gt=older)
