"""Embed code: what other websites may show in a frame, and nothing else."""

import pytest
from django.urls import reverse

from accounts.actions import change_organization
from bookings.actions import book
from links.actions import Hosts, make_reusable, mint_version
from links.models import Link
from tests.builders import NOW, START, one_time_link, submission
from tests.markup import markup
from tests.owner.links.test_share import JSON, SHARE, filled

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def reusable(ana, anas_page, event_type):
    hosts = Hosts(pages=(anas_page,))
    return make_reusable(actor=ana, owner=ana, hosts=hosts, event_types=[event_type], name="Talk", now=NOW)


def may_be_framed(response):
    """Whether the two headers agree that anybody may show the answer in a frame."""
    anybody = "frame-ancestors *" in response.headers["Content-Security-Policy"]
    nobody = "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert (anybody, nobody) in {(True, False), (False, True)}
    assert response.headers.get("X-Frame-Options") == (None if anybody else "DENY")
    return anybody


@pytest.mark.feature("V50")
def test_only_public_and_reusable_may_be_framed(client, ana, anas_page, reusable):
    version = mint_version(actor=ana, parent=reusable, now=NOW)
    addresses = {
        "/p/acme/ana-ruiz/": True,
        "/p/acme/ana-ruiz/book/?start=1": True,
        f"/l/{reusable.token()}/": True,
        f"/l/{reusable.token()}/book/?start=1": True,
        f"/l/{version.token()}/": False,
        f"/l/{version.token()}/book/?start=1": False,
        f"/l/{one_time_link(ana).token()}/": False,
        f"/l/{one_time_link(ana, max_uses=3).token()}/": False,
        "/l/forged/": False,
        "/p/acme/nothing/": False,
        "/accounts/login/": False,
    }
    answers = {address: client.get(address) for address in addresses}
    assert {address: may_be_framed(answer) for address, answer in answers.items()} == addresses
    assert not any(answer.cookies for address, answer in answers.items() if address != "/accounts/login/")


@pytest.mark.feature("V50")
def test_closed_link_is_framed_owners_pages_never(anas, reusable):
    Link.objects.update(revoked_at=NOW)
    response = anas.get(f"/l/{reusable.token()}/")
    assert (response.status_code, may_be_framed(response)) == (410, True)
    for name in ("home", "links", "share"):
        assert not may_be_framed(anas.get(reverse(name)))
    assert not may_be_framed(anas.get(reverse("embed-link", args=[reusable.pk])))


@pytest.mark.feature("V49", "O13")
def test_snippets_lead_to_page_or_link(anas, anas_page, reusable):
    script = '<script src="http://localhost:8000/static/embed.js" async></script>'
    for name, pk, address in (
        ("embed-page", anas_page.pk, "http://localhost:8000/p/acme/ana-ruiz/"),
        ("embed-link", reusable.pk, reusable.address()),
    ):
        response = anas.get(reverse(name, args=[pk]))
        assert [one.code for one in response.context["snippets"]] == [
            f'<div data-admit-one><a href="{address}">Book a time</a></div>\n{script}',
            f'<a href="{address}" data-admit-one-popup>Book a time</a>\n{script}',
            f'<a href="{address}" data-admit-one-floating="#2447c8">Book a time</a>\n{script}',
            f'<a href="{address}">Book a time</a>',
        ]
        # The preview is the page itself.
        assert f'data-admit-one><a href="{address.removeprefix("http://localhost:8000")}"' in markup(response)


@pytest.mark.feature("O13", "B2")
def test_pop_up_leads_to_embed_code(anas, anas_page):
    code = reverse("embed-page", args=[anas_page.pk])
    assert anas.get(f"{SHARE}?page={anas_page.pk}", **JSON).json()["embed"] == code
    assert f'href="{code}">Embed code' in markup(anas.get(f"{SHARE}?page={anas_page.pk}&reusable=1"))
    assert anas.get(code).context["snippets"][0].code.startswith("<div data-admit-one>")
    assert not Link.objects.exists()


@pytest.mark.feature("O13")
def test_single_use_and_unlisted_cannot_be_embedded(anas, ana, anas_page):
    response = anas.get(reverse("embed-link", args=[one_time_link(ana).pk]))
    assert response.status_code == 409
    assert "This link works a limited number of times" in markup(response)
    # And what can be embedded instead.
    instead = reverse("embed-page", args=[anas_page.pk])
    assert f'href="{instead}">Embed the public page' in markup(response)
    anas_page.listed = False
    anas_page.save()
    response = anas.get(reverse("embed-link", args=[one_time_link(ana).pk]))
    assert instead not in markup(response)
    assert f'href="{reverse("new-link")}">Make a reusable link' in markup(response)
    assert "This page is not listed" in markup(anas.get(instead))
    assert anas.post(SHARE, filled(anas_page, one_time=None), **JSON).status_code == 422


@pytest.mark.feature("O13")
def test_foreign_pages_and_links_are_not_found(client, zoe, ben, anas_page, reusable):
    for user in (zoe, ben):
        client.force_login(user)
        assert client.get(reverse("embed-page", args=[anas_page.pk])).status_code == 404
        assert client.get(reverse("embed-link", args=[reusable.pk])).status_code == 404


@pytest.mark.feature("V50")
def test_listed_websites_alone_may_show_pages(client, ana, anas_page, reusable):
    websites = ["https://www.shop.example", "https://*.acme.example"]
    change_organization(actor=ana, now=NOW, websites=websites)
    single = one_time_link(ana)
    token = book(submission=submission(anas_page.event_types.get().pk, START), link=reusable, now=NOW).booking.token()
    gone = make_reusable(
        actor=ana,
        owner=ana,
        hosts=Hosts(pages=(anas_page,)),
        event_types=list(anas_page.event_types.all()),
        name="Gone",
        now=NOW,
    )
    Link.objects.filter(pk=gone.pk).update(revoked_at=NOW)
    listed = "frame-ancestors 'self' https://www.shop.example https://*.acme.example"
    addresses = {
        "/p/acme/ana-ruiz/": listed,
        f"/l/{reusable.token()}/": listed,
        f"/l/{gone.token()}/": listed,
        f"/b/{token}/": listed,
        f"/b/{token}/cancel/": listed,
        f"/l/{single.token()}/": "frame-ancestors 'none'",
    }
    policies = {one: client.get(one).headers["Content-Security-Policy"] for one in addresses}
    assert {
        one: next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))
        for one, policy in policies.items()
    } == addresses


def test_admin_lists_websites(anas, ana):
    form = {"name": "Acme", "slug": "acme", "link_life": 7, "first_day": "auto", "language": "site"}
    typed = "www.shop.example\n\nhttps://www.shop.example/contact\n*.acme.example"
    assert anas.post(reverse("organization"), form | {"websites": typed}).status_code == 302
    ana.organization.refresh_from_db()
    assert ana.organization.websites == ["https://www.shop.example", "https://*.acme.example"]
    assert (
        "https://www.shop.example\nhttps://*.acme.example</textarea>"
        in anas.get(reverse("organization")).content.decode()
    )
    refused = anas.post(reverse("organization"), form | {"websites": "shop.example\nno website;"})
    shown = refused.content.decode()
    assert (refused.status_code, "“no website;” is not a website." in shown) == (422, True)
    assert "shop.example\nno website;</textarea>" in shown
    ana.organization.refresh_from_db()
    assert len(ana.organization.websites) == 2
