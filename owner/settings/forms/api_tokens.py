"""Forms of API tokens."""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, Scope, User
from core.text import validate_one_line
from owner.form_key import FormKeyField

NEVER = "never"
LIVES = [("30", _("In 30 days")), ("90", _("In 90 days")), ("365", _("In a year"))]


class ApiTokenNameForm(forms.Form):
    """The name of a token."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[validate_one_line],
        help_text=_("Say which program uses it, such as “CRM” or “Website”."),
    )


class AssistantForm(forms.Form):
    """A button that makes a token. The key tells a form that is sent again from a new one."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"key": uuid4()})


class NewApiTokenForm(ApiTokenNameForm):
    """The name of a new token, what it may do, and how long it works. Two further choices are for admins."""

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the token may do.")},
    )
    reach = forms.ChoiceField(
        label=_("Covers"),
        choices=ApiToken.Reach.choices,
        initial=ApiToken.Reach.OWN,
        widget=forms.RadioSelect,
        help_text=_("Either way, it can never do more than you can at the time."),
    )
    life = forms.ChoiceField(label=_("Ends"), choices=LIVES, initial="90")
    # Tells a form that is sent again from a new one.
    key = FormKeyField()

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data, initial={"key": uuid4()})
        if user.is_admin:
            self.fields["life"].choices = [*LIVES, (NEVER, _("Never"))]  # type: ignore[attr-defined]
        else:
            del self.fields["reach"]

    @property
    def chosen_life(self) -> timedelta | None:
        """How long the token works; None without end."""
        days = self.cleaned_data["life"]
        return None if days == NEVER else timedelta(days=int(days))
