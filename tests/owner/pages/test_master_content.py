"""Public content of a master page: words, address, picture, and another scenario (A7, A22)."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from accounts import locks
from links.actions import mint
from pages.models import Page, PageImage
from tests.builders import add_colleagues, choices_page, managed_event_type, master_page, pool_of, team_page
from tests.junk import all_junk, check_answer, forms, junk_settings
from tests.owner.pages.master_forms import text_of

pytestmark = pytest.mark.page

TEAM, TYPES_FIRST, PAGES_FIRST = Page.Scenario.TEAM, Page.Scenario.EVENT_TYPES_FIRST, Page.Scenario.PAGES_FIRST


@pytest.fixture
def team(ana, anas_page):
    return team_page(ana, managed_event_type(ana, "Team call"), anas_page)


@pytest.fixture
def content(team):
    """The page's form, as it would be sent."""
    return {
        "name": "Meet the team",
        "label": "Team",
        "slug": "meet-the-team",
        "scenario": TEAM,
        "welcome": "Hello!\nNice to meet you.",
        "contact": "hello@acme.example",
    }


def address(page):
    return reverse("master-content", args=[page.pk])


def picture(form="PNG", size=(40, 30), colour="red", **more):
    """A file as a browser sends it."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, form, **more)
    return upload(written.getvalue())


def upload(content, name="picture.png"):
    return SimpleUploadedFile(name, content, content_type="image/png")


@pytest.mark.feature("A7")
def test_form_changes_every_text_of_page(anas, team, content):
    response = anas.post(
        address(team), content | {"name": "Our team", "slug": "Our-Team", "listed": "", "accepts_bookings": ""}
    )
    assert (response.status_code, response["Location"]) == (302, address(team))
    team.refresh_from_db()
    assert (team.name, team.label, team.slug, team.welcome, team.contact) == (
        "Our team", "Team", "our-team", "Hello!\nNice to meet you.", "hello@acme.example",
    )  # fmt: skip
    # What the form does not show stays as it was.
    assert (team.accepts_bookings, team.listed, team.offered.count(), str(team)) == (True, True, 1, "Team")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "This field is required."),
        ("slug", "", "This field is required."),
        ("slug", "abc", "Use at least 4 characters."),
        ("slug", "ana-ruiz", "Another page in your organization uses this public link"),
        ("contact", "two\nlines", "on one line"),
        ("welcome", "bell\x07", "Use only letters"),
    ],
)
@pytest.mark.feature("A7")
def test_wrong_value_is_named_and_form_kept(anas, team, content, field, value, words):
    response = anas.post(address(team), content | {"label": "Still here"} | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    shown = text_of(response)
    assert words in shown
    assert 'value="Still here"' in shown
    assert "<h1>Meet the team</h1>" in shown
    team.refresh_from_db()
    assert (team.label, team.slug) == ("", "meet-the-team")


@pytest.fixture
def meanwhile(monkeypatch, team):
    """Changes the page after a request has read it, and before it saves: another was first at the lock."""

    def change(**fields):
        def hold(organization_id):
            locks.share_organization(organization_id)
            Page.objects.filter(pk=team.pk).update(**fields)

        monkeypatch.setattr("accounts.locks.hold_organization", hold)

    return change


@pytest.mark.feature("A7")
def test_switch_pressed_meanwhile_survives_saving(anas, team, content, meanwhile):
    meanwhile(accepts_bookings=False, listed=False)
    anas.post(address(team), content | {"name": "Our team"})
    team.refresh_from_db()
    assert (team.name, team.accepts_bookings, team.listed) == ("Our team", False, False)


@pytest.mark.parametrize(("pressed", "other"), [("listed", "accepts_bookings"), ("accepts_bookings", "listed")])
@pytest.mark.feature("A7")
def test_texts_saved_meanwhile_survive_a_switch(anas, team, meanwhile, pressed, other):
    words = {"name": "Our team", "slug": "our-team", "scenario": PAGES_FIRST, other: False}
    meanwhile(**words)
    anas.post(reverse("switch-master-page", args=[team.pk]), {pressed: "off"})
    team.refresh_from_db()
    assert {name: getattr(team, name) for name in (*words, pressed)} == words | {pressed: False}
    assert team.offered.count() == 1, "a switch drops nothing, whatever scenario it read"


# The picture --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.feature("A7")
def test_uploaded_picture_becomes_small_and_plain(anas, team, content, form):
    taken = Image.Exif()
    taken[0x010F], taken[0x0112] = "Camera of Ana", 6  # whose it is, and that it was held sideways
    sent = content | {"picture": "upload", "image": picture(form, (1500, 2000), exif=taken), "name": "Not saved yet"}
    response = anas.post(address(team), sent)
    assert (response.status_code, 'value="Not saved yet"' in text_of(response)) == (200, True)
    image = PageImage.objects.get(page=team)
    assert (image.width, image.height) == (800, 600)
    with Image.open(BytesIO(image.content)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == ("WEBP", (800, 600), {})
    assert b"Camera" not in bytes(image.content)
    team.refresh_from_db()
    assert team.name == "Meet the team"


@pytest.mark.feature("A7")
def test_picture_is_public_and_cached_forever(client, anas, team, content):
    anas.post(address(team), content | {"image": picture()})
    image = PageImage.objects.get(page=team)
    where = reverse("page-image", args=[image.digest])
    assert where in text_of(anas.get(address(team)))
    anas.logout()
    response = client.get(where)
    assert (response.status_code, response.content, response["Content-Type"]) == (200, image.content, "image/webp")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client.get(reverse("page-image", args=["0" * 64])).status_code == 404


@pytest.mark.feature("A7")
def test_picture_is_replaced_and_removed(anas, team, content):
    digests = set()
    for colour in ("red", "blue"):
        assert anas.post(address(team), content | {"image": picture(colour=colour)}).status_code == 302
        digests.add(PageImage.objects.get().digest)
    assert len(digests) == 2
    response = anas.post(address(team), content | {"picture": "remove", "label": "Still here"})
    assert (response.status_code, 'value="Still here"' in text_of(response)) == (200, True)
    assert not PageImage.objects.exists()


@pytest.mark.feature("A7")
def test_picture_of_refused_form_is_kept(anas, team, content):
    response = anas.post(address(team), content | {"slug": "abc", "image": picture()})
    assert (response.status_code, PageImage.objects.filter(page=team).count()) == (422, 1)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(side):
    """A PNG of few bytes that says it is huge."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PICTURE = "This file is not a PNG, JPEG or WebP image. Choose another."


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (SVG, NO_PICTURE),
        (b"GIF89a" + bytes(100), NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n", NO_PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(50), NO_PICTURE),
        (bomb(7_000), "This image is larger than 40 megapixels."),
        (bomb(60_000), "This image is larger than 40 megapixels."),
        (b"x" * (5 * 1024 * 1024 + 1), "This file is larger than 5 MB."),
        (b"", "This file is empty."),
        (None, "Choose a file first."),
    ],
)
@pytest.mark.feature("A7")
def test_wrong_or_oversized_picture_is_refused(anas, team, content, sent, words):
    files = {} if sent is None else {"image": upload(sent)}
    response = anas.post(address(team), content | {"picture": "upload", "label": "Still here"} | files)
    shown = text_of(response)
    assert (response.status_code, words in shown, 'value="Still here"' in shown) == (422, True, True)
    assert 'id="id_image_error"' in shown
    assert not PageImage.objects.exists()


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(head=b"RIFF", rest=b"")
@given(head=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", bomb(20)[:60]]), rest=st.binary())
def test_junk_in_a_picture(client, ana, head, rest):
    page = Page.objects.filter(kind=Page.Kind.MASTER).first() or master_page(ana)
    client.force_login(ana)
    response = client.post(address(page), {"picture": "upload", "image": upload(head + rest)})
    assert response.status_code in {200, 422}
    assert PageImage.objects.count() == (response.status_code == 200)
    PageImage.objects.all().delete()


# Another scenario ---------------------------------------------------------------------------------------


def ask(client, page, content, scenario):
    """What the form asks before it changes the scenario."""
    response = client.post(address(page), content | {"scenario": scenario})
    assert (response.status_code, Page.objects.get(pk=page.pk).scenario) == (200, page.scenario)
    return response.context["question"]


@pytest.mark.feature("A22")
def test_changing_scenario_asks_first_naming_effects(anas, ana, content):
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    page = team_page(ana, call, ben, pool_of(ana, [cem], name="Sales"), cem, name="Kick-off")
    for _ in range(2):
        mint(actor=ana, page=page, now=timezone.now())
    content |= {"slug": "kick-off", "name": "Changed"}
    assert ask(anas, page, content, PAGES_FIRST) == [
        "2 outstanding links open this page. They use the new scenario right away.",
        "Assignments are removed. Customers choose from the booking pages in the table.",
        "Customers cannot choose pools, so these are removed: Sales.",
    ]
    # A confirmation of another one is none.
    refused = anas.post(address(page), content | {"scenario": PAGES_FIRST, "confirmed": TYPES_FIRST})
    assert refused.context["question"]
    assert anas.post(address(page), content | {"scenario": PAGES_FIRST, "confirmed": PAGES_FIRST}).status_code == 302
    page.refresh_from_db()
    assert (page.scenario, page.name) == (PAGES_FIRST, "Changed")
    assert list(page.included.values_list("page", flat=True)) == [ben.pk, cem.pk]


@pytest.mark.feature("A22")
def test_returning_to_team_drops_both_lists(anas, ana, content):
    page = choices_page(ana, TYPES_FIRST, add_colleagues(ana, 1), [managed_event_type(ana)])
    content |= {"slug": "find-somebody"}
    said = ["Its event types and booking pages are removed. You assign meetings again from scratch."]
    assert ask(anas, page, content, TEAM) == said
    anas.post(address(page), content | {"scenario": TEAM, "confirmed": TEAM})
    page.refresh_from_db()
    assert (page.scenario, page.offered.count(), page.included.count()) == (TEAM, 0, 0)


@pytest.mark.parametrize("links", [0, 1])
@pytest.mark.feature("A22")
def test_swapping_choices_asks_only_with_links(anas, ana, content, links):
    page = choices_page(ana, TYPES_FIRST, add_colleagues(ana, 1), [managed_event_type(ana)])
    content |= {"slug": "find-somebody"}
    if links:
        mint(actor=ana, page=page, now=timezone.now())
        said = ["1 outstanding link opens this page. It uses the new scenario right away."]
        assert ask(anas, page, content, PAGES_FIRST) == said
    else:
        assert anas.post(address(page), content | {"scenario": PAGES_FIRST}).status_code == 302
        page.refresh_from_db()
        assert (page.scenario, page.offered.count(), page.included.count()) == (PAGES_FIRST, 1, 1)


@pytest.mark.feature("A22")
def test_an_empty_page_changes_its_scenario_unasked(anas, ana, content):
    page = master_page(ana)
    assert anas.post(address(page), content | {"slug": page.slug, "scenario": TYPES_FIRST}).status_code == 302
    page.refresh_from_db()
    assert page.scenario == TYPES_FIRST


FIELDS = ["name", "label", "slug", "welcome", "contact"]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FIELDS, "scenario", "confirmed"))
@given(sent=forms(*FIELDS, "scenario", "confirmed"))
def test_junk_in_the_content(client, ana, sent):
    page = Page.objects.filter(kind=Page.Kind.MASTER).first() or master_page(ana)
    client.force_login(ana)
    response = client.post(address(page), sent)
    check_answer(response, {name: text for name, text in sent.items() if name in FIELDS})


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FIELDS))
@given(sent=forms(*FIELDS))
def test_junk_in_texts_of_sound_page(client, ana, content, sent):
    client.force_login(ana)
    page = Page.objects.get(kind=Page.Kind.MASTER)
    check_answer(client.post(address(page), content | sent), sent)
