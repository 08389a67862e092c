"""The screens of master pages: list, overview, event types and assignment, public content (A2, A6-A10, A22, O37)."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import HistoryEntry, User
from links.actions import mint
from links.models import Link
from pages.actions import Rule, archive_event_type, archive_page, archive_pool, save_rules
from pages.models import Distribution, EventType, Page, RuleSeat
from tests.builders import (
    NOW,
    choices_page,
    colleagues,
    managed_event_type,
    master_page,
    pool_of,
    team_page,
)
from tests.junk import check_answer, forms, junk, junk_settings

TEAM, TYPES_FIRST, PAGES_FIRST = Page.Scenario.TEAM, Page.Scenario.EVENT_TYPES_FIRST, Page.Scenario.PAGES_FIRST


def text_of(response):
    """The page as a person reads it, in one line."""
    return " ".join(unescape(response.content.decode()).split())


def seats_of(page):
    """The rules of the page: each event type's name, with its seats in their order."""
    return [(rule.event_type.name, [str(seat) for seat in rule.seats.all()]) for rule in page.offered.all()]


def rows(*given):
    """The form of a table: (event type, assignment, team members…) each, as rows or keys."""
    form = {"row": [str(place) for place in range(len(given))]}
    for place, (event_type, assignment, *team) in enumerate(given):
        form[f"row-{place}-event_type"] = getattr(event_type, "pk", event_type)
        form[f"row-{place}-assignment"] = key(assignment)
        form[f"row-{place}-team"] = [key(one) for one in team]
        form[f"row-{place}-joining"] = ""
    return form


def key(one):
    return one if isinstance(one, str) else f"{'page' if isinstance(one, Page) else 'pool'}-{one.pk}"


def errors_at(response):
    """The field of each message, and what it says."""
    return {anchor: what for anchor, _whose, what in response.context["problems"]}


# The list -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("scenario", [TEAM, PAGES_FIRST])
def test_the_list_costs_the_same_number_of_queries_for_1_and_3_rows(
    anas, ana, anas_page, django_assert_num_queries, scenario, number
):
    for one in range(number):
        call, name = managed_event_type(ana, f"Call {one}"), f"Page {one}"
        if scenario == TEAM:
            team_page(ana, call, anas_page, pool_of(ana, [anas_page]), name=name)
        else:
            choices_page(ana, scenario, [anas_page], [call], name)
    anas.get(reverse("master-pages"))
    with django_assert_num_queries(12 if scenario == TEAM else 11):
        page = anas.get(reverse("master-pages"))
    assert page.content.decode().count("<article") == number


def test_a2_the_list_says_what_a_page_offers_with_whom_and_has_the_menu(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), colleagues(ana, 2)
    page = team_page(ana, call, ben, pool_of(ana, [cem], name="Sales"))
    listed = text_of(anas.get(reverse("master-pages")))
    for words in ("Team or panel", "Accepting bookings", "Team call", "Member 1, Sales", "/p/acme/meet-the-team/"):
        assert words in listed
    menu = listed[listed.index('id="page-menu-') :]
    places = [menu.index(word) for word in (">Edit<", "Open public link", "One-time link", ">Share<", ">Delete<")]
    assert places == sorted(places)
    assert f'href="{reverse("archive-master-page", args=[page.pk])}"' in menu
    assert f'data-share-page="{page.pk}"' in menu


def test_a2_the_list_tells_what_offers_nothing_from_what_offers_nothing_at_the_moment(anas, ana):
    master_page(ana, name="Empty")
    team_page(ana, managed_event_type(ana), *colleagues(ana, 1), name="Away")
    Page.objects.filter(name="Member 1").update(accepts_bookings=False)
    master_page(ana, name="Shut", accepts_bookings=False, listed=False)
    listed = text_of(anas.get(reverse("master-pages")))
    for word in ("Offers nothing yet", "Offers nothing at the moment", "Paused", "Unlisted"):
        assert listed.count(word) == 1


def test_o33_with_no_master_page_the_list_says_what_one_is_and_how_to_get_it(anas):
    page = anas.get(reverse("master-pages")).content.decode()
    assert "You have no master page yet" in page
    assert f'href="{reverse("new-master-page")}"' in page


