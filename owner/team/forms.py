"""Forms for the people of an organization: inviting a colleague, and changing one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import EmailAddressField

ROLES = _("Members manage their own pages. Admins manage everyone's pages and the team.")


class InviteForm(forms.Form):
    """The email address and role of a colleague to invite."""

    email = EmailAddressField(
        label=_("Email"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=User.Role.choices,
        initial=User.Role.MEMBER,
        help_text=ROLES,
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What an admin may change of a colleague."""

    class Meta:
        model = User
        fields = ["role", "is_active"]
        labels = {"is_active": _("Can sign in and host meetings")}
        help_texts = {
            "role": ROLES,
            "is_active": _(
                "When off, they are signed out and their booking pages offer no times. Existing meetings are not "
                "affected."
            ),
        }
