"""The organization's brand on customers' pages."""

import gzip

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_logo, change_organization
from accounts.colour import stylesheet, stylesheet_name
from accounts.pictures import ShrunkPicture
from bookings.actions import book
from links.actions import revoke
from tests.builders import NOW, one_time_link, submission
from tests.customer.customers import read, start_of, times

pytestmark = [pytest.mark.django_db, pytest.mark.page]
TEAL = "#0b6e64"


@pytest.fixture
def branded(ana):
    change_organization(actor=ana, now=NOW, brand_colour=TEAL, hide_product=True)
    change_logo(actor=ana, logo=ShrunkPicture(b"RIFF", "c0ffee", 240, 96))
    ana.organization.refresh_from_db()
    return ana.organization


@pytest.fixture
def addresses(client, ana, event_type):
    """An address of each kind of customers' page."""
    link, gone = (one_time_link(ana, now=timezone.now()) for _ in range(2))
    page = ana.pages.get()
    revoke(actor=ana, link=gone, now=timezone.now())
    where = reverse("link", args=[link.token()])
    start = start_of(times(client, where)[0])
    used = one_time_link(ana, now=timezone.now())
    token = book(submission=submission(event_type.pk, start), link=used).booking.token()
    later = start_of(times(client, where)[-1])
    return [
        where,
        f"{where}?event=none",
        f"{where}book/?event={event_type.pk}&start={later}",
        f"{where}book/?event={event_type.pk}&start={start}",
        reverse("link", args=[gone.token()]),
        reverse("link-ask", args=[gone.token()]),
        reverse("link-mine", args=[used.token()]),
        reverse("public-page", args=[ana.organization.slug, page.slug]),
        *(reverse(name, args=[token]) for name in ("booking", "booking-cancel", "booking-reminders")),
        reverse("booking-reschedule", args=[token]),
        f"{reverse('booking-reschedule', args=[token])}?start={later}",
    ]


def shown(client, address):
    """What of a brand the page shows: stylesheets of colours, logos with their words, and what its foot says."""
    page = read(client.get(address))
    return (
        [one["href"] for one in page.find("link") if one["href"].startswith("/brand/")],
        [(one["src"], one["alt"]) for one in page.find("img") if one.get("class") == "who-logo"],
        page.text.endswith("Admit One"),
        page.text.endswith("Acme"),
    )


def test_every_page_carries_the_brand(client, branded, addresses):
    colour = reverse("brand-stylesheet", args=[stylesheet_name(TEAL)])
    logo = reverse("picture", args=[branded.logo_id])
    brand = ([colour], [(logo, "Acme")], False, True)
    assert {one: shown(client, one) for one in addresses} == dict.fromkeys(addresses, brand)


def test_pages_without_brand_name_the_product(client, addresses):
    assert {one: shown(client, one) for one in addresses} == dict.fromkeys(addresses, ([], [], True, False))


def test_unknown_address_has_no_brand(client, branded):
    assert shown(client, reverse("link", args=["a" * 36])) == ([], [], True, False)


def test_stylesheet_is_kept_for_ever(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("brand-stylesheet", args=[stylesheet_name(TEAL)]))
    assert (answer.status_code, answer.content.decode(), answer["Content-Type"]) == (
        200,
        stylesheet(TEAL),
        "text/css; charset=utf-8",
    )
    assert (answer["Cache-Control"], answer.cookies) == ("public, max-age=31536000, immutable", {})
    assert len(gzip.compress(answer.content)) < 300


@pytest.mark.parametrize(
    ("name", "status", "kept"),
    [("0b6e64-0123456789abcdef", 200, "no-cache"), ("0b6e64", 200, "no-cache"), ("teal", 404, None), ("-", 404, None)],
)
def test_other_names_are_not_kept(client, name, status, kept):
    answer = client.get(reverse("brand-stylesheet", args=[name]))
    assert (answer.status_code, answer.headers.get("Cache-Control")) == (status, kept)
