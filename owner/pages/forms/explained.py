"""Choices that are explained: each radio button with a line of its own."""

from collections.abc import Iterable

from django.forms.boundfield import BoundField, BoundWidget
from django.utils.functional import Promise

Explained = list[tuple[BoundWidget, str | Promise]]


def explained(field: BoundField, lines: Iterable[str | Promise]) -> Explained:
    """Each radio button of the field and the line that explains it."""
    return list(zip(field, lines, strict=True))
