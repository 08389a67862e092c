"""The mail that brings a link to its customer. Its sender can change the text."""

from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.text import validate_lines, validate_one_line
from links.models import Link


class SendForm(forms.Form):
    """Subject and text of the mail, with initial values that suit the link."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150, validators=[validate_one_line])
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=4_000,
        validators=[validate_lines],
        help_text=gettext_lazy("The link and its expiry are added automatically."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )

    # Makes a repeat harmless: the same form sent twice sends one mail.
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, data: Mapping[str, object] | None = None, *, link: Link, user: User) -> None:
        super().__init__(data)
        self.initial = {"subject": subject_for(link), "text": text_for(link, user), "key": uuid4().hex}

    def clean_text(self) -> str:
        """Return the text with Unix line ends, because browsers send CRLF."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


def subject_for(link: Link) -> str:
    """Return the initial subject of the mail."""
    return _("Pick a time: %(page)s") % {"page": link.target.name}


def text_for(link: Link, user: User) -> str:
    """Return the initial text of the mail."""
    first_name = link.recipient_name.split()[:1]
    hello = _("Hello %(name)s,") % {"name": first_name[0]} if first_name else _("Hello,")
    if link.is_single_use:
        text = _("Please choose a time that suits you. The link below is just for you and works for one booking.")
    else:
        text = _("Please use the link below to choose a time that suits you.")
    return f"{hello}\n\n{text}\n\n{user.name}"
