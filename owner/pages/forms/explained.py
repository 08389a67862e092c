"""Choices with an explanation: each radio button has a line of its own."""

from collections.abc import Iterable

from django.forms.boundfield import BoundField, BoundWidget
from django.utils.functional import Promise

Explained = list[tuple[BoundWidget, str | Promise]]


def explained(field: BoundField, lines: Iterable[str | Promise]) -> Explained:
    """Return each radio button of the field with its explanation."""
    return list(zip(field, lines, strict=True))
