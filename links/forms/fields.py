"""Fields that forms about links have alike."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.text import validate_lines, validate_one_line


def private_label() -> forms.CharField:
    """What the organization calls a link."""
    return forms.CharField(
        label=gettext_lazy("Private label"),
        required=False,
        max_length=100,
        validators=[validate_one_line],
        help_text=gettext_lazy("Only your organization sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def mail_subject() -> forms.CharField:
    """What a mail is about."""
    return forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=150,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def mail_text(help_text: Any) -> forms.CharField:
    """What a mail says above its link."""
    return forms.CharField(
        label=gettext_lazy("Text"),
        max_length=5_000,
        validators=[validate_lines],
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
