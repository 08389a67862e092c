"""Text as people type it."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters, and the separators that some programs take for the end of a line.
UNPRINTABLE = {"Cc", "Zl", "Zp"}


def one_line(text: str) -> None:
    """For names: they end up in mail headers and calendars. Raises ValidationError for text of several lines."""
    if any(unicodedata.category(character) in UNPRINTABLE for character in text):
        raise ValidationError(_("Use letters, digits and signs only, on one line."), code="unprintable")


def lines(text: str) -> None:
    """For texts of several lines. Raises ValidationError for control characters other than tabs and line ends."""
    one_line(text.translate({ord(character): " " for character in "\t\r\n"}))
