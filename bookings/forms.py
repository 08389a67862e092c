"""What customers fill in."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.text import lines, mailable, one_line

# A name with an address in it would turn the mails that quote it into somebody's advertisement.
ADDRESS = re.compile(
    r"://|\bwww\.|\w\.\w+/|\w{2}\.(?:com|net|org|info|biz|io|ru|cn|xyz|top|online|site|shop|app|link|click)\b", re.I
)


def refuse_addresses(text: str) -> None:
    """Raises ValidationError for a name with the address of a website in it."""
    if ADDRESS.search(text):
        raise ValidationError(_("Please leave out addresses of websites."))


class DetailsForm(forms.Form):
    """Who books. Left without the fields whose answers are known already."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        validators=[one_line, refuse_addresses],
        error_messages={"required": gettext_lazy("Please enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        validators=[one_line, mailable],
        error_messages={
            "required": gettext_lazy("Please enter your email address."),
            "invalid": gettext_lazy("This does not look like an email address. Compare it with name@example.com."),
        },
        help_text=gettext_lazy("The confirmation and the calendar invitation go here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Anything we should know?"),
        max_length=2_000,
        required=False,
        validators=[lines],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, known: Collection[str] = (), email_fixed: bool = False, host: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in known:
            del self.fields[name]
        if host and "note" in self.fields:
            self.fields["note"].label = _("Anything %(host)s should know?") % {"host": host}
        if email_fixed and "email" in self.fields:
            self.fields["email"].widget.attrs["readonly"] = True
            self.fields["email"].help_text = _(
                "This link was made for this address, so only it can book. Is it not yours? Ask for a link of your own."
            )


class OwnEmailForm(forms.Form):
    """For whoever booked with a link and lost the mail."""

    email = forms.EmailField(
        label=gettext_lazy("The email address you booked with"),
        max_length=254,
        validators=[one_line],
        error_messages={"required": gettext_lazy("Please enter your email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
