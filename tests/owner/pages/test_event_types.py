"""The list of event types: whose they are and who may use them (C9); copies; archiving (O37)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import HistoryEntry
from links.actions import mint
from links.models import Link
from owner.pages.views.event_type_rows import rows_of
from pages import actions
from pages.actions.event_types import EVENT_TYPE_FIELDS
from pages.errors import NotYours, WrongChoice
from pages.models import EventType, Page, PageEventType
from pages.queries import pages_to_share
from tests.builders import NOW, add_colleagues, managed_event_type, master_page
from tests.markup import markup
from tests.owner.pages.test_event_type_form import FORM


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_constant_number_of_queries(client, ana, django_assert_num_queries, rows):
    for number in range(rows - 1):
        actions.save_event_type(actor=ana, event_type=EventType(name=f"Type {number}"), now=timezone.now())
    client.force_login(ana)
    client.get(reverse("event-types"))
    # One of them asks whether anybody else is in the organization.
    with django_assert_num_queries(5):
        page = markup(client.get(reverse("event-types")))
    assert page.count('<th scope="row">') == rows


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.feature("C9")
def test_somebody_alone_reads_nothing_of_colleagues(client, ana, event_type, alone):
    if not alone:
        add_colleagues(ana, 1)
    client.force_login(ana)
    for most in (1, None):
        mint(actor=ana, page=ana.pages.get(), max_uses=most, now=NOW)
    for name, words in (
        ("event-types", [">Owner<", "Personal"]),
        ("schedules", [">Owner<"]),
        ("booking-pages", [">Host<"]),
        ("links", [">Owner<", ">Everyone<"]),
        ("all-links", [">Everyone<"]),
        ("link-numbers", [">Everyone<"]),
    ):
        said = markup(client.get(reverse(name)))
        assert [word in said for word in words] == [not alone] * len(words), name
    said = markup(client.get(reverse("event-type", args=[event_type.pk])))
    assert ('id="sharing"' in said) is not alone
    # What the address asks for is shown, so that it can be changed.
    assert ">Everyone<" in markup(client.get(f"{reverse('links')}?owner={ana.pk}"))


@pytest.mark.feature("C9")
def test_saving_alone_keeps_who_may_offer_it(client, ana, event_type):
    EventType.objects.filter(pk=event_type.pk).update(locked=True, managed=False)
    client.force_login(ana)
    client.post(reverse("event-type", args=[event_type.pk]), FORM | {"locked": "False", "managed": "True"})
    event_type.refresh_from_db()
    assert (event_type.description, event_type.locked, event_type.managed) == (FORM["description"], True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_colleagues_share_costs_no_further_query(client, ana, ben, django_assert_num_queries, rows):
    for number in range(rows):
        managed_event_type(ana, f"Shared {number}")
    client.force_login(ben)
    client.get(reverse("event-types"))
    with django_assert_num_queries(4):
        page = markup(client.get(reverse("event-types")))
    assert page.count('<th scope="row">') == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_editor_costs_constant_number_of_queries(client, ana, anas_page, event_type, django_assert_num_queries, rows):
    for number in range(rows - 1):
        page = master_page(ana, name=f"Team {number}", slug=f"team-{number}")
        PageEventType.objects.create(page=page, event_type=event_type, position=1)
    for _ in range(rows):
        mint(actor=ana, page=anas_page, now=NOW)
    client.force_login(ana)
    for name, queries in (("event-type", 6), ("archive-event-type", 9)):
        client.get(reverse(name, args=[event_type.pk]))
        with django_assert_num_queries(queries):
            context = client.get(reverse(name, args=[event_type.pk])).context
    assert (context["live_links"], len(context["pages"])) == (rows, rows)


def listed(client, user):
    """The names that a user may change, and those that others share with them."""
    client.force_login(user)
    context = client.get(reverse("event-types")).context
    return [sorted(row.event_type.name for row in context[name]) for name in ("event_types", "shared")]


@pytest.mark.feature("C9")
def test_members_see_own_and_unlocked_admins_all(client, ana, ben, zoe):
    managed_event_type(ana, "Unlocked")
    actions.save_event_type(actor=ana, event_type=EventType(name="Personal, locked"), now=NOW)
    actions.save_event_type(actor=ana, event_type=EventType(name="Locked", managed=True), now=NOW)
    own = "30-minute meeting"
    assert listed(client, ben) == [[own], ["Unlocked"]]
    assert listed(client, ana) == [[own, own, "Locked", "Personal, locked", "Unlocked"], []]
    assert listed(client, zoe) == [[own], []]


@pytest.mark.feature("A13")
def test_list_marks_approval_and_packages(client, ana):
    for number, kind in enumerate(({"needs_approval": True}, {"sessions": 3}, {})):
        actions.save_event_type(actor=ana, event_type=EventType(name=f"Type {number}", **kind), now=NOW)
    client.force_login(ana)
    page = markup(client.get(reverse("event-types")))
    assert (page.count("with approval"), page.count("3 sessions")) == (1, 1)


@pytest.mark.feature("C9")
def test_list_names_owner_and_access(client, ana, ben):
    managed_event_type(ana, "Unlocked")
    client.force_login(ben)
    page = markup(client.get(reverse("event-types")))
    own, shared = page.split("Shared by colleagues</h2>")
    assert ("Personal" in own, "Locked" in own, "Admin-managed" in own) == (True, True, False)
    assert ("Admin-managed" in shared, "Unlocked" in shared, "Ana Ruiz" in shared) == (True, True, True)
    # Of a colleague's, a copy is all that is offered.
    unlocked = EventType.objects.get(name="Unlocked")
    assert reverse("duplicate-event-type", args=[unlocked.pk]) in shared
    assert reverse("event-type", args=[unlocked.pk]) + '"' not in shared
    assert reverse("archive-event-type", args=[unlocked.pk]) not in page


@pytest.mark.feature("C1")
def test_each_event_type_is_shared_where_listed(anas, ana, anas_page, event_type):
    demo = managed_event_type(ana, "Demo")
    html = markup(anas.get(reverse("event-types")))
    row = html[html.index(event_type.name) :]
    for part in (
        f'href="/share/?page={anas_page.pk}&amp;event={event_type.pk}"',
        f'data-share-event="{event_type.pk}"',
        f'name="event_types" value="{event_type.pk}"',
        "Copy link<",
        "Copy single-use link<",
    ):
        assert part in row
    # What no page offers cannot be shared, and says so.
    assert f"event={demo.pk}" not in html
    assert html.count("Not on a page") == 1
    reusable = {"page": anas_page.pk, "event_types": event_type.pk}
    address = f"http://localhost:8000/p/acme/ana-ruiz/?event={event_type.pk}"
    json = {"headers": {"accept": "application/json"}}
    assert anas.post("/share/", reusable, **json).json()["address"] == address
    assert f'value="{address}"' in markup(anas.post("/share/", reusable, follow=True))
    anas.post("/share/", reusable | {"one_time": "on", "expires": "7"}, **json)
    assert [one.pk for one in Link.objects.get().event_types.all()] == [event_type.pk]
    Page.objects.update(listed=False)
    html = markup(anas.get(reverse("event-types")))
    assert ("Copy link<" in html, "Copy single-use link<" in html) == (False, True)


@pytest.mark.feature("C1", "C9")
def test_shared_through_own_page_first(client, ana, ben, zoe):
    shared, team = managed_event_type(ana, "Shared"), master_page(ana, name="All of us")
    for page in (team, ana.pages.order_by("pk")[0]):
        PageEventType.objects.create(page=page, event_type=shared, position=9)
    assert pages_to_share(ana, [shared]) == {shared.pk: ana.pages.order_by("pk")[0]}
    assert pages_to_share(ben, [shared]) == {shared.pk: team}
    PageEventType.objects.create(page=ben.pages.get(), event_type=shared, position=9)
    assert pages_to_share(ben, [shared]) == {shared.pk: ben.pages.get()}
    assert pages_to_share(zoe, [shared]) == {}


@pytest.mark.feature("H6")
def test_new_one_stands_on_own_page(anas, ana, anas_page, event_type, ben):
    form = anas.get(reverse("new-event-type")).context["form"]
    assert (form["on_own_page"].value(), "“Ana Ruiz”" in form["on_own_page"].help_text) == (True, True)
    page = markup(anas.post(reverse("new-event-type"), FORM | {"on_own_page": "on"}, follow=True))
    made = EventType.objects.latest("pk")
    assert list(anas_page.offered.order_by("position").values_list("event_type", flat=True)) == [event_type.pk, made.pk]
    assert "Created. Customers can book it on “Ana Ruiz”" in page
    anas.post(reverse("new-event-type"), FORM)
    assert EventType.objects.latest("pk").offered_on.count() == 0
    # Saving it again moves nothing, and a colleague's page is not the member's to fill.
    anas.post(reverse("event-type", args=[made.pk]), FORM | {"on_own_page": "on"})
    assert anas_page.offered.count() == 2
    with pytest.raises(WrongChoice):
        actions.save_event_type(actor=ben, event_type=EventType(name="X"), now=NOW, page=anas_page)
    assert not EventType.objects.filter(name="X").exists()


@pytest.mark.parametrize(
    ("kind", "location", "icon", "where"),
    [
        ("", "", "video", "Video call"),
        ("video", "meet.example/ana", "video", "meet.example/ana"),
        ("jitsi", "", "video", "Video, made for each meeting"),
        ("host_calls", "", "phone", "We call the customer"),
        ("customer_calls", "+34 600", "phone", "The customer calls +34 600"),
        ("address", "Calle Mayor 12", "pin", "Calle Mayor 12"),
        ("ask", "", "pin", "The customer says where"),
    ],
)
def test_row_says_where_the_meeting_is(ana, anas_page, event_type, kind, location, icon, where):
    event_type.location_kind, event_type.location = kind, location
    (row,) = rows_of(ana, [event_type])
    assert (row.icon, row.where) == (icon, where)


def test_admin_changes_colleagues_type_keeping_its_owner(anas, ana, ben):
    theirs = ben.event_types.get()
    anas.post(reverse("event-type", args=[theirs.pk]), FORM | {"owner": ana.pk, "organization": 0, "archived_at": "1"})
    theirs.refresh_from_db()
    assert (theirs.name, theirs.owner, theirs.organization, theirs.archived_at) == (
        "Intro call", ben, ana.organization, None,
    )  # fmt: skip


def test_foreign_event_types_are_not_found(client, ben, zoe, event_type):
    for user in (ben, zoe):
        client.force_login(user)
        for name in ("event-type", "archive-event-type", "duplicate-event-type"):
            url = reverse(name, args=[event_type.pk])
            assert client.get(url).status_code in {404, 405}
            assert client.post(url, FORM).status_code == 404
    event_type.refresh_from_db()
    assert (event_type.name, event_type.archived_at) == ("30-minute meeting", None)
    assert not EventType.objects.filter(name__startswith="Copy").exists()


def test_copy_keeps_settings_and_opens_form(anas, ana, ben):
    question = {"name": "topic", "label": "Topic", "kind": "line", "required": True, "hidden": False, "choices": []}
    theirs = ben.event_types.get()
    changes = {"name": "x" * 100, "duration": 20, "cancel_when": "never", "questions": [question], "interval": 10}
    EventType.objects.filter(pk=theirs.pk).update(**changes)

    response = anas.post(reverse("duplicate-event-type", args=[theirs.pk]))
    copy = EventType.objects.latest("pk")
    assert (response.status_code, response["Location"]) == (302, reverse("event-type", args=[copy.pk]))
    theirs.refresh_from_db()
    settings = {name: getattr(theirs, name) for name in EVENT_TYPE_FIELDS}
    wanted = settings | {"name": "Copy of " + "x" * 92}
    assert {name: getattr(copy, name) for name in EVENT_TYPE_FIELDS} == wanted
    assert (copy.owner, copy.offered_on.count(), theirs.owner) == (ana, 0, ben)
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.verb, entry.subject, entry.subject_id, entry.actor) == ("made", "eventtype", copy.pk, ana)


@pytest.mark.feature("C9")
def test_members_copy_is_personal_and_locked(client, ana, ben):
    shared = managed_event_type(ana, "Team call")
    client.force_login(ben)
    client.post(reverse("duplicate-event-type", args=[shared.pk]))
    copy = ben.event_types.latest("pk")
    assert (copy.name, copy.managed, copy.locked) == ("Copy of Team call", False, True)
    assert client.get(reverse("event-type", args=[copy.pk])).status_code == 200


@pytest.mark.feature("C9")
def test_what_was_locked_meanwhile_is_not_copied(ana, ben):
    shared = managed_event_type(ana)
    EventType.objects.filter(pk=shared.pk).update(locked=True)
    with pytest.raises(NotYours):
        actions.duplicate_event_type(actor=ben, event_type=shared, now=NOW)


@pytest.mark.feature("O37")
def test_archiving_asks_first_naming_pages_and_links(anas, ana, anas_page, event_type):
    for _ in range(2):
        mint(actor=ana, page=anas_page, now=timezone.now())
    url = reverse("archive-event-type", args=[event_type.pk])

    asked = markup(anas.get(url))
    page = f'<a href="{reverse("booking-page", args=[anas_page.pk])}">Ana Ruiz</a>'
    assert f"1 page or link offers it:</strong> {page}." in asked
    assert "2 outstanding links open these pages." in asked
    event_type.refresh_from_db()
    assert event_type.archived_at is None

    anas.post(url)
    event_type.refresh_from_db()
    assert event_type.archived_at is not None
    assert "Nothing to book: choose an event type" in markup(anas.get(reverse("booking-pages")))


@pytest.mark.feature("O33")
def test_empty_list_says_how_to_begin(anas):
    EventType.objects.update(archived_at=timezone.now())
    page = markup(anas.get(reverse("event-types")))
    assert "You have no event type yet" in page
    assert f'href="{reverse("new-event-type")}"' in page
    assert "First, create an event type" in markup(anas.get(reverse("new-booking-page")))
