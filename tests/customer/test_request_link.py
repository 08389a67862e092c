"""“Ask for a new link”: what a dead page offers, who is told, and what is refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from bookings.actions import book
from core.tokens import Purpose, make_token
from customer import form_token
from deliveries.models import Delivery
from links.actions import request_link as ask_action
from links.actions import revoke
from links.models import Link, LinkRequest
from pages.models import Page
from tests.builders import one_time_link, submission
from tests.customer.customers import fields, read, start_of, times, title
from tests.customer.test_junk import nasty
from tests.junk import all_junk
from tests.sample import examples

pytestmark = [pytest.mark.django_db, pytest.mark.page]

PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "strict-origin",
}
PRIYA = {"name": "Priya Shah", "email": "priya@example.com", "message": "May I have another?\nThank you"}
TOLD = "Ana has been told. You will get an email."


def address(link: Link, name: str = "link-ask") -> str:
    return reverse(name, args=[link.token()])


@pytest.fixture
def expired(ana) -> Link:
    now = timezone.now()
    return one_time_link(ana, now=now, expires_at=now - timedelta(days=1), recipient_name="Tom", label="Secret label")


def ask(client, link: Link, **typed):
    """Opens the form, fills it in and presses the button."""
    return client.post(address(link), fields(client.get(address(link))) | PRIYA | typed, follow=True)


def asked() -> list[tuple[str, str, str]]:
    return list(LinkRequest.objects.order_by("pk").values_list("name", "email", "message"))


def told() -> list[str]:
    return list(Delivery.objects.filter(kind="link_asked").values_list("recipient", flat=True))


def ended(client, ana, how: str) -> Link:
    """A link that is dead for that reason."""
    now = timezone.now()
    link = one_time_link(ana, now=now, expires_at=now - timedelta(days=1) if how == "expired" else None)
    if how == "used":
        start = start_of(times(client, address(link, "link"))[0])
        book(submission=submission(link.target.event_types.get().pk, start), link=link)
    elif how == "revoked":
        revoke(actor=ana, link=link, now=now)
    elif how == "deleted":
        Page.objects.update(archived_at=now)
    return link


@pytest.mark.parametrize("how", ["used", "revoked", "expired", "deleted"])
@pytest.mark.feature("V39", "B4", "B6", "D6")
def test_dead_link_asks_and_tells_owner(client, ana, how):
    link = ended(client, ana, how)
    dead = client.get(address(link, "link"))
    (way,) = [one["href"] for one in read(dead).find("a") if "/ask/" in one["href"]]
    assert (dead.status_code, way) == (410, address(link))
    shown = client.get(way)
    typed = fields(shown)
    assert (shown.status_code, {name: typed[name] for name in PRIYA}) == (200, dict.fromkeys(PRIYA, ""))
    response = client.post(way, typed | PRIYA, follow=True)
    assert response.redirect_chain == [(f"{way}?sent=1", 303)]
    assert (response.status_code, TOLD in read(response).text) == (200, True)
    assert (asked(), told()) == ([tuple(PRIYA.values())], ["ana@acme.example"])
    assert LinkRequest.objects.get().link == link


@pytest.mark.feature("A22", "V40")
def test_paused_page_offers_no_asking(client, ana):
    link = one_time_link(ana, now=timezone.now())
    Page.objects.update(accepts_bookings=False)
    for response in (client.get(address(link, "link")), client.get(address(link)), client.post(address(link), PRIYA)):
        assert response.status_code == 410
        assert "This link will work again when Ana takes bookings again." in read(response).text
        assert not [one for one in read(response).find("a") if "/ask/" in one["href"]]
    assert asked() == []


@pytest.mark.feature("B6")
def test_working_link_leads_to_its_times(client, ana):
    link = one_time_link(ana, now=timezone.now())
    for response in (client.get(f"{address(link)}?zone=Asia/Tokyo"), client.post(address(link), PRIYA)):
        assert response.status_code == 302
        assert response["Location"].startswith(address(link, "link"))
    assert asked() == []


@pytest.mark.feature("D6")
def test_asking_form_reveals_no_recipient(client, expired):
    response = client.get(f"{address(expired)}?name=Mallory&email=mallory@example.com")
    html = response.content.decode()
    assert not any(secret in html for secret in ("Tom", "Secret label"))
    assert {name: fields(response)[name] for name in PRIYA} == dict.fromkeys(PRIYA, "")
    assert {name: response.headers[name] for name in PRIVATE} == PRIVATE
    assert title(response) == "Ask for a new link"
    ask(client, expired)
    assert client.cookies == {}


@pytest.mark.feature("B6")
def test_asking_twice_tells_owner_once(client, expired):
    first = ask(client, expired)
    again = ask(Client(), expired, email="PRIYA@example.com", message="")
    assert (first.content, len(asked()), len(told())) == (again.content, 1, 1)


@pytest.mark.feature("B6")
def test_asking_too_often_keeps_what_was_typed(client, expired):
    for number in range(3):
        ask_action(link=expired, name="P", email=f"p{number}@example.com", message="", now=timezone.now())
    response = ask(client, expired)
    assert (response.status_code, {name: fields(response)[name] for name in PRIYA}) == (429, PRIYA)
    assert (
        "The owner of this link already has requests waiting. Please wait for an answer, or send an email."
        in read(response).text
    )
    assert [one["href"] for one in read(response).find("a") if "mailto" in one["href"]] == ["mailto:ana@acme.example"]
    assert len(asked()) == 3


@pytest.mark.feature("B6")
def test_one_place_may_ask_only_so_often(client, ana, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_for_link": "1/h/ip"}
    now = timezone.now()
    links = [one_time_link(ana, now=now, expires_at=now - timedelta(days=1)) for _ in range(2)]
    assert [ask(client, link).status_code for link in links] == [200, 429]
    assert len(asked()) == 1


@pytest.mark.parametrize(
    "typed",
    [{}, {"name": "", "email": ""}, {"name": "Priya"}, {"email": "priya@example.com"}, {"name": "P", "email": "x"}],
)
@pytest.mark.feature("B6")
def test_a_scanner_that_posts_blindly_asks_nothing(client, expired, typed):
    assert client.post(address(expired), typed).status_code == 422
    assert client.post(address(expired), fields(client.get(address(expired))) | typed).status_code == 422
    assert (asked(), told()) == ([], [])


@pytest.mark.feature("V30", "B6")
def test_asking_needs_its_own_token(client, ana, expired):
    other = one_time_link(ana, now=timezone.now(), expires_at=timezone.now())
    foreign = fields(client.get(address(other)))["token"]
    key = form_token.read(foreign, "ask", f"link {other.pk}")
    for token in ("", "x", foreign, form_token.make("mine", f"link {expired.pk}", key)):
        response = client.post(address(expired), PRIYA | {"token": token})
        assert (response.status_code, fields(response)["email"]) == (422, "priya@example.com")
        assert "Nothing has been sent yet." in read(response).text
    assert asked() == []


@pytest.mark.feature("V40", "B6")
def test_forged_and_unknown_addresses_read_the_same(client, settings, ana, django_assert_num_queries):
    kid = next(iter(settings.LINK_KEYS))
    unknown = make_token(Purpose.BOOK, kid, b"nobody's", settings.LINK_KEYS)
    expected = client.get(reverse("link", args=["a" * 34]))
    forged = [reverse("link-ask", args=[token]) for token in ("a" * 34, "a" * 36, "x", "ü")]
    with django_assert_num_queries(0):
        answers = [client.get(one) for one in forged] + [client.post(one, PRIYA) for one in forged]
    with django_assert_num_queries(2):
        answers += [method(reverse("link-ask", args=[unknown])) for method in (client.get, client.post)]
    assert {(one.status_code, one.content) for one in answers} == {(404, expected.content)}


def test_opening_the_form_asks_nothing(client, expired):
    for method in (client.get, client.head, client.options):
        assert method(address(expired)).status_code in {200, 405}
        assert method(f"{address(expired)}?sent=1").status_code in {200, 405}
    assert (asked(), told()) == ([], [])


@examples(40)
@example(all_junk(*PRIYA, "token", "sent", "at_once"))
@given(st.dictionaries(st.sampled_from([*PRIYA, "token", "sent", "at_once"]), nasty, max_size=5))
@pytest.mark.feature("B6")
def test_junk_is_answered(client, expired, junk):
    token = fields(client.get(address(expired)))["token"]
    for typed in (junk, {"token": token} | junk, PRIYA | {"token": token} | junk):
        # With what no browser can send left out.
        sent = {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}
        assert client.post(address(expired), sent).status_code in {303, 422, 429}
    assert client.get(address(expired), junk).status_code == 200
