"""The field for a language."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import NAMES, is_unreviewed
from core.text import join_sentences

# The choice of a clock, or of a week's first day, as the language has it.
BY_LANGUAGE = "auto"
UNREVIEWED = _("Unreviewed translations were made by a machine, and no speaker has read them yet.")


class LanguageField(forms.TypedChoiceField):
    """A language by its own name, or none. Translations that no speaker has read are called unreviewed."""

    def __init__(self, *, none: str, none_label: Promise, **options: Any) -> None:
        super().__init__(coerce=lambda value: "" if value == none else value, **options)
        self.none, self.none_label = none, none_label

    def offer(self, codes: Iterable[str], current: str) -> str:
        """Offer these languages and the current one. Return the current choice as the form has it."""
        shown = list(dict.fromkeys([*codes, current] if current else codes))
        self.choices = [(self.none, self.none_label), *((code, _named(code)) for code in shown)]
        if any(map(is_unreviewed, shown)):
            self.help_text = join_sentences(str(self.help_text), str(UNREVIEWED))
        return current or self.none


def _named(code: str) -> str:
    return gettext("%(language)s (unreviewed)") % {"language": NAMES[code]} if is_unreviewed(code) else NAMES[code]
