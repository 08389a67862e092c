"""Fields that several forms about links share."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from accounts.unique_labels import label_choices
from core.text import validate_lines, validate_one_line

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def pick_from(form: forms.BaseForm, name: str, rows: Mapping[str, object]) -> forms.ChoiceField:
    """Let a typed choice field of the form choose among the rows, by primary key. Equal names are told apart."""
    field = choice_field(form, name)
    field.choices = list(label_choices(rows).items())
    field.coerce = rows.__getitem__
    return field


def choice_field(form: forms.BaseForm, name: str) -> forms.TypedChoiceField | forms.TypedMultipleChoiceField:
    """Return the form field of that name, which must be a typed choice field."""
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField | forms.TypedMultipleChoiceField)
    return field


def private_label() -> forms.CharField:
    """Return the field for the name by which the organization knows a link."""
    return forms.CharField(
        label=gettext_lazy("Private label"),
        required=False,
        max_length=100,
        validators=[validate_one_line],
        help_text=gettext_lazy("Only your organization sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def mail_subject() -> forms.CharField:
    """Return the field for the subject of a mail."""
    return forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=150,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def mail_text(help_text: "StrOrPromise") -> forms.CharField:
    """Return the field for the text of a mail, which stands above the link."""
    return forms.CharField(
        label=gettext_lazy("Text"),
        max_length=5_000,
        validators=[validate_lines],
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
