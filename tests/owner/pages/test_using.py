"""Whatever uses a thing is named as its reader knows it, and leads to where it can be changed."""

import pytest
from django.urls import reverse

from links.actions import Hosts, make_reusable, revoke
from links.models import Link
from pages.models import Page
from tests.builders import NOW, add_colleague, add_colleagues, managed_event_type, pool_of, team_page
from tests.markup import markup
from tests.owner.pages.test_event_type_form import refused

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def call(ana):
    return managed_event_type(ana)


def made_with(ana, call, *, name="Talk", **hosts) -> Link:
    return make_reusable(actor=ana, owner=ana, hosts=Hosts(**hosts), event_types=[call], name=name, now=NOW)


def leads(link: Link) -> str:
    return f'<a href="/links/{link.pk}/">{link.label} (reusable link)</a>'


@pytest.mark.feature("A11")
def test_pool_names_links_made_with_it(anas, ana, call):
    pool = pool_of(ana, add_colleagues(ana, 2))
    page, link = team_page(ana, call, pool, name="Talk to us"), made_with(ana, call, pool=pool)
    for name, args in [("pools", []), ("pool", [pool.pk]), ("archive-pool", [pool.pk])]:
        html = markup(anas.get(reverse(name, args=args)))
        assert leads(link) in html
        assert f'<a href="{reverse("master-assignment", args=[page.pk])}">Talk to us</a>' in html
        assert reverse("master-assignment", args=[link.page_id]) not in html
    assert anas.get(f"/links/{link.pk}/").status_code == 200


@pytest.mark.feature("O37")
def test_event_type_names_links_that_offer_it(anas, ana, anas_page, call):
    link = made_with(ana, call, pages=(anas_page,))
    withdrawn = made_with(ana, call, pages=(anas_page,), name="Old")
    revoke(actor=ana, link=withdrawn, now=NOW)
    html = markup(anas.get(reverse("archive-event-type", args=[call.pk])))
    assert leads(link) in html
    assert f'<a href="/links/{withdrawn.pk}/">Old (withdrawn link)</a>' in html


@pytest.mark.feature("A9")
def test_refused_change_leads_to_the_link(anas, ana, anas_page, call):
    link = made_with(ana, call, pages=(anas_page,))
    Page.objects.filter(pk=team_page(ana, call, anas_page, name="<Old> team").pk).update(archived_at=NOW)
    address = reverse("event-type", args=[call.pk])
    html = str(refused(anas, address, needs_approval="True"))
    assert leads(link) in html
    assert "&lt;Old&gt; team (archived)" in html


@pytest.mark.feature("O37")
def test_booking_page_names_links_made_with_it(anas, ana, anas_page, call):
    direct = made_with(ana, call, pages=(anas_page,))
    pooled = made_with(ana, call, pool=pool_of(ana, [anas_page]), name="Pooled")
    revoke(actor=ana, link=made_with(ana, call, pages=(anas_page,), name="Old"), now=NOW)
    html = markup(anas.get(reverse("archive-booking-page", args=[anas_page.pk])))
    assert all(leads(link) in html for link in (direct, pooled))
    assert "Old" not in html


@pytest.mark.feature("O37")
def test_others_links_are_named_by_owner_only(client, ana, call):
    ben = add_colleague(ana, "Ben Ode", "ben@acme.example")
    page = ben.pages.get()
    made_with(ana, call, pages=(page,), name="Secret plan")
    client.force_login(ben)
    html = markup(client.get(reverse("archive-booking-page", args=[page.pk])))
    assert "a reusable link of Ana Ruiz" in html
    assert "Secret plan" not in html
