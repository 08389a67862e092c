"""Whatever is typed or sent, a customer gets an answer: never a failure, and what was typed is still there."""

import html
from itertools import cycle
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookings.models import Admission
from customer.params import BookingParams, read_params
from links.actions import mint
from pages.models import EventType, LocationKind, PageEventType
from pages.questions import FORM_FIELDS
from tests.builders import managed_event_type, one_time_link
from tests.core.test_text import UNMAILABLE
from tests.customer.asking import EVERYTHING, TYPED
from tests.customer.customers import fields, send, times
from tests.customer.masters import PAGES_FIRST, master_of
from tests.databases import rolled_back
from tests.junk import CLASSICS, all_junk

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

quick = settings(max_examples=40)
nasty = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *("NaN", "-1", "1e9", "9" * 40, "0", "2026-13", "9999-12", "0001-01", "9999-12-31", "2026-02-30", "٣", "²"),
            *(
                "\x00",
                "\x1b[31m",
                "\u202egnp.exe",
                "\r\nBcc: x@example.com",
                "<script>alert(1)</script>",
                "' OR 1=1 --",
            ),
            *("👩‍👩‍👧‍👦" * 9, "ש" * 30, "x" * 10_000, "../../etc/passwd", "Europe/Madrid", "Mars/Olympus", "1" * 11),
            *("253402300800", "2199-12-31", "2030-01-01T00:00:00Z", "2030-01-01T00:00:00.5Z", "1", "24", "ar", "en-GB"),
        ]
    ),
    st.integers(-(10**13), 10**13).map(str),
)
names = st.sampled_from(
    [*BookingParams.__slots__, *FORM_FIELDS, "budget", "Topics", "source", "Event", "ZONE", "colour", "", "start[]"]
)
queries = st.lists(st.tuples(names, nasty), max_size=8)


@pytest.fixture
def paths(ana, anas_page) -> list[str]:
    token = one_time_link(ana, now=timezone.now()).token()
    public = ["acme", anas_page.slug]
    return [
        *(reverse(name, args=[token]) for name in ("link", "link-book", "link-mine")),
        *(reverse(name, args=public) for name in ("public-page", "public-page-book")),
    ]


@pytest.fixture
def asking_paths(ana, anas_page) -> list[str]:
    """Addresses of a page whose form asks everything, and of one on which there is everything to choose."""
    EventType.objects.filter(offered_on__page=anas_page).update(**EVERYTHING)
    types = [managed_event_type(ana, **EVERYTHING), managed_event_type(ana, "Demo", location_kind=LocationKind.ASK)]
    found = []
    for page in (anas_page, master_of(ana, PAGES_FIRST, 2, types)):
        token = mint(actor=ana, page=page, now=timezone.now()).token()
        public = [page.organization.slug, page.slug]
        found += [reverse(name, args=[token]) for name in ("link", "link-book")]
        found += [reverse(name, args=public) for name in ("public-page", "public-page-book")]
    return found


# What broke, or could: a value for each thing that an address can say.
SAID = list(zip([*BookingParams.__slots__, *FORM_FIELDS], cycle(CLASSICS[2:])))


@pytest.mark.usefixtures("first_pages")
@quick
@example(query=SAID, place=0, known=True)
@given(query=queries, place=st.integers(0, 7), known=st.booleans())
def test_no_address_of_long_forms_fails(asking_paths, query, place, known):
    asked = dict(query)
    if known:
        offered = PageEventType.objects.filter(page__kind="master").order_by("pk")[0]
        asked |= {"event": offered.event_type_id, "page": offered.page.included.all()[0].page_id, "skip": "1"}
        asked |= {"start": "1900000000"}
    response = Client().get(asking_paths[place], asked)
    assert response.status_code in {200, 302, 409}


@pytest.fixture
def asked() -> dict[str, Any]:
    """A form that a test opens with its first example, and sends anew with each."""
    return {}


def opened(client, address, asked) -> tuple[str, dict[str, Any]]:
    """Where the form of the first free time is sent, and what it holds as it stands."""
    if not asked:
        asked["address"] = times(client, address)[0]
        asked["form"] = fields(client.get(asked["address"]))
    return asked["address"], asked["form"]


def shown_again(response, name) -> str:
    """What the refused form shows of a field: its page; where that was left empty, what it would say."""
    field = str(response.context["form"][name.removeprefix("answer-")].value())
    return html.unescape(response.content.decode()) or field


