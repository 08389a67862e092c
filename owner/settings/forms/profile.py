"""Forms of accounts: signing up, joining, one's own profile, the organization, its people."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.account.utils import setup_user_email
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.errors import AddressTaken, SignUpsClosed
from accounts.models import Invitation, Organization, User
from core.text import mailable, one_line
from core.zone_field import ZoneField, ZoneGuess
from pages.actions import open_account

BY_LANGUAGE = "auto"
PASSWORD_HINT = _("At least 10 characters; not a common one, and unlike your name and email.")
ROLES = _("Members look after their own calendars. Admins look after everybody's, and the team.")


def own_name() -> forms.CharField:
    """The name of whoever fills the form in."""
    return forms.CharField(
        label=_("Your name"),
        max_length=100,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Customers see it."),
    )


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """One form from nothing to ready to share: the organization, its admin, hours, an event type and a page."""

    name = own_name()
    organization = forms.CharField(
        label=_("Organization"),
        max_length=100,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Your company, team or practice."),
    )
    time_zone = ZoneGuess()
    field_order = ["name", "organization", "email", "password1", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HINT

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new user; or, where somebody else was faster, the answer that says so with what was typed."""
        try:
            return self.save(request), None
        except SignUpsClosed:
            return None, redirect("account_signup")
        except AddressTaken as refusal:
            self.add_error("email", str(refusal))
            context = {"form": self, **get_entrance_context_data(request)}
            return None, render(request, "account/signup.html", context, status=422)

    def save(self, request: HttpRequest) -> User:
        """Opens the account in one transaction; allauth's own record of the address follows."""
        user = open_account(
            signups=settings.SIGNUPS,
            organization_name=self.cleaned_data["organization"],
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            password=self.cleaned_data["password1"],
            time_zone=self.cleaned_data["time_zone"],
        )
        setup_user_email(request, user, [])
        return user


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """What somebody may change of themselves; the email address has a page of its own, since it is verified."""

    name = forms.CharField(
        label=_("Name"), max_length=100, validators=[one_line], help_text=_("Customers and colleagues see it.")
    )
    time_zone = ZoneField(
        label=_("Time zone"),
        help_text=_("Times are shown to you in it. Your schedules keep their own zones, and meetings their times."),
    )

    clock = forms.TypedChoiceField(
        label=_("Clock"),
        choices=[(value or BY_LANGUAGE, label) for value, label in User.Clock.choices],
        coerce=lambda value: "" if value == BY_LANGUAGE else value,
    )

    class Meta:
        model = User
        fields = ["name", "time_zone", "clock"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["clock"] = self.instance.clock or BY_LANGUAGE
        self.fields["time_zone"].keep(self.instance.time_zone)  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class DelegatesForm(forms.Form):
    """Colleagues who may make links in the name of whoever fills the form in."""

    delegates = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Colleagues who may make links for me"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Such a link is yours: it is in your links, and customers are told to ask you."),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        granted = list(user.delegates.values_list("pk", flat=True))
        colleagues = User.objects.filter(organization_id=user.organization_id).exclude(pk=user.pk)
        choice: Any = self.fields["delegates"]
        choice.queryset = colleagues.filter(Q(is_active=True) | Q(pk__in=granted)).order_by("name", "pk")
        self.initial["delegates"] = granted

    @property
    def picks(self) -> list[dict[str, Any]]:
        """The colleagues as the form lists them."""
        chosen = {str(one) for one in self["delegates"].value() or ()}
        people: Any = self.fields["delegates"]
        return [
            {"value": one.pk, "label": one.name, "detail": one.email, "ticked": str(one.pk) in chosen}
            for one in people.queryset
        ]


class EmailForm(forms.Form):
    """The address that is to take the place of one's own."""

    email = forms.EmailField(
        label=_("New address"),
        max_length=254,
        validators=[mailable],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """What admins may change of their organization."""

    name = forms.CharField(label=_("Name"), max_length=100, validators=[one_line], help_text=_("Customers see it."))
    slug = forms.SlugField(
        label=_("Public address"),
        max_length=60,
        error_messages={"invalid": _("Use the letters a to z, digits and hyphens only.")},
        help_text=_("Part of every public address: changing it ends the old ones. One-time links go on working."),
    )

    first_day = forms.TypedChoiceField(
        label=_("First day of the week"),
        choices=[(BY_LANGUAGE, _("As usual in the visitor's language")), *Organization.FirstDay.choices],
        coerce=lambda value: None if value == BY_LANGUAGE else int(value),
    )

    class Meta:
        model = Organization
        fields = ["name", "slug", "link_life", "first_day"]
        help_texts = {"link_life": _("Offered first when somebody makes a link; each can choose another.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.first_day is None:
            self.initial["first_day"] = BY_LANGUAGE

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class InviteForm(forms.Form):
    """Whom an admin asks in."""

    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        validators=[mailable],
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


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """What an admin may change of a colleague."""

    class Meta:
        model = User
        fields = ["role", "is_active"]
        labels = {"is_active": _("May sign in and host meetings")}
        help_texts = {
            "role": ROLES,
            "is_active": _(
                "Switched off, they are signed out and their calendars offer no times. Meetings already booked stay."
            ),
        }


class JoinForm(forms.Form):
    """What a colleague who was asked in says of themselves; the email and the role are the invitation's."""

    name = own_name()
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )
    time_zone = ZoneGuess()

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if password := data.get("password"):
            stranger = User(email=self.invitation.email, name=data.get("name", ""))
            try:
                validate_password(password, stranger)
            except ValidationError as error:
                self.add_error("password", error)
        return data
