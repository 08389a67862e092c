"""The form that answers a request for a new link."""

from collections.abc import Mapping
from typing import Unpack

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import has_website
from links.forms.details import DatedOptions
from links.forms.expiry import ExpiryForm
from links.forms.fields import mail_subject, mail_text
from links.models import LinkRequest


class AnswerForm(ExpiryForm):
    """How long the new link works, and the mail that brings it. Its initial values are already a complete answer."""

    subject = mail_subject()
    text = mail_text(gettext_lazy("The link is added below the text."))

    def __init__(
        self, data: Mapping[str, object] | None = None, *, asked: LinkRequest, **more: Unpack[DatedOptions]
    ) -> None:
        super().__init__(data, **more)
        subject = _("A new link: %(page)s") % {"page": asked.link.target.name}
        # Anybody can enter a name here, with somebody else's email: a website in it must not be mailed to them.
        nameless = not asked.name or has_website(asked.name)
        hello = _("Hello,") if nameless else _("Hello %(name)s,") % {"name": asked.name}
        text = _("Here is the new link you asked for. Please choose a time that suits you.")
        text = f"{hello}\n\n{text}\n\n{self.user.name}"
        self.initial = {"subject": subject[:150], "text": text, **self.initial}

    def as_it_stands(self) -> dict[str, object]:
        """Return what the form sends if nobody changes it."""
        return dict(self.initial)
