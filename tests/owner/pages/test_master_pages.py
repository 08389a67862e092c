"""Master pages: the list, a new one, the overview, the end of one (A2, A6, A7, O33, O37)."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given

from accounts.models import HistoryEntry, User
from links.actions import mint
from links.models import Link
from pages.actions import Rule, save_rules
from pages.models import EventType, Page, RuleSeat
from tests.builders import NOW, add_colleagues, choices_page, managed_event_type, master_page, pool_of, team_page
from tests.junk import all_junk, check_answer, forms, junk_settings
from tests.markup import markup, plain
from tests.owner.pages.master_forms import text_of

pytestmark = pytest.mark.page

TEAM, TYPES_FIRST, PAGES_FIRST = Page.Scenario.TEAM, Page.Scenario.EVENT_TYPES_FIRST, Page.Scenario.PAGES_FIRST


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("scenario", [TEAM, PAGES_FIRST])
def test_list_costs_constant_number_of_queries(anas, ana, anas_page, django_assert_num_queries, scenario, number):
    for one in range(number):
        call, name = managed_event_type(ana, f"Call {one}"), f"Page {one}"
        if scenario == TEAM:
            team_page(ana, call, anas_page, pool_of(ana, [anas_page]), name=name)
        else:
            choices_page(ana, scenario, [anas_page], [call], name)
    anas.get(reverse("master-pages"))
    with django_assert_num_queries(9 if scenario == TEAM else 10):
        page = anas.get(reverse("master-pages"))
    assert markup(page).count("<tr>") - 1 == number


@pytest.mark.feature("A2")
def test_list_tells_offers_hosts_and_menu(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), add_colleagues(ana, 2)
    page = team_page(ana, call, ben, pool_of(ana, [cem], name="Sales"))
    listed = text_of(anas.get(reverse("master-pages")))
    for words in ("Team or panel", "Accepting bookings", "Team call", "Member 1, Sales", "/p/acme/meet-the-team/"):
        assert words in listed
    menu = listed[listed.index('id="page-menu-') :]
    places = [menu.index(word) for word in (">Edit<", "Open public link", "One-time link", ">Share<", ">Archive<")]
    assert places == sorted(places)
    assert f'href="{reverse("archive-master-page", args=[page.pk])}"' in menu
    assert f'data-share-page="{page.pk}"' in menu


@pytest.mark.feature("A2")
def test_list_says_why_nothing_is_offered(anas, ana):
    master_page(ana, name="Empty")
    team_page(ana, managed_event_type(ana), *add_colleagues(ana, 1), name="Away")
    Page.objects.filter(name="Member 1").update(accepts_bookings=False)
    master_page(ana, name="Shut", accepts_bookings=False, listed=False)
    listed = text_of(anas.get(reverse("master-pages")))
    for word in ("Offers nothing yet", "Offers nothing at the moment", "Paused", "Unlisted"):
        assert listed.count(word) == 1


@pytest.mark.feature("O33")
def test_empty_list_says_how_to_begin(anas):
    page = markup(anas.get(reverse("master-pages")))
    assert "You have no master page yet" in page
    assert f'href="{reverse("new-master-page")}"' in page


@pytest.mark.feature("A6")
def test_members_share_but_change_nothing(client, ana, ben):
    shared = team_page(ana, managed_event_type(ana), ben.pages.get(), name="Shared")
    locked = EventType.objects.create(organization=ana.organization, owner=ana, name="Board", locked=True)
    team_page(ana, locked, ben.pages.get(), name="Board room")
    client.force_login(ben)
    response = client.get(reverse("master-pages"))
    assert [card.page for card in response.context["cards"]] == [shared]
    listed = text_of(response)
    assert f'data-share-page="{shared.pk}"' in listed
    for word in (">Edit<", ">Archive<", reverse("new-master-page"), reverse("pools")):
        assert word not in listed
    # The link is theirs, though the page is not.
    made = client.post(reverse("share"), {"one_time": "on", "page": shared.pk, "expires": "7"})
    assert (made.status_code, Link.objects.get().created_by) == (302, ben)
    assert client.get(f"{reverse('links')}?page={shared.pk}").context["form"].filters().page == shared


@pytest.mark.feature("A6")
def test_pages_of_another_organization_are_not_found(client, ana, zoe):
    page = team_page(ana, managed_event_type(ana), ana.pages.get())
    client.force_login(zoe)
    for name in ("master-page", "master-assignment", "master-content", "archive-master-page"):
        assert client.get(reverse(name, args=[page.pk])).status_code == 404
    for name in ("master-assignment", "master-content", "switch-master-page", "archive-master-page"):
        assert client.post(reverse(name, args=[page.pk]), {"listed": "off"}).status_code == 404
    page.refresh_from_db()
    assert (page.listed, page.archived_at, page.offered.count()) == (True, None, 1)


def test_share_dialog_groups_master_pages(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    fields = plain(anas.get(reverse("share"), headers={"accept": "application/json"}).json()["fields"])
    choices = fields[fields.index('id="share-page"') :]
    places = [choices.index(word) for word in ('label="Booking pages"', "Ana Ruiz", 'label="Master pages"', page.name)]
    assert places == sorted(places)


@pytest.mark.parametrize("scenario", [TEAM, TYPES_FIRST, PAGES_FIRST])
@pytest.mark.feature("A7")
def test_new_page_has_scenario_and_address(anas, ana, scenario):
    form = anas.get(reverse("new-master-page")).context["form"]
    assert form["scenario"].value() == TEAM
    response = anas.post(reverse("new-master-page"), {"scenario": scenario, "name": "Meet the team", "slug": ""})
    page = Page.objects.get(kind=Page.Kind.MASTER)
    assert response["Location"] == reverse("master-assignment", args=[page.pk])
    assert (page.name, page.slug, page.scenario, page.owner, page.organization, page.listed) == (
        "Meet the team", "meet-the-team", scenario, ana, ana.organization, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("scenario", "", "Choose a scenario."),
        ("scenario", "panel", "not one of the available choices"),
        ("name", " ", "This field is required."),
        ("slug", "abc", "Use at least 4 characters."),
        ("slug", "ana-ruiz", "Another page in your organization uses this public link"),
    ],
)
@pytest.mark.feature("A7")
def test_wrong_value_is_refused_at_its_field(anas, ana, field, value, words):
    response = anas.post(
        reverse("new-master-page"), {"scenario": TEAM, "name": "Meet the team", "slug": "team"} | {field: value}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert words in text_of(response)
    assert not Page.objects.filter(kind=Page.Kind.MASTER).exists()


@pytest.mark.feature("A2")
def test_the_overview_shares_and_publishes(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana, "Team call"), anas_page)
    for _ in range(2):
        mint(actor=ana, page=page, now=timezone.now())
    overview = text_of(anas.get(reverse("master-page", args=[page.pk])))
    for words in (
        "Share & Publish", 'value="http://localhost:8000/p/acme/meet-the-team/"', "Generate a one-time link",
        "Personalize for a customer", "data-share-personal", "2 outstanding", "Open the live page", "Team call",
        "When off, the page and 2 outstanding links are paused.",
    ):  # fmt: skip
        assert words in overview
    assert reverse("embed-page", args=[page.pk]) in overview


@pytest.mark.feature("A2")
def test_each_generated_link_is_new(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    form = {"one_time": "on", "page": page.pk, "expires": 7, "key": uuid.uuid4().hex}
    first = anas.post(reverse("share"), form, headers={"accept": "application/json"}).json()
    second = anas.post(reverse("share"), form | {"key": first["key"]}, headers={"accept": "application/json"}).json()
    links = Link.objects.order_by("pk")
    assert [(link.page, link.max_uses, link.created_by) for link in links] == [(page, 1, ana)] * 2
    assert [first["address"], second["address"]] == [link.address() for link in links]
    assert second["outstanding"] == "2 outstanding"


@pytest.mark.feature("A7")
def test_unlisted_page_has_no_public_link(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    anas.post(reverse("switch-master-page", args=[page.pk]), {"listed": "off"})
    overview = text_of(anas.get(reverse("master-page", args=[page.pk])))
    assert "The public address is closed, because this page is not listed." in overview
    assert "Open the live page" not in overview
    assert "/p/acme/meet-the-team/" not in overview


@pytest.mark.parametrize("name", ["accepts_bookings", "listed"])
@pytest.mark.feature("A7")
def test_each_switch_changes_one_thing(anas, ana, anas_page, name):
    page = team_page(ana, managed_event_type(ana), anas_page)
    address, overview = reverse("switch-master-page", args=[page.pk]), reverse("master-page", args=[page.pk])
    for state, expected in (("off", False), ("on", True)):
        response = anas.post(address, {name: state, "name": "Taken over"})
        assert response["Location"] == f"{overview}#{name}"
        page.refresh_from_db()
        assert (getattr(page, name), page.name) == (expected, "Meet the team")
    assert anas.post(address, {name: "maybe"})["Location"] == overview
    assert HistoryEntry.objects.filter(subject="page", subject_id=page.pk, verb="changed", actor=ana).count() == 3


@pytest.mark.feature("A8")
def test_overview_says_why_nothing_is_offered(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), add_colleagues(ana, 2)
    page = team_page(ana, call, ben, pool_of(ana, [ben], name="Only Ben"))
    address = reverse("master-page", args=[page.pk])
    assert "This can never be booked, because it needs more people" in text_of(anas.get(address))
    save_rules(actor=ana, page=page, rules=[Rule(call, ben, (cem,))], now=NOW)
    assert "Nothing can be booked here" not in text_of(anas.get(address))
    User.objects.filter(pk=cem.host_id).update(is_active=False)
    overview = text_of(anas.get(address))
    assert "The host of “Member 2” is deactivated. This event type is not offered." in overview
    assert "Nothing can be booked here at the moment." in overview


@pytest.mark.feature("O37")
def test_archiving_asks_first_with_link_count(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    for _ in range(2):
        mint(actor=ana, page=page, now=timezone.now())
    address = reverse("archive-master-page", args=[page.pk])
    asked = text_of(anas.get(address))
    assert "2 outstanding links open this page." in asked
    assert "to contact Ana Ruiz." in asked
    page.refresh_from_db()
    assert page.archived_at is None
    response = anas.post(address, follow=True)
    assert "“Meet the team” has been archived. Existing meetings are not affected." in text_of(response)
    page.refresh_from_db()
    assert page.archived_at is not None
    assert (anas.get(address).status_code, RuleSeat.objects.count()) == (404, 0)


FIELDS = ["name", "slug", "scenario"]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FIELDS))
@given(sent=forms(*FIELDS))
def test_junk_in_a_new_master_page(client, ana, sent):
    client.force_login(ana)
    response = client.post(reverse("new-master-page"), sent)
    check_answer(response, {name: value for name, value in sent.items() if name != "scenario"})
