"""The mail that brings one link to its customer, as its sender words it."""

from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.text import validate_lines, validate_one_line
from links.models import Link


class SendForm(forms.Form):
    """Subject and text; both are written for the link already."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150, validators=[validate_one_line])
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=4_000,
        validators=[validate_lines],
        help_text=gettext_lazy("The link, and until when it works, follow by themselves."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )

    # With it, the same form sent twice sends one mail.
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, data: Mapping[str, object] | None = None, *, link: Link, user: User) -> None:
        super().__init__(data)
        self.initial = {"subject": subject_for(link), "text": text_for(link, user), "key": uuid4().hex}

    def clean_text(self) -> str:
        """Browsers send line ends of their own."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


def subject_for(link: Link) -> str:
    """What the mail is about, before somebody says it better."""
    return _("Pick a time: %(page)s") % {"page": link.target.name}


def text_for(link: Link, user: User) -> str:
    """What the mail says, before somebody says it better."""
    first_name = link.recipient_name.split()[:1]
    hello = _("Hello %(name)s,") % {"name": first_name[0]} if first_name else _("Hello,")
    once = _("please choose a time that suits you. The link below is made for you, and works once.")
    asks = once if link.is_single_use else _("please choose a time that suits you, with the link below.")
    return f"{hello}\n\n{asks}\n\n{user.name}"