def test_a6_members_see_what_they_may_share_and_change_nothing(client, ana, ben):
    shared = team_page(ana, managed_event_type(ana), ben.pages.get(), name="Shared")
    locked = EventType.objects.create(organization=ana.organization, owner=ana, name="Board", locked=True)
    team_page(ana, locked, ben.pages.get(), name="Board room")
    client.force_login(ben)
    response = client.get(reverse("master-pages"))
    assert [card.page for card in response.context["cards"]] == [shared]
    listed = text_of(response)
    assert f'data-share-page="{shared.pk}"' in listed
    for word in (">Edit<", ">Delete<", reverse("new-master-page"), reverse("pools")):
        assert word not in listed
    # The link is theirs, though the page is not.
    made = client.post(reverse("share"), {"kind": "one-time", "page": shared.pk, "expires": "7"})
    assert (made.status_code, Link.objects.get().created_by) == (302, ben)
    assert list(client.get(f"{reverse('links')}?page={shared.pk}").context["form"].chosen.values()) == [shared]


def test_a6_pages_of_another_organization_are_not_found(client, ana, zoe):
    page = team_page(ana, managed_event_type(ana), ana.pages.get())
    client.force_login(zoe)
    for name in ("master-page", "master-assignment", "master-content", "archive-master-page"):
        assert client.get(reverse(name, args=[page.pk])).status_code == 404
    for name in ("master-assignment", "master-content", "switch-master-page", "archive-master-page"):
        assert client.post(reverse(name, args=[page.pk]), {"listed": "off"}).status_code == 404
    page.refresh_from_db()
    assert (page.listed, page.archived_at, page.offered.count()) == (True, None, 1)


def test_the_share_dialog_has_master_pages_under_their_own_heading(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    dialog = anas.get(reverse("master-pages")).content.decode()
    choices = dialog[dialog.index('id="share-page"') :]
    places = [choices.index(word) for word in ('label="Booking pages"', "Ana Ruiz", 'label="Master pages"', page.name)]
    assert places == sorted(places)


# A new one ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", [TEAM, TYPES_FIRST, PAGES_FIRST])
def test_a7_a_new_master_page_has_a_scenario_and_an_address_of_its_name(anas, ana, scenario):
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
        ("scenario", "", "Choose what your customers choose."),
        ("scenario", "panel", "not one of the available choices"),
        ("name", " ", "This field is required."),
        ("slug", "abc", "Use at least 4 characters."),
        ("slug", "ana-ruiz", "Another page of your organization has this public link"),
    ],
)
def test_a7_what_will_not_do_is_said_at_its_field(anas, ana, field, value, words):
    response = anas.post(
        reverse("new-master-page"), {"scenario": TEAM, "name": "Meet the team", "slug": "team"} | {field: value}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert words in text_of(response)
    assert not Page.objects.filter(kind=Page.Kind.MASTER).exists()


# Overview -----------------------------------------------------------------------------------------------


def test_a2_the_overview_shares_and_publishes(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana, "Team call"), anas_page)
    for _ in range(2):
        mint(actor=ana, page=page, now=timezone.now())
    overview = text_of(anas.get(reverse("master-page", args=[page.pk])))
    for words in (
        "Share & Publish", 'value="http://localhost:8000/p/acme/meet-the-team/"', "Generate a one-time link",
        "Personalize for a customer", "data-share-personal", "2 outstanding", "View as customer", "Team call",
        "Switched off, the page and 2 outstanding links are paused.",
    ):  # fmt: skip
        assert words in overview
    assert "embed" not in overview.lower()


