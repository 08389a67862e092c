"""The fields of the booking form for a phone number and for guests."""

import re
from collections.abc import Mapping
from typing import TypedDict, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings import phones
from core.text import LazyText, address_key, is_address, is_mailable, read_email, validate_one_line
from pages.standard_fields import MOST_GUESTS

# The addresses in “Ana <ana@example.com> Tom <tom@example.com>”.
IN_ANGLE_BRACKETS = re.compile(r"<([^<>]*)>")


class FieldOptions(TypedDict):
    """Options of a form field that its question decides."""

    required: bool
    label: LazyText
    error_messages: Mapping[str, LazyText]


class PhoneField(forms.CharField):
    """A phone number that can be dialled; with `from_abroad`, one that can be dialled from any country."""

    def __init__(self, *, from_abroad: bool = False, **more: Unpack[FieldOptions]) -> None:
        super().__init__(
            max_length=phones.LONGEST,
            validators=[validate_one_line, validate_international_phone if from_abroad else validate_phone],
            widget=forms.TelInput(attrs={"autocomplete": "tel"}),
            help_text=_("Include the country code, as in +34 600 000 000.") if from_abroad else "",
            **more,
        )

    def to_python(self, value: object) -> str:
        return phones.plain(super().to_python(value) or "")


def validate_phone(text: str) -> None:
    """Raise ValidationError for a text that is no phone number."""
    if not phones.is_number(text):
        raise ValidationError(_("Enter a valid phone number, such as +34 600 000 000."))


def validate_international_phone(text: str) -> None:
    """Raise ValidationError for a number without country code: nobody knows which country the host calls from."""
    validate_phone(text)
    if not phones.has_country_code(text):
        raise ValidationError(
            _("Please begin with + and your country code, as in +34 600 000 000. The call may come from abroad.")
        )


class GuestsField(forms.CharField):
    """Email addresses, separated by line breaks, blanks, commas or semicolons; repeated ones are dropped."""

    def __init__(self, **more: Unpack[FieldOptions]) -> None:
        attributes = {"rows": 2, "inputmode": "email", "autocomplete": "off", "spellcheck": "false"}
        hint = _("Up to %(most)s email addresses, one per line. They get the invitation too.")
        super().__init__(widget=forms.Textarea(attrs=attributes), help_text=hint % {"most": MOST_GUESTS}, **more)

    def clean(self, value: object) -> tuple[str, ...]:
        """Return the addresses as a tuple. Raise ValidationError that names the texts that are no email addresses."""
        text = super().clean(value)
        emails = {address_key(email): email for email in read_emails(text)}
        wrong = [email for email in emails.values() if not is_mailable(email)]
        if wrong:
            raise ValidationError([_no_address(email) for email in wrong[:MOST_GUESTS]])
        if len(emails) > MOST_GUESTS:
            message = ngettext("Add at most %(most)s guest.", "Add at most %(most)s guests.", MOST_GUESTS)
            raise ValidationError(message % {"most": MOST_GUESTS})
        return tuple(emails.values())


def read_emails(text: str) -> list[str]:
    """Return the addresses of a list as it was typed or copied. Names before addresses in angle brackets are dropped,
    and whatever is no address is returned as it is.
    """
    emails: list[str] = []
    # Parts that may be the beginning of a name with a comma in it, such as “Shah, Priya <priya@example.com>”.
    names: list[str] = []
    for part in map(str.strip, re.split(r"[,;\r\n，；、]", text)):
        if "<" in part:
            addresses, rest = IN_ANGLE_BRACKETS.findall(part), IN_ANGLE_BRACKETS.sub("", part)
            emails += map(read_email, addresses if addresses and "@" not in rest else [part])
            names = []
        elif "@" in part or "＠" in part:
            emails += [*names, *map(read_email, part.split())]
            names = []
        else:
            names += part.split()
    return [*emails, *names]


def _no_address(text: str) -> str:
    if not is_address(text):
        return _("“%(address)s” is not an email address.") % {"address": text[:80]}
    return _("“%(address)s” cannot receive email. Enter an address such as name@example.com.") % {"address": text[:80]}