@pytest.mark.usefixtures("first_pages")
@quick
@example(typed=all_junk(*TYPED, "location"))
@given(
    typed=st.dictionaries(st.sampled_from([*TYPED, "location", "answer-source"]), nasty | st.lists(nasty, max_size=3))
)
def test_no_form_of_every_question_fails(client, asking_paths, asked, typed):
    address, form = opened(client, asking_paths[0], asked)
    with rolled_back():
        response = client.post(address, form | TYPED | typed)
    assert response.status_code in {303, 422}
    if response.status_code == 422:
        for name in ("company", "phone", "answer-budget"):
            one = typed.get(name)
            if isinstance(one, str) and one.isprintable() and one.isascii():
                assert one.strip() in shown_again(response, name)


@pytest.mark.usefixtures("first_pages")
@quick
@example(query=SAID, place=0)
@given(query=queries, place=st.integers(0, 4))
def test_no_address_fails(paths, query, place):
    asked: dict[str, list[str]] = {}
    for name, value in query:
        asked.setdefault(name, []).append(value)
    response = Client().get(paths[place], asked)
    assert response.status_code in {200, 302, 409}


@pytest.mark.usefixtures("first_pages")
@quick
@example(name="<script>alert(1)</script>", email="\r\nBcc: x@example.com", note="\x00")
@given(name=nasty, email=nasty, note=nasty)
def test_forms_keep_what_was_typed(client, paths, asked, name, email, note):
    address, form = opened(client, paths[0], asked)
    with rolled_back():
        response = client.post(address, form | {"name": name, "email": email, "note": note})
    assert response.status_code in {200, 303, 422}
    if response.status_code == 422:
        kept = {field: shown_again(response, field) for field in ("name", "email")}
        assert name.strip() in kept["name"]
        assert email.strip() in kept["email"]


@pytest.mark.usefixtures("first_pages")
@quick
@example(fields_=all_junk("token", "start", "name", "email", "note", "event"))
@given(fields_=st.dictionaries(st.sampled_from(["token", "start", "name", "email", "note", "event"]), nasty))
def test_no_made_up_form_fails_or_books(client, paths, fields_):
    for address in paths[1], paths[2], paths[4]:
        assert client.post(address, fields_).status_code in {409, 422}
    assert not Admission.objects.exists()


@given(pairs=st.lists(st.tuples(st.text(max_size=12) | names, nasty)))
def test_params_are_read_from_anything(pairs):
    params = read_params(pairs, ["en", "en-gb"])
    assert read_params(params.pairs(), ["en", "en-gb"]) == params


def test_broken_encodings_are_answered(client, paths):
    for query in ("%ff%fe=%00", "name=%ed%a0%80&skip=1", "a" * 9_000, "&" * 5_000, "month=2030-01%00"):
        assert client.get(f"{paths[0]}?{query}").status_code == 200
    broken = client.post(paths[1], b"\xff\xfe=%%%&name=\xed\xa0\x80", content_type="application/x-www-form-urlencoded")
    assert broken.status_code == 409
    assert client.post(paths[1], b"nonsense", content_type="multipart/form-data; boundary=x").status_code in {400, 409}


@pytest.mark.parametrize("email", UNMAILABLE)
def test_unmailable_address_books_nothing(client, ana, email):
    """Neither the customer nor the host would hear of the meeting: the host's mail has it as the address to answer."""
    link = one_time_link(ana, now=timezone.now())
    address = times(client, reverse("link", args=[link.token()]))[0]
    response = send(client, address, email=email)
    assert (response.status_code, Admission.objects.count()) == (422, 0)
    assert "This address cannot receive email." in response.content.decode()


def test_lookalike_letters_open_no_personal_link(client, ana):
    link = one_time_link(ana, now=timezone.now(), recipient_email="kim@example.com", locked_to_recipient=True)
    address = times(client, reverse("link", args=[link.token()]))[0]
    for email in ("\N{KELVIN SIGN}im@example.com", "kim+x@example.com", "kim@example.com.evil.example"):
        assert send(client, address, email=email).status_code == 422
    assert send(client, address, email="KIM@Example.com").status_code == 303


def test_a_flood_is_refused_with_a_page(client, ana):
    link = one_time_link(ana, now=timezone.now())
    address = times(client, reverse("link", args=[link.token()]))[0]
    response = client.post(address, "note=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, "We could not read your request" in response.content.decode()) == (400, True)


def test_a_parameter_named_like_the_start(client, paths):
    """The address of a time was once put together by replacing `start=0`, wherever that stood."""
    address = times(client, paths[0] + "?utm_start=0&utm_source=start=0")[0]
    assert "utm_start=0&" in address
    assert client.get(address).status_code == 200
