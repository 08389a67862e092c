"""Forms for people who become users: signing up, and joining by invitation."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, SignupForm
from allauth.account.utils import setup_user_email
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.devices import known_device
from accounts.errors import AddressTaken, SignUpsClosed
from accounts.models import Invitation, Organization, User
from core.text import address_key, validate_no_website, validate_one_line
from core.zones import ZoneGuess
from pages.actions import open_account

PASSWORD_HINT = _("At least 10 characters; not a common one, and not made of names or your email address.")


def own_name() -> forms.CharField:
    """Return the field for the user's own name."""
    return forms.CharField(
        label=_("Your name"),
        max_length=100,
        validators=[validate_one_line, validate_no_website],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Customers see it."),
    )


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """The form that signs up an organization. It creates the organization, its admin, hours, an event type and a
    page.
    """

    name = own_name()
    organization = forms.CharField(
        label=_("Organization"),
        max_length=100,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Your company, team or practice."),
    )
    time_zone = ZoneGuess()
    field_order = ["name", "organization", "email", "password1", "time_zone"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HINT

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        organization = Organization(name=data.get("organization", ""))
        new_user = User(email=data.get("email", ""), name=data.get("name", ""), organization=organization)
        if "password1" in data and "password1" not in self.errors:
            _check_password(self, "password1", new_user)
        return data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Return the new user, or the response to show if sign-ups are closed or the email address was taken
        meanwhile.
        """
        try:
            return self.save(request), None
        except SignUpsClosed:
            return None, redirect("account_signup")
        except AddressTaken as refusal:
            self.add_error("email", str(refusal))
            context = {"form": self, "login_url": reverse("account_login")}
            return None, render(request, "account/signup.html", context, status=422)

    def save(self, request: HttpRequest) -> User:
        """Open the account in one transaction. allauth's own record of the email address follows after it."""
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


class JoinForm(forms.Form):
    """Name, password and time zone of an invited colleague. Email and role are those of the invitation."""

    name = own_name()
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )
    time_zone = ZoneGuess()

    def __init__(self, data: QueryDict | None, *, invitation: Invitation) -> None:
        super().__init__(data)
        self.invitation = invitation

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        organization = self.invitation.organization
        if data.get("password"):
            new_user = User(email=self.invitation.email, name=data.get("name", ""), organization=organization)
            _check_password(self, "password", new_user)
        return data


def _check_password(form: forms.Form, field: str, new_user: User) -> None:
    try:
        validate_password(form.cleaned_data[field], new_user)
    except ValidationError as error:
        form.add_error(field, error)


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The form that asks for a sign-in code. Requests from other devices do not use up the limit of a known one."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        device = known_device(context.request, email)
        if not ratelimit.consume(context.request, action="login_code", key=f"{address_key(email)} {device or ''}"):
            raise get_adapter().validation_error("too_many_login_attempts")
        return email
