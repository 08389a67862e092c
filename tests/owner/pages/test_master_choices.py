"""What the customers of the other master pages choose from: two lists, each in its order (A10)."""

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from pages.actions import archive_page
from pages.models import Page
from pages.queries.assignments import offers_nothing
from tests.builders import NOW, add_colleagues, choices_page, managed_event_type, master_page
from tests.junk import all_junk, junk, junk_settings
from tests.markup import markup
from tests.owner.pages.master_forms import KEYS, errors_at

pytestmark = pytest.mark.page

TEAM, TYPES_FIRST, PAGES_FIRST = Page.Scenario.TEAM, Page.Scenario.EVENT_TYPES_FIRST, Page.Scenario.PAGES_FIRST


@pytest.mark.feature("A10")
def test_both_lists_are_saved_in_order(anas, ana):
    long, short = managed_event_type(ana, "Long"), managed_event_type(ana, "Short")
    ben, cem = add_colleagues(ana, 2)
    page = choices_page(ana, PAGES_FIRST, [ben, cem], [long, short])
    address = reverse("master-assignment", args=[page.pk])
    form = {"page": [cem.pk, ben.pk], "event_type": [short.pk]}
    assert anas.post(address, form)["Location"] == address
    assert list(page.included.values_list("page", flat=True)) == [cem.pk, ben.pk]
    assert list(page.offered.values_list("event_type", "at_once")) == [(short.pk, None)]
    # Chosen to be added, and “Add” not pressed.
    anas.post(address, form | {"add-event_type": long.pk})
    assert list(page.offered.values_list("event_type", flat=True)) == [short.pk, long.pk]


@pytest.mark.parametrize("kept", ["page", "event_type", None])
@pytest.mark.feature("A10")
def test_lists_offering_nothing_are_saved_with_warning(anas, ana, kept):
    call, (ben,) = managed_event_type(ana), add_colleagues(ana, 1)
    page = choices_page(ana, PAGES_FIRST, [ben], [call])
    form = {"page": [ben.pk], "event_type": [call.pk]}
    sent = {name: value for name, value in form.items() if name == kept}
    said = markup(anas.post(reverse("master-assignment", args=[page.pk]), sent, follow=True))
    assert "Saved. Customers cannot book here until you add an event type and assign it." in said
    assert "Customers see the change right away" not in said
    assert offers_nothing(page)
    said = markup(anas.post(reverse("master-assignment", args=[page.pk]), form, follow=True))
    assert ("Saved. Customers see the change right away." in said, offers_nothing(page)) == (True, False)
    # What none of the booking pages has, customers do not see.
    ben.offered.all().delete()
    assert offers_nothing(page)


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("A10")
def test_list_buttons_save_nothing(anas, ana):
    types = [managed_event_type(ana, name) for name in ("Long", "Short", "Chat")]
    ben, cem = add_colleagues(ana, 2)
    page = choices_page(ana, TYPES_FIRST, [ben], types[:1])
    form = {"page": [ben.pk, cem.pk], "event_type": [one.pk for one in types]}

    def press(deed, **more):
        response = anas.post(reverse("master-assignment", args=[page.pk]), form | {"deed": deed} | more)
        assert (response.status_code, page.offered.count(), page.included.count()) == (200, 1, 1)
        editor = response.context["editor"]
        return [one.label for one in editor.event_types.rows], [one.label for one in editor.pages.rows]

    people, names = ["Member 1", "Member 2"], ["Long", "Short", "Chat"]
    assert press(f"up-event_type-{types[1].pk}") == (["Short", "Long", "Chat"], people)
    assert press(f"down-event_type-{types[1].pk}") == (["Long", "Chat", "Short"], people)
    assert press(f"remove-page-{ben.pk}") == (names, ["Member 2"])
    assert press("add-page", **{"add-page": ana.hosted_pages.get().pk}) == (names, [*people, "Ana Ruiz"])
    for nonsense in ("up-page", "up-page-0", "add-nothing", "remove-page-\x00", f"sorted-page-{ben.pk}", "explode"):
        assert press(nonsense) == (names, people)


@pytest.mark.feature("A10")
def test_entries_customers_cannot_see_are_marked(anas, ana):
    long, lonely = managed_event_type(ana, "Long"), managed_event_type(ana, "Lonely")
    slow = managed_event_type(ana, "Slow", needs_approval=True)
    ben, cem, dee = add_colleagues(ana, 3)
    page = choices_page(ana, PAGES_FIRST, [ben, cem], [long])
    Page.objects.filter(pk=cem.pk).update(accepts_bookings=False)
    form = {"page": [ben.pk, cem.pk, dee.pk], "event_type": [long.pk, lonely.pk, slow.pk], "deed": "sorted"}
    editor = anas.post(reverse("master-assignment", args=[page.pk]), form).context["editor"]
    assert [(one.label, notes) for one, notes in editor.page_rows()] == [
        ("Member 1", []),
        ("Member 2", ["Paused: customers cannot choose it."]),
        ("Member 3", ["Hidden from customers, because it has none of these event types."]),
    ]
    nobody = "Hidden from customers, because none of these booking pages has it."
    assert [(one.label, notes) for one, notes in editor.event_type_rows()] == [
        ("Long", []),
        ("Lonely", [nobody]),
        ("Slow", [nobody]),
    ]


@pytest.mark.parametrize("whose", ["archived", "zoe"])
@pytest.mark.feature("A10")
def test_missing_choices_are_removed_and_named(anas, ana, zoe, whose):
    long, (ben, cem) = managed_event_type(ana, "Long"), add_colleagues(ana, 2)
    page = choices_page(ana, PAGES_FIRST, [ben], [long])
    archive_page(actor=ana, page=cem, now=NOW)
    gone = cem if whose == "archived" else zoe.pages.get()
    form = {"page": [ben.pk, gone.pk], "event_type": [long.pk, zoe.event_types.get().pk]}
    response = anas.post(reverse("master-assignment", args=[page.pk]), form)
    assert response.status_code == 422
    said = "Something you chose no longer exists, so it was removed. Check the list and save again."
    assert errors_at(response) == {"add-event_type": said, "add-page": said}
    assert [one.label for one in response.context["editor"].pages.rows] == ["Member 1"]
    assert list(page.offered.values_list("event_type", flat=True)) == [long.pk]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("page", "event_type", "add-page", "add-event_type"), deed=None)
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
def test_lists_cost_constant_number_of_queries(anas, ana, number, django_assert_num_queries):
    types = [managed_event_type(ana, f"Call {one}") for one in range(number)]
    page = choices_page(ana, PAGES_FIRST, add_colleagues(ana, number), types)
    anas.get(reverse("master-assignment", args=[page.pk]))
    with django_assert_num_queries(15):
        response = anas.get(reverse("master-assignment", args=[page.pk]))
    assert len(response.context["editor"].page_rows()) == number
