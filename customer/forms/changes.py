"""Forms for a customer who moves or cancels a meeting."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import validate_lines
from pages.models import Ask

YES, NO = "yes", "no"


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


class CancelForm(ReasonForm):
    """Asks whether to cancel the meeting. Nothing is selected at first, so pressing the button unread cancels
    nothing.
    """

    choice = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Please choose one. Nothing is cancelled yet.")}
    )
    field_order = ("choice", "reason")

    def __init__(
        self, data: Mapping[str, object] | None = None, *, asks: str, question: str, yes: str, no: str
    ) -> None:
        super().__init__(data, asks=asks)
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.label, choice.choices = question, [(YES, yes), (NO, no)]
        if data is not None and data.get("choice") == NO and "reason" in self.fields:
            # No reason is required to keep the meeting.
            self.fields["reason"].required = False

    @property
    def cancels(self) -> bool:
        """Whether a valid form says to cancel."""
        return bool(self.cleaned_data["choice"] == YES)
