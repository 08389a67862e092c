"""The form that chooses what other calendar programs read of the user's meetings."""

from django import forms
from django.utils.translation import gettext_lazy as _

BUSY, NAMES = "busy", "names"


class FeedForm(forms.Form):
    """What other programs can read at the address."""

    details = forms.TypedChoiceField(
        label=_("What can be read there"),
        choices=[(BUSY, _("Busy only")), (NAMES, _("With names and answers"))],
        coerce=lambda text: text == NAMES,
        initial=BUSY,
        widget=forms.RadioSelect,
        help_text=_(
            "“Busy only” says when you have meetings. With names and answers, whoever has the address can read who "
            "meets you, where, and what they entered in the form. So can the program’s maker, and everybody you share "
            "that calendar with."
        ),
    )
