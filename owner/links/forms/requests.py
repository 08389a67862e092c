"""The answer to whoever asks for a new link."""

from collections.abc import Mapping
from typing import Unpack

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import holds_website
from links.forms.details import DatedOptions
from links.forms.expiry import ExpiryForm
from links.forms.fields import mail_subject, mail_text
from links.models import LinkRequest


class AnswerForm(ExpiryForm):
    """How long the new link works, and the mail that brings it; as it stands it is an answer already."""

    subject = mail_subject()
    text = mail_text(gettext_lazy("The link follows below the text."))

    def __init__(
        self, data: Mapping[str, object] | None = None, *, asked: LinkRequest, **more: Unpack[DatedOptions]
    ) -> None:
        super().__init__(data, **more)
        subject = _("A new link: %(page)s") % {"page": asked.link.target.name}
        # Whoever asks chose the name, and perhaps somebody else's address: no website of theirs is to be sent on.
        nameless = not asked.name or holds_website(asked.name)
        hello = _("Hello,") if nameless else _("Hello %(name)s,") % {"name": asked.name}
        text = _("you asked for a new link. It is below: please choose a time that suits you.")
        text = f"{hello}\n\n{text}\n\n{self.user.name}"
        self.initial = {"subject": subject[:150], "text": text, **self.initial}

    def as_it_stands(self) -> dict[str, object]:
        """What the form would send if nobody changed it."""
        return dict(self.initial)
