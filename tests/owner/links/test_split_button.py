"""The split button: Copy link, and Copy single-use link, which makes a new one each time; where it is, and for whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import HistoryEntry, User
from links.actions import Hosts, make_reusable, save_managed
from links.models import Link, ManagedLinks
from pages.models import EventType, Page
from tests.builders import NOW, add_colleague, managed_event_type, one_time_link
from tests.customer.customers import read
from tests.markup import markup
from tests.owner.links.browsing import form_with, forms

pytestmark = [pytest.mark.django_db, pytest.mark.page]
JSON = {"headers": {"accept": "application/json"}}
COPY, SINGLE = "Copy link", "Copy single-use link"


def reusable(owner, **more):
    """A reusable link of the owner's, to their own page."""
    admin = User.objects.get(email="ana@acme.example")
    event_types = more.pop("event_types", None) or [managed_event_type(admin, "Demo")]
    hosts, actor = Hosts(pages=(owner.pages.get(kind="booking"),)), more.pop("actor", owner)
    return make_reusable(actor=actor, owner=owner, hosts=hosts, event_types=event_types, name="Talk", now=NOW, **more)


def single(client, link, **more):
    return client.post(reverse("single-use-link", args=[link.pk]), **more)


def copy(client, link, **more):
    return client.post(reverse("link-address", args=[link.pk]), **more)


def verbs(link):
    entries = HistoryEntry.objects.filter(subject="link", subject_id=link.pk).order_by("pk")
    return list(entries.values_list("verb", "actor"))


@pytest.mark.feature("C1")
def test_single_use_button_makes_new_link_always(anas, ana):
    link = reusable(ana)
    answers = [single(anas, link, **JSON) for _ in range(3)]
    versions = list(Link.objects.filter(parent=link).order_by("pk"))
    assert [answer.status_code for answer in answers] == [201] * 3
    said = "Works once, never expires."
    told = [answer.json() for answer in answers]
    for one, version in zip(told, versions, strict=True):
        assert (one.pop("name"), one.pop("send"), one.pop("whom")) == ("Ana Ruiz", "", f"/links/{version.pk}/whom/")
        assert [one.pop(name) for name in ("times", "svg", "png")] == [
            f"/links/{version.pk}/{name}" for name in ("times/", "qr.svg", "qr.png")
        ]
        assert (one.pop("mailto")[:8], one.pop("sms")[:5]) == ("mailto:?", "sms:?")
    assert told == [
        {"address": one.address(), "message": said, "page": f"/links/{one.pk}/address/"} for one in versions
    ]
    assert {(one.max_uses, one.owner, one.created_by, one.expires_at) for one in versions} == {(1, ana, ana, None)}
    assert verbs(versions[0]) == [("made", ana.pk)]


@pytest.mark.feature("C1")
def test_copy_button_gives_link_and_records_it(anas, ana):
    link = reusable(ana)
    assert copy(anas, link, **JSON).json() == {
        "address": link.address(),
        "message": "Works any number of times, never expires.",
        "page": f"/links/{link.pk}/address/",
    }
    assert verbs(link) == [("made", ana.pk), ("copied", ana.pk)]
    assert Link.objects.count() == 1


@pytest.mark.feature("C1")
def test_a_version_says_when_its_link_ends(anas, ana):
    link = reusable(ana, expires_at=NOW + timedelta(days=3))
    message = single(anas, link, **JSON).json()["message"]
    assert message == "Works once, until Thursday 10 January 2030, 09:00, Madrid time."


@pytest.mark.feature("C1")
def test_address_page_works_without_javascript(anas, ana):
    link = reusable(ana)
    form = form_with(anas.get("/links/mine/"), SINGLE)
    answers = [form.send(anas, "/links/mine/", SINGLE) for _ in range(2)]
    versions = Link.objects.filter(parent=link).order_by("pk")
    for answer, version in zip(answers, versions, strict=True):
        assert answer.redirect_chain == [(f"/links/{version.pk}/address/", 302)]
        assert next(one for one in read(answer).find("input") if one.get("id") == "link-address")["value"] == (
            version.address()
        )
        assert "Works once, never expires." in read(answer).text
    again = form_with(answers[0], "Make another").send(anas, "", "Make another")
    assert Link.objects.filter(parent=link).count() == 3
    assert "Your one-time link is ready" in read(again).text
    whole = form_with(anas.get("/links/mine/"), COPY).send(anas, "/links/mine/", COPY)
    assert f'value="{link.address()}"' in markup(whole)


@pytest.mark.parametrize("place", ["My links", "Links library", "Wizard", "All links", "View links"])
@pytest.mark.feature("C2")
def test_the_split_button_is_in_every_place(client, ana, ben, place):
    owner, reader = (ben, ana) if place in {"Links library", "All links"} else (ana, ana)
    link = reusable(owner, in_library=True)
    managed = save_managed(
        actor=ana, managed=ManagedLinks(name="M", event_type=managed_event_type(ana)), users=[ben], now=NOW
    )
    address = {
        "My links": "/links/mine/",
        "Links library": "/links/library/",
        "Wizard": f"/links/{link.pk}/ready/",
        "All links": f"/links/all/?owner={ben.pk}&q=Talk",
        "View links": f"/links/managed/{managed.pk}/links/",
    }[place]
    wanted = managed.links.get() if place == "View links" else link
    client.force_login(reader)
    page = client.get(address)
    assert form_with(page, COPY).attributes["action"] == reverse("link-address", args=[wanted.pk])
    assert form_with(page, SINGLE).attributes["action"] == reverse("single-use-link", args=[wanted.pk])
    # The token comes only when it is asked for.
    assert wanted.token() not in markup(page)
    form_with(page, SINGLE).send(client, address, SINGLE)
    assert Link.objects.get(parent__isnull=False).parent == wanted


