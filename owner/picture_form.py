"""A picture to upload: a master page's, an organization's logo, or a user's photo."""

from __future__ import annotations  # Django's UploadedFile is not generic at run time.

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.pictures import NotAPicture, Shape, ShrunkPicture, TooManyPixels, shrink

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LARGEST = 5 * 1024 * 1024


class PictureForm(forms.Form):
    """A picture to upload. `picture` is the picture to save, once the form is valid."""

    image = forms.FileField(
        label=_("Image"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"empty": _("This file is empty. Choose another.")},
    )
    picture: ShrunkPicture | None = None

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        shape: Shape,
        help_text: _StrPromise,
    ) -> None:
        super().__init__(data, files)
        self.shape = shape
        self.fields["image"].help_text = help_text

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
            self.picture = shrink(upload.read(), self.shape)
        except TooManyPixels as error:
            raise ValidationError(gettext("This image is larger than 40 megapixels. Choose a smaller one.")) from error
        except NotAPicture as error:
            raise ValidationError(gettext("This file is not a PNG, JPEG or WebP image. Choose another.")) from error
        return upload


def picture_form(request: HttpRequest, *, shape: Shape, help_text: _StrPromise) -> PictureForm:
    """Return the form, bound if the request sends one."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return PictureForm(*sent, shape=shape, help_text=help_text)


def keep_picture(image: PictureForm, button: str, save: Callable[[ShrunkPicture | None], None]) -> None:
    """Remove the picture, or save the uploaded one, or add an error to the form. `button` names the pressed button.

    A valid picture is saved even if the rest of the form is not valid, because browsers do not send a file again.
    """
    if button == "remove":
        save(None)
    elif image.is_valid() and image.picture is not None:
        save(image.picture)
    elif button and not image.errors:
        image.add_error("image", gettext("Choose a file first."))
