"""The requests for lists of Django admin: each list, its searches, and each choice of its filters."""

from collections.abc import Iterator
from typing import cast

from django.contrib import admin
from django.db.models import BooleanField

from tests.bench.history import Past
from tests.bench.list_requests import ListRequest

WORDS = "customer777@company777.example", "customer", "nobody"


def requests(past: Past) -> Iterator[ListRequest]:
    """Yield the requests of organizations' admins, and of the superuser, who sees all organizations."""
    readers = {"admin": past.busy.admin, "another's admin": past.quiet.admin, "root": past.root}
    for screen in admin.site._registry.values():
        path = f"/admin/{screen.opts.app_label}/{screen.opts.model_name}/"
        words = [f"q={text}" for text in WORDS if screen.search_fields]
        for role, user in readers.items():
            if role != "root" and not cast("str", getattr(screen, "organization_path", "")):
                continue
            for query in ("", *words, *_filters(screen)):
                yield ListRequest(f"{path}?{query[:40]}, {role}".replace("?,", ","), user, f"{path}?{query}")


def _filters(screen: "admin.ModelAdmin[object]") -> Iterator[str]:
    """Yield the query of each choice of each filter."""
    for list_filter in screen.list_filter or ():
        if isinstance(list_filter, tuple):
            yield from (f"{list_filter[0]}__isempty={value}" for value in (0, 1))
            continue
        field = screen.opts.get_field(cast("str", list_filter))
        values = (0, 1) if isinstance(field, BooleanField) else [value for value, _label in field.choices or ()]
        yield from (f"{list_filter}__exact={value}" for value in values)
