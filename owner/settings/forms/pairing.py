"""The form that connects a browser."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.pairings import LETTER_COUNT, LETTERS

SEPARATORS = re.compile(r"[\s\-‐‑–—−.·]+")


class LettersForm(forms.Form):
    """The letters that an extension shows, with or without separators, in lower or upper case."""

    letters = forms.CharField(
        label=_("Letters that the extension shows"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
        help_text=_("Eight letters, such as BCDF-GHJK."),
    )

    def clean_letters(self) -> str:
        """Return the letters as they are stored."""
        letters = SEPARATORS.sub("", self.cleaned_data["letters"]).upper()
        if len(letters) != LETTER_COUNT or not set(letters) <= set(LETTERS):
            raise forms.ValidationError(_("Type the eight letters. None of them is a digit or a vowel."))
        return letters
