"""A 404 for rows that somebody else has archived or taken over in the meantime."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404

from pages.errors import NotYours


@contextmanager
def gone_is_not_found() -> Iterator[None]:
    """Raise 404 for NotYours, which an action raises under its lock."""
    try:
        yield
    except NotYours as error:
        raise Http404 from error
