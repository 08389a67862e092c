"""Settings > You > Profile: the user's photo, where customers and colleagues see it, and its end."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actions import change_member, change_photo
from accounts.models import Picture, User
from accounts.pictures import photo, shrink
from bookings.actions import book
from pages.models import Page
from tests.builders import choices_page, one_time_link, submission
from tests.customer.customers import read, start_of, times

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/profile/"


def taken(size=(60, 40), colour="teal", form="JPEG"):
    """A photo as a camera writes it: held sideways, with whose it is."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera of Ana", 6
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, form, exif=exif)
    return written.getvalue()


def upload(**more):
    return SimpleUploadedFile("me.jpg", taken(**more), content_type="image/jpeg")


@pytest.fixture
def photographed(ana):
    change_photo(actor=ana, photo=shrink(taken(), photo))
    ana.refresh_from_db()
    return ana


def faces(client, address):
    return [one["src"] for one in read(client.get(address)).find("img") if "avatar" in one.get("class", "")]


def test_photo_becomes_square_and_plain(anas, ana, client):
    typed = {"picture": "upload", "image": upload(size=(900, 600)), "name": "Not saved yet"}
    response = anas.post(ADDRESS, typed)
    ana.refresh_from_db()
    assert (response.status_code, 'value="Not saved yet"' in response.content.decode()) == (200, True)
    assert (ana.name, ana.photo.width, ana.photo.height) == ("Ana Ruiz", 256, 256)
    answer = client.get(reverse("picture", args=[ana.photo_id]))
    with Image.open(BytesIO(answer.content)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == ("WEBP", (256, 256), {})
    assert (b"Camera" in answer.content, answer.cookies) == (False, {})


def test_photo_is_saved_with_the_profile(anas, ana):
    profile = {
        "name": "Ana Ruiz Vega",
        "time_zone": "Europe/Madrid",
        "clock": "auto",
        "language": "browser",
        "image": upload(),
    }
    assert anas.post(ADDRESS, profile).status_code == 302
    ana.refresh_from_db()
    assert (ana.name, ana.photo == Picture.objects.get()) == ("Ana Ruiz Vega", True)


def test_photo_of_refused_profile_is_kept(anas, ana):
    refused = {"name": "", "time_zone": "Europe/Madrid", "clock": "auto", "image": upload()}
    assert anas.post(ADDRESS, refused).status_code == 422
    ana.refresh_from_db()
    assert (ana.name, ana.photo == Picture.objects.get()) == ("Ana Ruiz", True)


def test_photo_is_replaced_and_removed(anas, ana):
    digests = set()
    for colour in ("teal", "navy"):
        anas.post(ADDRESS, {"picture": "upload", "image": upload(colour=colour)})
        digests.add(Picture.objects.get().digest)
    assert len(digests) == 2
    assert anas.post(ADDRESS, {"picture": "remove"}).status_code == 200
    assert (User.objects.get(pk=ana.pk).photo, Picture.objects.count()) == (None, 0)


def test_text_as_photo_is_refused(anas):
    answers = [
        anas.post(ADDRESS, {"picture": "upload", "image": SimpleUploadedFile("me.png", b"<svg/>")}),
        anas.post(ADDRESS, {"picture": "upload"}),
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert "not a PNG, JPEG or WebP" in answers[0].content.decode()
    assert "Choose a file first." in answers[1].content.decode()


def test_customers_see_who_they_meet(client, photographed, event_type):
    picture = reverse("picture", args=[photographed.photo_id])
    link = one_time_link(photographed, now=timezone.now())
    where = reverse("link", args=[link.token()])
    start = start_of(times(client, where)[0])
    page = photographed.pages.get()
    before = [
        where,
        f"{where}book/?event={event_type.pk}&start={start}",
        reverse("public-page", args=[photographed.organization.slug, page.slug]),
    ]
    assert {one: faces(client, one) for one in before} == {one: [picture] for one in before}
    token = book(submission=submission(event_type.pk, start), link=link).booking.token()
    booked = [reverse(name, args=[token]) for name in ("booking", "booking-cancel", "booking-reschedule")]
    assert {one: faces(client, one) for one in booked} == {one: [picture] for one in booked}


def test_choice_of_hosts_shows_faces(client, photographed, ben, event_type):
    change_photo(actor=ben, photo=shrink(taken(colour="navy"), photo))
    ben.refresh_from_db()
    pages = [photographed.pages.get(), ben.pages.get()]
    master = choices_page(photographed, Page.Scenario.PAGES_FIRST, pages, [event_type])
    address = reverse("public-page", args=[photographed.organization.slug, master.slug])
    wanted = [reverse("picture", args=[one.photo_id]) for one in (photographed, ben)]
    assert sorted(faces(client, address)) == sorted(wanted)


def test_colleagues_see_faces(anas, photographed, ben):
    picture = reverse("picture", args=[photographed.photo_id])
    # In the bar and in her row; Ben has none.
    assert faces(anas, reverse("team")) == [picture, picture]


def test_photo_goes_with_the_person(ana, ben):
    change_photo(actor=ben, photo=shrink(taken(), photo))
    change_member(actor=ana, member=ben, role="member", is_active=False)
    assert (User.objects.get(pk=ben.pk).photo, Picture.objects.count()) == (None, 0)
