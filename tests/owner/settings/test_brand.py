"""Settings > Organization > Brand: colour, logo, and the product's name."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accounts.colour import read_colour
from accounts.models import Picture
from accounts.pictures import NotAPicture, logo, shrink
from owner.settings.forms.brand import BrandForm
from tests.junk import junk_settings

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/brand/"


def upload(size=(400, 100), colour="teal", form="PNG"):
    """A picture as a browser sends it."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, form)
    return SimpleUploadedFile("logo.png", written.getvalue(), content_type="image/png")


def saved(organization):
    organization.refresh_from_db()
    return organization.brand_colour, organization.hide_product, organization.logo


def test_admin_saves_colour_and_hides_product(anas, ana):
    response = anas.post(ADDRESS, {"brand_colour": "0B6E64", "hide_product": "on"})
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert saved(ana.organization) == ("#0b6e64", True, None)
    assert anas.post(ADDRESS, {"brand_colour": ""}).status_code == 302
    assert saved(ana.organization) == ("", False, None)


def test_no_colour_is_refused_and_kept_typed(anas, ana):
    response = anas.post(ADDRESS, {"brand_colour": "teal", "hide_product": "on"})
    shown = response.content.decode()
    assert (response.status_code, 'value="teal"' in shown, "This is not a colour." in shown) == (422, True, True)
    assert saved(ana.organization) == ("", False, None)


@junk_settings
@given(st.text(max_size=25))
def test_form_takes_colours_only(typed):
    form = BrandForm({"brand_colour": typed})
    # Django strips what is typed, of more kinds of space than colours have.
    assert form.is_valid() == (not typed.strip() or read_colour(typed.strip()) is not None)


def test_logo_is_uploaded_replaced_and_removed(anas, ana, client):
    names = []
    for colour in ("teal", "navy"):
        typed = {"picture": "upload", "image": upload(colour=colour), "brand_colour": "#123"}
        response = anas.post(ADDRESS, typed)
        # The colour was not saved, and stands there as typed.
        assert (response.status_code, 'value="#123"' in response.content.decode()) == (200, True)
        _colour, _hidden, picture = saved(ana.organization)
        names.append(picture.digest)
        assert [one.pk for one in Picture.objects.all()] == [picture.pk]
    assert names[0] != names[1]
    answers = [client.get(reverse(name, args=[names[1]])) for name in ("picture", "picture-for-mail")]
    for answer, form in zip(answers, ("WEBP", "PNG"), strict=True):
        with Image.open(BytesIO(answer.content)) as image:
            assert (image.format, image.size) == (form, (384, 96))
        assert (answer["Cache-Control"], answer.cookies) == ("public, max-age=31536000, immutable", {})
    assert client.get(reverse("picture", args=[names[0]])).status_code == 404
    assert client.get(reverse("picture-for-mail", args=[names[0]])).status_code == 404
    assert anas.post(ADDRESS, {"picture": "remove"}).status_code == 200
    assert (saved(ana.organization), Picture.objects.count()) == (("", False, None), 0)


def test_same_logo_again_stays(anas, ana):
    for _ in range(2):
        assert anas.post(ADDRESS, {"image": upload()}).status_code == 302
    assert saved(ana.organization)[2] == Picture.objects.get()


def test_organizations_share_no_logo(anas, ana, zoe):
    anas.post(ADDRESS, {"image": upload()})
    zoes = Client()
    zoes.force_login(zoe)
    zoes.post(ADDRESS, {"image": upload()})
    zoes.post(ADDRESS, {"picture": "remove"})
    assert saved(ana.organization)[2] == Picture.objects.get()


def test_text_as_logo_is_refused(anas, ana):
    response = anas.post(ADDRESS, {"picture": "upload", "image": SimpleUploadedFile("a.png", b"<svg/>")})
    assert (response.status_code, "not a PNG, JPEG or WebP" in response.content.decode()) == (422, True)
    assert anas.post(ADDRESS, {"picture": "upload"}).status_code == 422
    assert Picture.objects.count() == 0


@pytest.mark.parametrize(
    ("size", "kept"), [((2000, 200), (480, 96)), ((100, 1000), (10, 96)), ((40, 40), (40, 96)), ((1, 1), (1, 96))]
)
def test_every_logo_is_as_high(size, kept):
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, "PNG")
    shrunk = shrink(written.getvalue(), logo)
    assert (shrunk.width, shrunk.height) == kept
    with pytest.raises(NotAPicture):
        shrink(b"GIF89a", logo)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"brand_colour": "#0b6e64"}, ["Made a little lighter so that it can be read."]),
        (
            {"brand_colour": "#ffd400", "hide_product": "on"},
            ["Made a little darker so that it can be read."],
        ),
        ({"brand_colour": "nothing yet"}, []),
    ],
)
def test_preview_says_what_became_of_colour(anas, ana, typed, said):
    response = anas.post("/settings/brand/preview/", typed)
    shown = response.content.decode()
    samples = [one for one in response.context["samples"].values() if one]
    assert (response.status_code, samples) == (200, said)
    assert all(one in shown for one in said)
    assert ("Admit One" in shown.partition("<main")[2]) == ("hide_product" not in typed)
    assert saved(ana.organization) == ("", False, None)
