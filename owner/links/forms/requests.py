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
        self, data: Mapping[str, object] | None = None, *, link_request: LinkRequest, **more: Unpack[DatedOptions]
    ) -> None:
        super().__init__(data, **more)
        subject = _("A new link: %(page)s") % {"page": link_request.link.target.name}
        # Anybody can enter a name with somebody else's email, so a website in the name must not be mailed.
        has_no_name = not link_request.name or has_website(link_request.name)
        hello = _("Hello,") if has_no_name else _("Hello %(name)s,") % {"name": link_request.name}
        text = _("Here is the new link you asked for. Please choose a time that suits you.")
        text = f"{hello}\n\n{text}\n\n{self.user.name}"
        self.initial = {"subject": subject[:150], "text": text, **self.initial}