@pytest.mark.feature("C2")
def test_not_in_the_managed_links_wizard(anas, ana, ben):
    event_type = managed_event_type(ana)
    for address in ("/links/managed/new/", f"/links/managed/new/users/?event_type={event_type.pk}&name=M"):
        page = anas.get(address)
        assert page.status_code == 200
        assert not any({COPY, SINGLE} & set(form.buttons) for form in forms(page))


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("C2")
def test_member_copies_own_and_shared_links_only(client, ana, ben, zoe):
    private, shared, bens = reusable(ana), reusable(ana, in_library=True), reusable(ben)
    client.force_login(ben)
    for link, expected in ((private, 404), (shared, 201), (bens, 201)):
        assert single(client, link, **JSON).status_code == expected
        assert copy(client, link, **JSON).status_code == (200 if expected == 201 else 404)
        assert client.get(reverse("view-as-customer", args=[link.pk])).status_code == (302 if expected == 201 else 404)
        for name in ("link-address", "link-qr-svg", "link-qr-png", "link-ready"):
            assert client.get(reverse(name, args=[link.pk])).status_code == (200 if expected == 201 else 404)
    # What they made of a colleague's link is theirs, and the colleague's own link stays out of their hands.
    assert set(Link.objects.exclude(parent=None).values_list("owner", flat=True)) == {ben.pk}
    for name in ("edit-link", "withdraw-link"):
        assert client.get(reverse(name, args=[shared.pk])).status_code == 404
        assert client.post(reverse(name, args=[shared.pk])).status_code == 404
    client.force_login(zoe)
    for link in (private, shared, bens):
        assert (single(client, link).status_code, copy(client, link).status_code) == (404, 404)


@pytest.mark.feature("C2")
def test_guessing_ids_gives_404(client, ana, ben):
    link = reusable(ana)
    theirs = single(_signed_in(ana), link, **JSON).json()["page"]
    client.force_login(ben)
    assert client.get(theirs).status_code == 404
    for pk in range(link.pk - 2, link.pk + 5):
        for name in ("link-address", "single-use-link"):
            assert client.post(reverse(name, args=[pk])).status_code == 404


def _signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.feature("C9")
def test_locked_event_type_keeps_link_to_owner(client, ana, ben):
    locked = EventType.objects.create(organization=ana.organization, owner=ana, name="Board", locked=True)
    link = reusable(ana, event_types=[locked], in_library=True)
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")
    for user, expected in ((ana, 201), (ben, 404), (cem, 404)):
        client.force_login(user)
        assert single(client, link, **JSON).status_code == expected
    EventType.objects.update(locked=False)
    assert single(client, link, **JSON).status_code == 201


@pytest.mark.feature("C1")
def test_only_reusable_links_have_versions(anas, ana):
    link = reusable(ana)
    single(anas, link)
    version = Link.objects.get(parent=link)
    assert single(anas, version).status_code == 404
    answer = single(anas, one_time_link(ana), **JSON)
    assert (answer.status_code, answer.json()) == (
        409,
        {"message": "This page cannot be shared. Choose one of your own active pages."},
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"revoked_at": NOW}, "This link has been revoked. Make a new one."),
        ({"expires_at": NOW}, "This link has expired. Make a new one."),
    ],
)
@pytest.mark.feature("C1")
def test_ended_link_copies_nothing(anas, ana, change, said):
    link = reusable(ana)
    Link.objects.filter(pk=link.pk).update(**change)
    for press in (copy, single):
        answer = press(anas, link, **JSON)
        assert (answer.status_code, answer.json()) == (409, {"message": said})
        page = press(anas, link, follow=True)
        assert said in read(page).text
        assert link.token() not in markup(page)
    assert Link.objects.count() == 1


@pytest.mark.feature("C1")
def test_a_paused_page_is_said_so(anas, ana):
    link = reusable(ana)
    Page.objects.filter(pk=link.page_id).update(accepts_bookings=False)
    assert "is paused" in single(anas, link, **JSON).json()["message"]


@pytest.mark.feature("C1")
def test_copying_renews_address_of_dropped_key(anas, ana, settings):
    link = reusable(ana)
    settings.LINK_KEYS = {"b": b"another key of thirty-two bytes!"}
    assert "Address no longer works" in read(anas.get(reverse("link-address", args=[link.pk]))).text
    address = copy(anas, link, **JSON).json()["address"]
    link.refresh_from_db()
    assert (link.kid, address) == ("b", link.address())


@pytest.mark.feature("C1")
def test_view_as_customer_cannot_book(anas, ana):
    link = reusable(ana)
    answer = anas.get(reverse("view-as-customer", args=[link.pk]), follow=True)
    assert "Preview: nothing can be booked here." in markup(answer)
    assert link.token() not in markup(answer)
