"""The table of a team-or-panel page: rows, their order, what is refused and warned of (A6, A8, A9, A22)."""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from links.actions import mint
from pages.actions import Rule, archive_event_type, archive_page, archive_pool, save_rules
from pages.models import Distribution, EventType, Page
from tests.builders import NOW, add_colleagues, managed_event_type, master_page, pool_of, team_page
from tests.junk import all_junk, junk, junk_settings
from tests.owner.pages.master_forms import KEYS, errors_at, key, rows, seats_of, text_of

pytestmark = pytest.mark.page


@pytest.mark.feature("A8")
def test_rows_keep_the_forms_order(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem, dee = add_colleagues(ana, 3)
    pool = pool_of(ana, [cem, dee], name="Sales")
    page = master_page(ana)
    form = rows((call, ben, pool, cem), (demo, pool))
    # Dragging changes the order of the rows, not their names.
    form["row"].reverse()
    response = anas.post(reverse("master-assignment", args=[page.pk]), form, follow=True)
    assert "Saved. Customers see the change right away." in text_of(response)
    assert seats_of(page) == [("Demo", ["Sales"]), ("Team call", ["Member 1", "Sales", "Member 2"])]


@pytest.mark.feature("A8")
def test_unbookable_tables_are_saved_with_warning(anas, ana):
    call, (ben,) = managed_event_type(ana, "Team call"), add_colleagues(ana, 1)
    page = team_page(ana, call, ben)
    address = reverse("master-assignment", args=[page.pk])
    said = text_of(anas.post(address, {}, follow=True))
    assert "Saved. Customers cannot book here until you add an event type and assign it." in said
    assert ("Customers see it" in said, seats_of(page)) == (False, [])
    assert "Customers cannot book here until you add an event type and assign it." in text_of(
        anas.get(reverse("master-page", args=[page.pk]))
    )
    Page.objects.filter(pk=ben.pk).update(accepts_bookings=False)
    said = text_of(anas.post(address, rows((call, ben)), follow=True))
    assert "Saved. Customers cannot book here at the moment. See the overview for the reason." in said
    assert seats_of(page) == [("Team call", ["Member 1"])]


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("A8")
def test_row_buttons_judge_and_save_nothing(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem = add_colleagues(ana, 2)
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
    assert press("up-1") == ([second, first], (0, "menu"))
    assert press("down-0") == ([second, first], (1, "menu"))
    assert press("up-0") == ([first, second], (0, "menu"))
    assert press("remove-0") == ([second], (0, "menu"))
    assert press(f"leave-0-{key(cem)}") == ([("Team call", [key(ben)]), second], (0, "joining"))
    assert press("join-1", **{"row-1-joining": key(ben)}) == ([first, ("Demo", [key(ben)])], (1, "joining"))
    assert press("sorted-row-1") == ([first, second], (1, "menu"))
    for nonsense in ("up-9", "join", "leave-0", "explode-0", "-", "\x00", "sorted-row-7"):
        assert press(nonsense)[0] == [first, second]


@pytest.mark.feature("A8")
def test_unadded_choice_is_saved_too(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), add_colleagues(ana, 2)
    page = master_page(ana)
    anas.post(reverse("master-assignment", args=[page.pk]), rows((call, ben)) | {"row-0-joining": key(cem)})
    assert seats_of(page) == [("Team call", ["Member 1", "Member 2"])]


@pytest.mark.feature("A8")
def test_empty_row_is_ignored(anas, ana):
    call, (ben,) = managed_event_type(ana, "Team call"), add_colleagues(ana, 1)
    page = master_page(ana)
    saved = anas.post(reverse("master-assignment", args=[page.pk]), rows((call, ben), ("", ""), ("", "")), follow=True)
    assert [str(one) for one in saved.context["messages"]][1:] == ["2 empty rows were left out."]
    assert seats_of(page) == [("Team call", ["Member 1"])]


@pytest.mark.feature("A9")
def test_refusals_keep_everything_chosen(anas, ana):
    call = managed_event_type(ana, "Team call")
    slow = managed_event_type(ana, "Slow", needs_approval=True)
    package = managed_event_type(ana, "Package", sessions=3)
    ben, cem = add_colleagues(ana, 2)
    pool = pool_of(ana, [ben])
    page = master_page(ana)
    why = "A team or panel can only use event types with automatic booking and a single session."
    form = rows((call, ben, ben), (call, cem), (slow, ben), (package, pool, pool), ("", ben), (call.pk + 999, ""))
    response = anas.post(reverse("master-assignment", args=[page.pk]), form)
    assert response.status_code == 422
    twice, once = (
        "This event type is in two rows. Use it only once per page.",
        "is in this row twice. Keep only one.",
    )
    found = errors_at(response)
    assert found == {
        "row-0-event_type": twice,
        "row-0-joining": f"“Member 1” {once}",
        "row-1-event_type": twice,
        "row-2-event_type": why,
        "row-3-event_type": why,
        "row-3-joining": f"“Sales” {once}",
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


@pytest.mark.feature("A9")
def test_unsuitable_event_types_cannot_be_chosen(anas, ana):
    managed_event_type(ana, "Slow", needs_approval=True)
    managed_event_type(ana, "Package", sessions=3)
    page = team_page(ana, managed_event_type(ana, "Team call"), ana.pages.get())
    shown = text_of(anas.get(reverse("master-assignment", args=[page.pk])))
    group = shown[shown.index('label="Not for a team or panel"') :]
    assert group.index("disabled>Package (session package)<") < group.index("disabled>Slow (with approval)<")
    assert "You can only use event types with automatic booking and a single session." in shown


@pytest.mark.feature("A9")
def test_type_switched_meanwhile_is_refused(anas, ana, anas_page, monkeypatch):
    call = managed_event_type(ana)
    page = master_page(ana)
    monkeypatch.setattr("owner.pages.forms.rules.RulesEditor.check", lambda editor: True)
    EventType.objects.filter(pk=call.pk).update(needs_approval=True)
    response = anas.post(reverse("master-assignment", args=[page.pk]), rows((call, anas_page)))
    assert response.status_code == 422
    assert "A team or panel can only use event types" in text_of(response)
    assert not page.offered.exists()


@pytest.mark.feature("A8")
def test_archived_choices_are_named_and_refused(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem, dee = add_colleagues(ana, 3)
    pool = pool_of(ana, [dee], name="Sales")
    page = team_page(ana, call, ben)
    archive_page(actor=ana, page=cem, now=NOW)
    archive_pool(actor=ana, pool=pool, now=NOW)
    archive_event_type(actor=ana, event_type=demo, now=NOW)
    response = anas.post(reverse("master-assignment", args=[page.pk]), rows((demo, cem), (call, ben, pool)))
    assert response.status_code == 422
    assert errors_at(response) == {
        "row-0-event_type": "“Demo” has been archived. Choose another, or remove the row.",
        "row-0-assignment": "“Member 2” has been archived. Choose someone else.",
        "row-1-joining": "“Sales” has been archived. Choose someone else.",
    }
    shown = text_of(response)
    for chosen in ("selected>Demo (archived)<", "selected>Member 2 (archived)<", "Sales (archived)"):
        assert chosen in shown
    assert seats_of(page) == [("Team call", ["Member 1"])]


@pytest.mark.feature("A8")
def test_archived_seat_shows_until_replaced(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), add_colleagues(ana, 2)
    page = team_page(ana, call, ben, cem)
    archive_page(actor=ana, page=cem, now=NOW)
    address = reverse("master-assignment", args=[page.pk])
    shown = text_of(anas.get(address))
    assert "“Member 2” has been archived. This event type is not offered until someone else is assigned." in shown
    assert errors_at(anas.post(address, rows((call, ben, cem)))) == {
        "row-0-joining": "“Member 2” has been archived. Choose someone else."
    }
    assert anas.post(address, rows((call, ben))).status_code == 302
    assert seats_of(page) == [("Team call", ["Member 1"])]


@pytest.mark.feature("A8")
def test_paused_pages_and_empty_pools_are_flagged(anas, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    ben, cem = add_colleagues(ana, 2)
    empty = pool_of(ana, [], name="Nobody")
    page = master_page(ana)
    save_rules(actor=ana, page=page, rules=[Rule(call, ben), Rule(demo, empty)], now=NOW)
    Page.objects.filter(pk=ben.pk).update(accepts_bookings=False)
    shown = text_of(anas.get(reverse("master-assignment", args=[page.pk])))
    assert "“Member 1” is paused. This event type is not offered at the moment." in shown
    assert "No one in “Nobody” is taking part. This event type is not offered at the moment." in shown
    assert "selected>Member 1 (paused)<" in shown
    # They may be chosen all the same: they will be back.
    assert anas.post(reverse("master-assignment", args=[page.pk]), rows((call, ben), (demo, cem))).status_code == 302


@pytest.mark.feature("A8")
def test_unfillable_row_is_warned_of(anas, ana):
    call, (ben, cem) = managed_event_type(ana, "Team call"), add_colleagues(ana, 2)
    both, only = pool_of(ana, [ben, cem], name="Both"), pool_of(ana, [ben], name="Only Ben")
    page = team_page(ana, call, both, only)
    address, warning = reverse("master-assignment", args=[page.pk]), "This can never be booked"
    assert warning not in text_of(anas.get(address))
    assert warning in text_of(anas.post(address, rows((call, both, only, cem)) | {"deed": "add"}))


@pytest.mark.parametrize("part", ["event_type", "assignment", "team", "joining", "pool"])
@pytest.mark.feature("A6")
def test_foreign_rows_are_refused_in_every_field(anas, ana, zoe, anas_page, part):
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


@pytest.mark.feature("A22")
def test_tabs_count_links_leading_here(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    for _ in range(2):
        mint(actor=ana, page=page, now=timezone.now())
    assert "2 outstanding links open this page." in text_of(anas.get(reverse("master-assignment", args=[page.pk])))


@pytest.mark.parametrize("number", [1, 3])
def test_table_costs_constant_number_of_queries(anas, ana, number, django_assert_num_queries):
    pages = add_colleagues(ana, 2)
    pool = pool_of(ana, pages, Distribution.PRIORITY)
    page = master_page(ana)
    types = [managed_event_type(ana, f"Call {one}") for one in range(number)]
    save_rules(actor=ana, page=page, rules=[Rule(one, pages[0], (pool,)) for one in types], now=NOW)
    anas.get(reverse("master-assignment", args=[page.pk]))
    with django_assert_num_queries(18):
        response = anas.get(reverse("master-assignment", args=[page.pk]))
    assert len(response.context["editor"].rows) == number


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(order=["0"], sent=all_junk("row-0-event_type", "row-0-assignment", "row-0-team"), deed=None)
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
