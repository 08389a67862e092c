"""The form that makes many one-time links at once."""

import uuid
from typing import Unpack

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.unique_labels import label_choices
from links.actions.batches import BatchChoices, BatchMail, Recipient
from links.forms.details import NO_LONGER_AVAILABLE, DatedOptions
from links.forms.expiry import ExpiryForm
from links.forms.fields import mail_subject, mail_text, pick_from, private_label
from links.forms.recipients import MOST_ROWS, PeopleForm
from links.models import Link
from links.placeholders import find_unknown
from links.queries.batches import bulk_sources
from pages.models import Page

PEOPLE, NUMBER = "people", "number"
SUBJECT = gettext_lazy("Pick a time: {page}")
TEXT = gettext_lazy(
    "Hello {name},\n\nPlease choose a time that suits you. The link below is just for you and works for one "
    "booking.\n\n%(sender)s"
)


class BatchForm(ExpiryForm, PeopleForm):
    """What the links are made from, for whom, until when they work, and whether each recipient gets a mail."""

    source = forms.TypedChoiceField(
        label=gettext_lazy("Made from"),
        help_text=gettext_lazy("Each link offers the same as this page or reusable link."),
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=[(PEOPLE, gettext_lazy("A list of people")), (NUMBER, gettext_lazy("A number of links"))],
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=MOST_ROWS,
        help_text=gettext_lazy("Up to 1,000. Each works for the first person who books with it."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    locked = forms.BooleanField(
        label=gettext_lazy("Lock each link to its email"),
        required=False,
        help_text=gettext_lazy("Only the email in the same row can book, even if the link is forwarded."),
    )
    label = private_label()
    emailed = forms.BooleanField(label=gettext_lazy("Email each person their link"), required=False)
    subject = mail_subject()
    text = mail_text(
        gettext_lazy("{name}, {email} and {page} are filled in for each person. The link is added below the text.")
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    day_missing = gettext_lazy("Choose the last day the links work.")
    day_explained = gettext_lazy("The links work until the end of that day, %(zone)s.")
    never_explained = gettext_lazy("They stay open until they are booked or revoked.")

    def __init__(self, data: QueryDict | None = None, **more: Unpack[DatedOptions]) -> None:
        super().__init__(data, **more)
        source = str(self.initial.get("source") or self.data.get("source") or "")
        self.pages, self.links = bulk_sources(self.user, self.now, source.removeprefix("link-"))
        sources: dict[str, Page | Link] = {f"page-{page.pk}": page for page in self.pages}
        sources |= {f"link-{link.pk}": link for link in self.links}
        pick_from(self, "source", sources).choices = [
            (_("Pages"), list(label_choices({f"page-{page.pk}": page for page in self.pages}).items())),
            (_("Reusable links"), [(f"link-{link.pk}", self._title(link)) for link in self.links]),
        ]
        defaults = {
            "kind": PEOPLE,
            "subject": str(SUBJECT),
            "text": TEXT % {"sender": self.user.name},
            "key": uuid.uuid4().hex,
        }
        self.initial = {**defaults, **self.initial}

    def _title(self, link: Link) -> str:
        title = link.label or link.target.name
        return title if link.owner_id == self.user.pk else f"{title} ({link.owner.name})"

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("kind") == NUMBER:
            self.ignore("people", "file", "locked", "emailed")
        else:
            self.ignore("count")
            self.read_people()
        if not cleaned.get("emailed"):
            self.ignore("subject", "text")
        for name in ("subject", "text"):
            if words := find_unknown(str(cleaned.get(name, ""))):
                self.add_error(
                    name,
                    _("“{%(word)s}” is not a placeholder. Use {name}, {email} or {page}.") % {"word": words[0]},
                )
        return cleaned

    @property
    def page(self) -> Page | None:
        """The page that the links are made from, or None. For valid forms only."""
        source = self.cleaned_data["source"]
        return source if isinstance(source, Page) else None

    @property
    def parent(self) -> Link | None:
        """The reusable link that the links are made from, or None. For valid forms only."""
        source = self.cleaned_data["source"]
        return source if isinstance(source, Link) else None

    @property
    def target(self) -> Page:
        """The page that customers see. For valid forms only."""
        return self.page or self.cleaned_data["source"].target

    @property
    def wanted(self) -> list[Recipient]:
        """The recipient of each link. For valid forms only."""
        return self.recipients or [Recipient("", "")] * self.cleaned_data["count"]

    @property
    def mail(self) -> BatchMail | None:
        """The mail to each recipient, or None. For valid forms only."""
        cleaned = self.cleaned_data
        return BatchMail(cleaned["subject"], cleaned["text"]) if cleaned["emailed"] else None

    def choices(self) -> BatchChoices:
        """Return the arguments for `make_batch` that the form decides. For valid forms only."""
        cleaned = self.cleaned_data
        return {
            "recipients": self.wanted,
            "page": self.page,
            "parent": self.parent,
            "expires_at": self.expires_at,
            "life": self.life,
            "locked": bool(cleaned["locked"]),
            "label": cleaned["label"],
            "mail": self.mail,
            # Two equal numbers of links differ only by the form's key. A list of people needs no key: it is the same
            # list.
            "form": "" if self.recipients else cleaned["key"] or uuid.uuid4().hex,
        }