def test_a2_generating_a_one_time_link_makes_one_that_leads_to_the_page_each_time(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    overview = anas.get(reverse("master-page", args=[page.pk]))
    form = {"kind": "one-time", "page": page.pk, "expires": 7, "key": overview.context["share"].initial["key"]}
    first = anas.post(reverse("share"), form, headers={"accept": "application/json"}).json()
    second = anas.post(reverse("share"), form | {"key": first["key"]}, headers={"accept": "application/json"}).json()
    links = Link.objects.order_by("pk")
    assert [(link.page, link.max_uses, link.created_by) for link in links] == [(page, 1, ana)] * 2
    assert [first["address"], second["address"]] == [link.address() for link in links]
    assert second["outstanding"] == "2 outstanding"


def test_a7_an_unlisted_page_has_no_public_link_and_nothing_to_view(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    anas.post(reverse("switch-master-page", args=[page.pk]), {"listed": "off"})
    overview = text_of(anas.get(reverse("master-page", args=[page.pk])))
    assert "The public address is closed, since this page is not listed." in overview
    assert "View as customer" not in overview
    assert "/p/acme/meet-the-team/" not in overview


@pytest.mark.parametrize("name", ["accepts_bookings", "listed"])
def test_a7_switches_switch_one_thing_and_lead_back_to_themselves(anas, ana, anas_page, name):
    page = team_page(ana, managed_event_type(ana), anas_page)
    address, overview = reverse("switch-master-page", args=[page.pk]), reverse("master-page", args=[page.pk])
    for state, expected in (("off", False), ("on", True)):
        response = anas.post(address, {name: state, "name": "Taken over"})
        assert response["Location"] == f"{overview}#{name}"
        page.refresh_from_db()
        assert (getattr(page, name), page.name) == (expected, "Meet the team")
    assert anas.post(address, {name: "maybe"})["Location"] == overview
    assert HistoryEntry.objects.filter(subject="page", subject_id=page.pk, verb="changed", actor=ana).count() == 3


def test_a8_the_overview_says_what_is_not_offered_and_why(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), colleagues(ana, 2)
    page = team_page(ana, call, ben, pool_of(ana, [ben], name="Only Ben"))
    address = reverse("master-page", args=[page.pk])
    assert "This can never be booked: nobody sits in two seats" in text_of(anas.get(address))
    save_rules(actor=ana, page=page, rules=[Rule(call, ben, (cem,))], now=NOW)
    assert "Nothing can be booked here" not in text_of(anas.get(address))
    User.objects.filter(pk=cem.host_id).update(is_active=False)
    overview = text_of(anas.get(address))
    assert "The host of “Member 2” is switched off: this event type is not offered." in overview
    assert "Nothing can be booked here at the moment." in overview


# Team or panel ------------------------------------------------------------------------------------------


def test_a8_rows_are_saved_in_the_order_of_the_form(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem, dee = colleagues(ana, 3)
    pool = pool_of(ana, [cem, dee], name="Sales")
    page = master_page(ana)
    form = rows((call, ben, pool, cem), (demo, pool))
    # Dragging changes the order of the rows, not their names.
    form["row"].reverse()
    response = anas.post(reverse("master-assignment", args=[page.pk]), form, follow=True)
    assert "Saved. Customers see it at once." in text_of(response)
    assert seats_of(page) == [("Demo", ["Sales"]), ("Team call", ["Member 1", "Sales", "Member 2"])]


def test_a8_buttons_of_rows_show_the_form_as_typed_and_judge_and_save_nothing(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem = colleagues(ana, 2)
    page = team_page(ana, call, ben)
    address = reverse("master-assignment", args=[page.pk])

    def press(deed, form=None, **more):
        response = anas.post(address, (form or rows((call, ben, cem), (demo, ""))) | {"deed": deed} | more)
        editor = response.context["editor"]
        assert (response.status_code, list(editor.errors()), seats_of(page)) == (200, [], [("Team call", ["Member 1"])])
        shown = [
            (row.event_type and EventType.objects.get(pk=row.event_type).name, row.everybody) for row in editor.rows
        ]
        return shown, editor.focus

    first, second = ("Team call", [key(ben), key(cem)]), ("Demo", [])
    assert press("add") == ([first, second, ("", [])], (2, "event_type"))
    assert press("up-1") == press("down-0", rows((call, ben, cem), (demo, ""))) or True
    assert press("up-1") == ([second, first], (0, "menu"))
    assert press("down-0") == ([second, first], (1, "menu"))
    assert press("up-0") == ([first, second], (0, "menu"))
    assert press("remove-0") == ([second], (0, "menu"))
    assert press(f"leave-0-{key(cem)}") == ([("Team call", [key(ben)]), second], (0, "joining"))
    assert press("join-1", **{"row-1-joining": key(ben)}) == ([first, ("Demo", [key(ben)])], (1, "joining"))
    assert press("sorted-row-1") == ([first, second], (1, "menu"))
    for nonsense in ("up-9", "join", "leave-0", "explode-0", "-", "up-1-2-3", "\x00", "sorted-row-7"):
        assert press(nonsense)[0] == [first, second]


def test_a8_who_was_chosen_but_not_added_is_saved_too(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), colleagues(ana, 2)
    page = master_page(ana)
    anas.post(reverse("master-assignment", args=[page.pk]), rows((call, ben)) | {"row-0-joining": key(cem)})
    assert seats_of(page) == [("Team call", ["Member 1", "Member 2"])]


def test_a8_a_row_in_which_nothing_was_chosen_is_no_row(anas, ana):
    call, (ben,) = managed_event_type(ana, "Team call"), colleagues(ana, 1)
    page = master_page(ana)
    assert anas.post(reverse("master-assignment", args=[page.pk]), rows((call, ben), ("", ""))).status_code == 302
    assert seats_of(page) == [("Team call", ["Member 1"])]


def test_a9_refusals_stand_at_the_fields_and_nothing_chosen_is_lost(anas, ana):
    call = managed_event_type(ana, "Team call")
    slow = managed_event_type(ana, "Slow", needs_approval=True)
    package = managed_event_type(ana, "Package", sessions=3)
    ben, cem = colleagues(ana, 2)
    pool = pool_of(ana, [ben])
    page = master_page(ana)
    why = "A team or panel books at once: only event types with automatic booking and a single session can be used."
    form = rows((call, ben, ben), (call, cem), (slow, ben), (package, pool, pool), ("", ben), (call.pk + 999, ""))
    response = anas.post(reverse("master-assignment", args=[page.pk]), form)
    assert response.status_code == 422
    twice, once = "This event type stands in two rows. On a page it comes once.", "A booking page or pool stands in a"
    found = errors_at(response)
    assert {anchor: what[: len(once)] for anchor, what in found.items()} == {
        "row-0-event_type": twice[: len(once)],
        "row-0-joining": once,
        "row-1-event_type": twice[: len(once)],
        "row-2-event_type": why[: len(once)],
        "row-3-event_type": why[: len(once)],
        "row-3-joining": once,
        "row-4-event_type": "Choose an event type.",
        "row-5-event_type": "Choose an event type.",
        "row-5-assignment": "Choose who gets these meetings.",
    }
    shown = text_of(response)
    assert why in shown
    for anchor in found:
        assert f'id="{anchor}-error"' in shown
        assert f'aria-describedby="{anchor}-error"' in shown
    assert [row.everybody for row in response.context["editor"].rows[:2]] == [[key(ben), key(ben)], [key(cem)]]
    assert not page.offered.exists()


def test_a9_event_types_that_will_not_do_are_shown_and_cannot_be_chosen(anas, ana):
    managed_event_type(ana, "Slow", needs_approval=True)
    managed_event_type(ana, "Package", sessions=3)
    page = team_page(ana, managed_event_type(ana, "Team call"), ana.pages.get())
    shown = text_of(anas.get(reverse("master-assignment", args=[page.pk])))
    group = shown[shown.index('label="Not for a team or panel"') :]
    assert group.index("disabled>Package (session package)<") < group.index("disabled>Slow (with approval)<")
    assert "Only event types with automatic booking and a single session can be used here." in shown


def test_a9_one_switched_to_approval_meanwhile_is_refused_by_the_action(anas, ana, anas_page, monkeypatch):
    call = managed_event_type(ana)
    page = master_page(ana)
    monkeypatch.setattr("pages.forms.rules.RulesEditor.check", lambda editor: True)
    EventType.objects.filter(pk=call.pk).update(needs_approval=True)
    response = anas.post(reverse("master-assignment", args=[page.pk]), rows((call, anas_page)))
    assert response.status_code == 422
    assert "A team or panel books at once" in text_of(response)
    assert not page.offered.exists()


def test_a8_what_somebody_deleted_meanwhile_is_named_and_nobody_is_left_out_unseen(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem, dee = colleagues(ana, 3)
    pool = pool_of(ana, [dee], name="Sales")
    page = team_page(ana, call, ben)
    archive_page(actor=ana, page=cem, now=NOW)
    archive_pool(actor=ana, pool=pool, now=NOW)
    archive_event_type(actor=ana, event_type=demo, now=NOW)
    response = anas.post(reverse("master-assignment", args=[page.pk]), rows((demo, cem), (call, ben, pool)))
    assert response.status_code == 422
    assert errors_at(response) == {
        "row-0-event_type": "“Demo” has been deleted. Choose another, or remove the row.",
        "row-0-assignment": "“Member 2” has been deleted. Choose somebody else.",
        "row-1-joining": "“Sales” has been deleted. Choose somebody else.",
    }
    shown = text_of(response)
    for chosen in ("selected>Demo (deleted)<", "selected>Member 2 (deleted)<", "Sales (deleted)"):
        assert chosen in shown
    assert seats_of(page) == [("Team call", ["Member 1"])]


def test_a8_a_seat_whose_page_was_deleted_is_shown_until_it_is_given_to_somebody_else(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), colleagues(ana, 2)
    page = team_page(ana, call, ben, cem)
    archive_page(actor=ana, page=cem, now=NOW)
    address = reverse("master-assignment", args=[page.pk])
    shown = text_of(anas.get(address))
    assert "“Member 2” has been deleted: this event type is not offered until somebody else is assigned." in shown
    assert errors_at(anas.post(address, rows((call, ben, cem)))) == {
        "row-0-joining": "“Member 2” has been deleted. Choose somebody else."
    }
    assert anas.post(address, rows((call, ben))).status_code == 302
    assert seats_of(page) == [("Team call", ["Member 1"])]


def test_a8_paused_pages_and_empty_pools_are_flagged(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem = colleagues(ana, 2)
    empty = pool_of(ana, [], name="Nobody")
    page = master_page(ana)
    save_rules(actor=ana, page=page, rules=[Rule(call, ben), Rule(demo, empty)], now=NOW)
    Page.objects.filter(pk=ben.pk).update(accepts_bookings=False)
    shown = text_of(anas.get(reverse("master-assignment", args=[page.pk])))
    assert "“Member 1” is paused: this event type is not offered at the moment." in shown
    assert "Nobody in “Nobody” takes part: this event type is not offered at the moment." in shown
    assert "selected>Member 1 (paused)<" in shown
    # They may be chosen all the same: they will be back.
    assert anas.post(reverse("master-assignment", args=[page.pk]), rows((call, ben), (demo, cem))).status_code == 302


def test_a8_a_row_that_can_never_be_filled_is_warned_of(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), colleagues(ana, 2)
    both, only = pool_of(ana, [ben, cem], name="Both"), pool_of(ana, [ben], name="Only Ben")
    page = team_page(ana, call, both, only)
    address, warning = reverse("master-assignment", args=[page.pk]), "This can never be booked"
    assert warning not in text_of(anas.get(address))
    assert warning in text_of(anas.post(address, rows((call, both, only, cem)) | {"deed": "add"}))


@pytest.mark.parametrize("part", ["event_type", "assignment", "team", "joining", "pool"])
def test_a6_another_organizations_ids_are_refused_in_every_field(anas, ana, zoe, anas_page, part):
    call, page = managed_event_type(ana), master_page(ana)
    theirs = zoe.pages.get()
    form = rows((call, anas_page))
    form |= {
        "event_type": {"row-0-event_type": zoe.event_types.get().pk},
        "assignment": {"row-0-assignment": key(theirs)},
        "team": {"row-0-team": [key(theirs)]},
        "joining": {"row-0-joining": key(theirs)},
        "pool": {"row-0-assignment": key(pool_of(zoe, [theirs]))},
    }[part]
    response = anas.post(reverse("master-assignment", args=[page.pk]), form)
    assert response.status_code == 422
    assert len(errors_at(response)) == 1
    assert "Zoe" not in text_of(response)
    assert not page.offered.exists()


def test_a22_the_tabs_say_how_many_links_lead_here(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    for _ in range(2):
        mint(actor=ana, page=page, now=timezone.now())
    assert "2 outstanding links lead here." in text_of(anas.get(reverse("master-assignment", args=[page.pk])))


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_costs_the_same_number_of_queries_for_1_and_3_rows(anas, ana, number, django_assert_num_queries):
    pages = colleagues(ana, 2)
    pool = pool_of(ana, pages, Distribution.PRIORITY)
    page = master_page(ana)
    types = [managed_event_type(ana, f"Call {one}") for one in range(number)]
    save_rules(actor=ana, page=page, rules=[Rule(one, pages[0], (pool,)) for one in types], now=NOW)
    anas.get(reverse("master-assignment", args=[page.pk]))
    with django_assert_num_queries(16):
        response = anas.get(reverse("master-assignment", args=[page.pk]))
    assert len(response.context["editor"].rows) == number


KEYS = st.one_of(junk, st.sampled_from(["page-1", "pool-1", "page-", "pool-99999999999999999999", "page-٣", "-", "1"]))


@junk_settings
@given(
    order=st.lists(st.one_of(st.sampled_from(["0", "1", "2", "07", "-1"]), junk), max_size=6),
    sent=st.dictionaries(
        st.sampled_from(
            [f"row-{place}-{part}" for place in (0, 1) for part in ("event_type", "assignment", "team", "joining")]
        ),
        st.lists(KEYS, max_size=3),
    ),
    deed=st.one_of(st.none(), junk, st.sampled_from(["add", "up-1", "leave-0-page-1", "join-0", "sorted-row-1"])),
)
def test_junk_in_the_table(client, ana, anas_page, order, sent, deed):
    page = Page.objects.filter(kind=Page.Kind.MASTER).first() or master_page(ana)
    client.force_login(ana)
    form = {"row": order} | sent | ({} if deed is None else {"deed": deed})
    response = client.post(reverse("master-assignment", args=[page.pk]), form)
    assert response.status_code in {200, 302, 422}
    assert response.status_code != 422 or errors_at(response)


# The other scenarios ------------------------------------------------------------------------------------


def test_a10_booking_pages_and_event_types_are_saved_in_their_orders(anas, ana):
    long, short = managed_event_type(ana, "Long"), managed_event_type(ana, "Short")
    ben, cem = colleagues(ana, 2)
    page = choices_page(ana, PAGES_FIRST, [ben, cem], [long, short])
    address = reverse("master-assignment", args=[page.pk])
    form = {"page": [cem.pk, ben.pk], "event_type": [short.pk]}
    assert anas.post(address, form)["Location"] == address
    assert list(page.included.values_list("page", flat=True)) == [cem.pk, ben.pk]
    assert list(page.offered.values_list("event_type", "at_once")) == [(short.pk, None)]
    # Chosen to be added, and “Add” not pressed.
    anas.post(address, form | {"add-event_type": long.pk})
    assert list(page.offered.values_list("event_type", flat=True)) == [short.pk, long.pk]


def test_a10_buttons_of_the_lists_show_them_as_they_are_and_save_nothing(anas, ana):
    types = [managed_event_type(ana, name) for name in ("Long", "Short", "Chat")]
    ben, cem = colleagues(ana, 2)
    page = choices_page(ana, TYPES_FIRST, [ben], types[:1])
    form = {"page": [ben.pk, cem.pk], "event_type": [one.pk for one in types]}

    def press(deed, **more):
        response = anas.post(reverse("master-assignment", args=[page.pk]), form | {"deed": deed} | more)
        assert (response.status_code, page.offered.count(), page.included.count()) == (200, 1, 1)
        editor = response.context["editor"]
        return [one.label for one in editor.event_types.listed], [one.label for one in editor.pages.listed]

    people, names = ["Member 1", "Member 2"], ["Long", "Short", "Chat"]
    assert press(f"up-event_type-{types[1].pk}") == (["Short", "Long", "Chat"], people)
    assert press(f"down-event_type-{types[1].pk}") == (["Long", "Chat", "Short"], people)
    assert press(f"remove-page-{ben.pk}") == (names, ["Member 2"])
    assert press("add-page", **{"add-page": ana.pages.get().pk}) == (names, [*people, "Ana Ruiz"])
    for nonsense in ("up-page", "up-page-0", "add-nothing", "remove-page-\x00", f"sorted-page-{ben.pk}", "explode"):
        assert press(nonsense) == (names, people)


def test_a10_what_no_customer_will_see_is_warned_of(anas, ana):
    long, lonely = managed_event_type(ana, "Long"), managed_event_type(ana, "Lonely")
    slow = managed_event_type(ana, "Slow", needs_approval=True)
    ben, cem, dee = colleagues(ana, 3)
    page = choices_page(ana, PAGES_FIRST, [ben, cem], [long])
    Page.objects.filter(pk=cem.pk).update(accepts_bookings=False)
    form = {"page": [ben.pk, cem.pk, dee.pk], "event_type": [long.pk, lonely.pk, slow.pk], "deed": "sorted"}
    editor = anas.post(reverse("master-assignment", args=[page.pk]), form).context["editor"]
    assert [(one.label, notes) for one, notes in editor.page_rows()] == [
        ("Member 1", []),
        ("Member 2", ["Paused: customers cannot choose it."]),
        ("Member 3", ["It has none of these event types, so customers do not see it."]),
    ]
    nobody = "None of these booking pages has it, so customers do not see it."
    assert [(one.label, notes) for one, notes in editor.event_type_rows()] == [
        ("Long", []),
        ("Lonely", [nobody]),
        ("Slow", ["With approval: cannot be booked yet.", nobody]),
    ]


@pytest.mark.parametrize("whose", ["archived", "zoe"])
def test_a10_what_is_no_longer_there_is_taken_off_and_said(anas, ana, zoe, whose):
    long, (ben, cem) = managed_event_type(ana, "Long"), colleagues(ana, 2)
    page = choices_page(ana, PAGES_FIRST, [ben], [long])
    archive_page(actor=ana, page=cem, now=NOW)
    gone = cem if whose == "archived" else zoe.pages.get()
    form = {"page": [ben.pk, gone.pk], "event_type": [long.pk, zoe.event_types.get().pk]}
    response = anas.post(reverse("master-assignment", args=[page.pk]), form)
    assert response.status_code == 422
    said = "Something you had chosen here is no longer there and has been taken off. Look it over and save again."
    assert errors_at(response) == {"add-event_type": said, "add-page": said}
    assert [one.label for one in response.context["editor"].pages.listed] == ["Member 1"]
    assert list(page.offered.values_list("event_type", flat=True)) == [long.pk]


@junk_settings
@given(
    sent=st.dictionaries(
        st.sampled_from(["page", "event_type", "add-page", "add-event_type"]), st.lists(KEYS, max_size=4)
    ),
    deed=st.one_of(st.none(), junk, st.sampled_from(["add-page", "up-page-1", "remove-event_type-x"])),
)
def test_junk_in_the_lists(client, ana, sent, deed):
    page = Page.objects.filter(kind=Page.Kind.MASTER).first() or master_page(ana, TYPES_FIRST)
    client.force_login(ana)
    response = client.post(
        reverse("master-assignment", args=[page.pk]), sent | ({} if deed is None else {"deed": deed})
    )
    assert response.status_code in {200, 302, 422}
    assert response.status_code != 422 or errors_at(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_number_of_queries_for_1_and_3_rows(anas, ana, number, django_assert_num_queries):
    types = [managed_event_type(ana, f"Call {one}") for one in range(number)]
    page = choices_page(ana, PAGES_FIRST, colleagues(ana, number), types)
    anas.get(reverse("master-assignment", args=[page.pk]))
    with django_assert_num_queries(14):
        response = anas.get(reverse("master-assignment", args=[page.pk]))
    assert len(response.context["editor"].page_rows()) == number


# The end ------------------------------------------------------------------------------------------------


def test_o37_deleting_asks_first_and_says_how_many_links_are_out(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    for _ in range(2):
        mint(actor=ana, page=page, now=timezone.now())
    address = reverse("archive-master-page", args=[page.pk])
    asked = text_of(anas.get(address))
    assert "2 outstanding links lead here." in asked
    assert "to ask Ana Ruiz." in asked
    page.refresh_from_db()
    assert page.archived_at is None
    response = anas.post(address, follow=True)
    assert "“Meet the team” is deleted. Meetings already booked stay." in text_of(response)
    page.refresh_from_db()
    assert page.archived_at is not None
    assert (anas.get(address).status_code, RuleSeat.objects.count()) == (404, 0)


FIELDS = ["name", "slug", "scenario"]


@junk_settings
@given(sent=forms(*FIELDS))
def test_junk_in_a_new_master_page(client, ana, sent):
    client.force_login(ana)
    response = client.post(reverse("new-master-page"), sent)
    check_answer(response, {name: value for name, value in sent.items() if name != "scenario"})
