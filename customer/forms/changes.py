"""Forms for a customer who moves or cancels a meeting."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import validate_lines
from pages.models import Ask


class ReasonForm(forms.Form):
    """Asks for a reason, as the meeting's policy demands: required, optional, or not at all."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2_000,
        validators=[validate_lines],
        help_text=_("Your host will see this."),
        error_messages={"required": _("Please say why.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, asks: str) -> None:
        super().__init__(data)
        if asks == Ask.NO:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = asks == Ask.REQUIRED

    @property
    def reason_given(self) -> str:
        """The reason in a valid form; empty if none was asked for."""
        return str(self.cleaned_data.get("reason", ""))
