"""The forms of a master page and its picture, without what the page offers."""

from __future__ import annotations  # Django's ModelForm is not generic at run time.

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from owner.pages.forms.booking_pages import PublicForm
from owner.pages.forms.explained import Explained, explained
from pages.images import NotAPicture, Picture, TooManyPixels, shrink
from pages.models import Page

LARGEST = 5 * 1024 * 1024
# In the order of the choices.
SCENARIOS_EXPLAINED = {
    Page.Scenario.TEAM: _(
        "Customers choose what to book. You decide who gets the meeting: one person, a pool, or several people."
    ),
    Page.Scenario.EVENT_TYPES_FIRST: _("Customers choose what to book, then who to meet."),
    Page.Scenario.PAGES_FIRST: _("Customers choose who to meet, then what to book."),
}


class MasterForm(PublicForm):
    """Names, address, texts and scenario of a master page. For a new page, the label and the texts are left out."""

    scenario = forms.ChoiceField(
        label=_("Scenario"),
        choices=Page.Scenario.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a scenario.")},
    )

    class Meta:
        model = Page
        fields = ["name", "label", "slug", "scenario", "welcome", "contact"]

    def __init__(self, data: QueryDict | None = None, *, instance: Page, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, instance=instance, initial=initial)
        if self.instance._state.adding:
            for name in ("label", "welcome", "contact"):
                del self.fields[name]

    def scenarios(self) -> Explained:
        return explained(self["scenario"], SCENARIOS_EXPLAINED.values())


class ImageForm(forms.Form):
    """A picture to upload. `picture` is the picture reduced to its size, once the form is valid."""

    image = forms.FileField(
        label=_("Image"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_(
            "PNG, JPEG or WebP, up to 5 MB. Resized to fit 1200 by 600 pixels. For decoration only: screen "
            "readers skip it."
        ),
        error_messages={"empty": _("This file is empty. Choose another.")},
    )
    picture: Picture | None = None

    def problems(self) -> list[tuple[str, str, str]]:
        """Return the errors for the summary: the field's anchor, its label, and what is wrong."""
        field = self["image"]
        return [(field.id_for_label, str(field.label), str(error)) for error in field.errors]

    def clean_image(self) -> UploadedFile[bytes] | None:
        upload: UploadedFile[bytes] | None = self.cleaned_data["image"]
        if upload is None:
            return None
        if (upload.size or 0) > LARGEST:
            raise ValidationError(gettext("This file is larger than 5 MB. Choose a smaller one."))
        try:
            self.picture = shrink(upload.read())
        except TooManyPixels as error:
            raise ValidationError(gettext("This image is larger than 40 megapixels. Choose a smaller one.")) from error
        except NotAPicture as error:
            raise ValidationError(gettext("This file is not a PNG, JPEG or WebP image. Choose another.")) from error
        return upload
