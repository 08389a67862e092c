"""Lists of Django admin whose filters read a limited number of rows."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.text import join_sentences

WINDOW = 5_000


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
