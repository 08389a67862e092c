"""What somebody else has archived or taken over meanwhile is no longer to be found."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404

from pages.errors import NotYours


@contextmanager
def gone_is_not_found() -> Iterator[None]:
    """Translates NotYours, which an action raises under its lock, into a 404."""
    try:
        yield
    except NotYours as error:
        raise Http404 from error
