"""Managed links: an admin gives users a link each, lists, changes and withdraws them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import example, given

from accounts.models import HistoryEntry
from core.paging import ROWS
from links.actions import Hosts, archive_managed, make_reusable, mint_version, restore, revoke, save_managed
from links.liveness import DeadReason
from links.models import Link, ManagedLinks
from links.queries import find_link, offers_through
from pages.models import EventType, PageEventType
from tests.builders import NOW, add_colleague, managed_event_type
from tests.customer.customers import read
from tests.junk import all_junk, check_refusal, junk_settings
from tests.junk import forms as junk_forms
from tests.markup import markup
from tests.owner.links.browsing import form_with

pytestmark = pytest.mark.django_db
LIST, NEW, USERS = "/links/managed/", "/links/managed/new/", "/links/managed/new/users/"
NEXT, MAKE = "Next: users", "Make the links"


@pytest.fixture
def demo(ana):
    return managed_event_type(ana, "Demo")


def what(client, chosen, **typed):
    """Step 1; answers with step 2."""
    sent = {"event_type": chosen.pk, "name": "Demos"} | typed
    return form_with(client.get(NEW), NEXT).send(client, NEW, NEXT, **sent)


def walk(client, event_type, users, **typed):
    second = what(client, event_type, **typed)
    return form_with(second, MAKE).send(client, USERS, MAKE, users=[user.pk for user in users])


def given_to(admin, event_type, *users, **more):
    managed = ManagedLinks(name=more.pop("name", "Demos"), event_type=event_type, **more)
    return save_managed(actor=admin, managed=managed, users=users, now=NOW)


def url(name, managed):
    return reverse(name, args=[managed.pk])


@pytest.mark.feature("C4")
def test_wizard_gives_each_user_a_link(anas, ana, ben, demo):
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")
    response = walk(anas, demo, [ben, cem], expires_on="2030-02-01")
    managed = ManagedLinks.objects.get()
    assert response.redirect_chain == [(f"/links/managed/{managed.pk}/links/", 302)]
    assert "2 links are made." in read(response).text
    assert (managed.name, managed.event_type, managed.created_by) == ("Demos", demo, ana)
    for user in (ben, cem):
        link = managed.links.get(owner=user)
        assert (link.label, link.max_uses, link.expires_at) == ("Demos", None, datetime(2030, 2, 1, 23, tzinfo=UTC))
        (offer,) = offers_through(find_link(link.token()))
        assert (offer.event_type, offer.persons) == (demo, [user.pk])
        client = Client()
        client.force_login(user)
        assert [line.link for line in client.get("/links/mine/").context["lines"]] == [link]


def test_no_event_type_is_chosen_beforehand(anas, demo):
    html = markup(anas.get(reverse("new-managed-links")))
    chosen = html.split('<select name="event_type"')[1].split("</select>")[0]
    assert re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)', chosen)[0] == (
        "",
        " selected",
        "Choose an event type",
    )
    assert f'<option value="{demo.pk}">{demo.name}' in chosen


def test_equal_event_types_are_told_by_owner(anas, ana, ben):
    html = markup(anas.get(reverse("new-managed-links")))
    names = re.findall(r"<option[^>]*>([^<]*)", html.split('<select name="event_type"')[1].split("</select>")[0])
    assert names == ["Choose an event type", "30-minute meeting (Ana Ruiz)", "30-minute meeting (Ben Ode)"]


@pytest.mark.feature("C4")
def test_going_back_loses_and_makes_nothing(anas, ana, ben, demo):
    second = what(anas, demo, expires_on="2030-02-01")
    assert not ManagedLinks.objects.exists()
    first = form_with(second, MAKE).send(anas, USERS, "Back", users=[ana.pk, ben.pk])
    form = form_with(first, NEXT)
    assert [form.values(one) for one in ("name", "event_type", "expires_on")] == [
        ["Demos"],
        [str(demo.pk)],
        ["2030-02-01"],
    ]
    second = form.send(anas, NEW, NEXT)
    assert sorted(form_with(second, MAKE).values("users")) == sorted([str(ana.pk), str(ben.pk)])
    form_with(second, MAKE).send(anas, USERS, MAKE)
    assert Link.objects.count() == 2


@pytest.mark.feature("C4")
def test_same_form_twice_makes_links_once(anas, ana, ben, demo):
    form = form_with(what(anas, demo), MAKE)
    ways = [form.send(anas, USERS, MAKE, users=[ana.pk, ben.pk]).redirect_chain for _ in range(2)]
    assert ways[0] == ways[1]
    assert (ManagedLinks.objects.count(), Link.objects.count()) == (1, 2)


@pytest.mark.feature("C4")
def test_everybody_can_be_chosen_without_a_script(anas, ana, ben, demo):
    dan = add_colleague(ana, "Dan", "dan@acme.example")
    dan.pages.update(archived_at=NOW)
    form_with(what(anas, demo), MAKE).send(anas, USERS, MAKE, everybody="on")
    assert set(Link.objects.values_list("owner", flat=True)) == {ana.pk, ben.pk}


@pytest.mark.feature("C4")
def test_users_without_page_are_named(anas, ana, ben, demo):
    dan = add_colleague(ana, "Dan Low", "dan@acme.example")
    for user in (ben, dan):
        user.pages.update(archived_at=NOW)
    second = what(anas, demo)
    assert [pick.label for pick in second.context["form"].picks if pick.barred] == ["Ben Ode", "Dan Low"]
    response = form_with(second, MAKE).send(anas, USERS, MAKE, users=[ana.pk, ben.pk, dan.pk])
    assert response.status_code == 422
    said = "These people have no booking page to link to: Ben Ode and Dan Low."
    assert said in read(response).text
    assert 'id="id_users_error"' in markup(response)
    # Ticked still, so that it can be seen and taken off.
    assert str(ana.pk) in form_with(response, MAKE).values("users")
    assert not Link.objects.exists()


@pytest.mark.feature("C4")
def test_a_step_that_is_wanting_says_so(anas, ana, zoe, demo, event_type):
    slow = EventType.objects.create(organization=ana.organization, owner=ana, name="Slow", needs_approval=True)
    for typed, said in (
        ({"name": ""}, "This field is required."),
        ({"event_type": ""}, "Choose one."),
        ({"event_type": slow.pk}, "no longer available"),
        ({"event_type": zoe.event_types.get().pk}, "no longer available"),
        ({"expires_on": "2030-01-06"}, "This day has passed."),
    ):
        response = what(anas, demo, **typed)
        assert response.redirect_chain[-1][0].startswith(f"{NEW}?")
        assert said in read(response).text
    second = what(anas, demo)
    for users, said in (([], "Choose at least one."), ([zoe.pk], "no longer available")):
        response = form_with(second, MAKE).send(anas, USERS, MAKE, users=users)
        assert (response.status_code, said in read(response).text) == (422, True)
    assert not ManagedLinks.objects.exists()


@pytest.mark.feature("C4")
def test_list_says_what_how_many_have(anas, ana, ben, zoe, demo):
    managed = given_to(ana, demo, ana, ben, expires_at=NOW + timedelta(days=3))
    given_to(zoe, zoe.event_types.get(), zoe, name="Theirs")
    page = anas.get(LIST)
    assert [(one, one.users) for one, _expires in page.context["rows"]] == [(managed, 2)]
    for expected in ("Demos", "by Ana Ruiz", "Demo", "10 January"):
        assert expected in read(page).text
    assert anas.get(f"{LIST}?q=emo").context["rows"] == page.context["rows"]
    assert "Nothing matches" in read(anas.get(f"{LIST}?q=zzz")).text


@pytest.mark.feature("C4")
def test_view_links_lists_each_users_link(anas, ana, ben, demo):
    managed = given_to(ana, demo, ben, ana)
    mint_version(actor=ben, parent=managed.links.get(owner=ben), now=NOW)
    page = anas.get(url("view-links", managed))
    assert [line.link.owner for line in page.context["lines"]] == [ana, ben]
    assert "1 outstanding" in read(page).text
    part = anas.get(url("view-links", managed), headers={"hx-request": "true"})
    assert [line.link.owner for line in part.context["lines"]] == [ana, ben]
    assert ("<nav" in markup(page), "<html" in markup(part)) == (True, False)
    assert [line.link.owner for line in anas.get(url("view-links", managed) + "?q=ben").context["lines"]] == [ben]


@pytest.mark.feature("C4")
def test_view_links_goes_on_by_name(anas, ana, demo, monkeypatch):
    monkeypatch.setattr("links.catalogue.ROWS", 2)
    users = [add_colleague(ana, name, f"{name}@acme.example") for name in ("Cleo", "Bea", "Abe")]
    managed = given_to(ana, demo, *users)
    first = anas.get(url("view-links", managed))
    assert [line.link.owner.name for line in first.context["lines"]] == ["Abe", "Bea"]
    second = anas.get(f"{url('view-links', managed)}?{first.context['further']}")
    assert [line.link.owner.name for line in second.context["lines"]] == ["Cleo"]
    assert anas.get(f"{url('view-links', managed)}?before=1").status_code == 200


@pytest.mark.feature("C4")
def test_change_reaches_all_links_and_versions(anas, ana, ben, demo):
    managed, chat = given_to(ana, demo, ana, ben), managed_event_type(ana, "Chat")
    child = mint_version(actor=ben, parent=managed.links.get(owner=ben), now=NOW)
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")
    page = anas.get(url("edit-managed-links", managed))
    assert "2 users have this link. 1 one-time link made from them is outstanding." in read(page).text
    typed = {"name": "Chats", "event_type": chat.pk, "expires_on": "2030-02-01", "users": [ben.pk, cem.pk]}
    response = form_with(page, "Save").send(anas, url("edit-managed-links", managed), "Save", **typed)
    assert response.redirect_chain == [(LIST, 302)]
    live = managed.links.filter(revoked_at=None)
    assert {(link.owner, link.label) for link in live} == {(ben, "Chats"), (cem, "Chats")}
    child = find_link(child.token())
    assert [offer.event_type for offer in offers_through(child)] == [chat]
    assert child.dead_reason(datetime(2030, 2, 1, 23, tzinfo=UTC)) == "expired"


@pytest.mark.feature("C4")
def test_user_without_page_keeps_edited_link(anas, ana, ben, demo):
    managed = given_to(ana, demo, ana, ben)
    ben.pages.filter(by_wizard=False).update(archived_at=NOW)
    path = url("edit-managed-links", managed)
    response = form_with(anas.get(path), "Save").send(anas, path, "Save", name="Renamed")
    assert response.redirect_chain == [(LIST, 302)]
    assert set(managed.links.filter(revoked_at=None).values_list("owner__name", "label")) == {
        ("Ana Ruiz", "Renamed"),
        ("Ben Ode", "Renamed"),
    }


@pytest.mark.feature("C4")
def test_withdrawing_all_asks_and_ends_all(anas, ana, ben, demo):
    managed = given_to(ana, demo, ana, ben)
    child = mint_version(actor=ben, parent=managed.links.get(owner=ben), now=NOW)
    path = url("withdraw-managed-links", managed)
    page = anas.get(path)
    assert (
        "2 users lose this link. 1 one-time link made from them is outstanding and stops working too."
        in read(page).text
    )
    assert Client().get(child.address()).status_code == 200
    response = form_with(page, "Withdraw all").send(anas, path, "Withdraw all")
    assert "“Demos” has been withdrawn." in read(response).text
    assert Client().get(child.address()).status_code == 410
    assert not managed.links.filter(revoked_at=None).exists()
    for name in ("edit-managed-links", "view-links", "withdraw-managed-links"):
        assert anas.get(url(name, managed)).status_code == 404


@pytest.mark.feature("C4")
def test_saving_does_not_restore_withdrawn_links(anas, ana, ben, demo):
    managed = given_to(ana, demo, ben)
    path = url("edit-managed-links", managed)
    form = form_with(anas.get(path), "Save")
    anas.post(url("withdraw-managed-links", managed))
    assert form.send(anas, path, "Save").status_code == 404
    managed.refresh_from_db()
    assert managed.archived_at == NOW


@pytest.mark.feature("C4")
def test_for_admins_of_the_organization_only(client, ana, ben, zoe, demo):
    managed = given_to(ana, demo, ben)
    ones = [url(name, managed) for name in ("edit-managed-links", "view-links", "withdraw-managed-links")]
    for user, expected in ((ben, {403}), (zoe, {404})):
        client.force_login(user)
        assert {client.get(one).status_code for one in ones} == expected
        assert {client.post(ones[0]).status_code, client.post(ones[2]).status_code} == expected
    client.force_login(ben)
    assert {client.get(one).status_code for one in (LIST, NEW, USERS)} == {403}
    assert managed.links.get().revoked_at is None


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("C4")
def test_lists_cost_constant_number_of_queries(anas, ana, demo, count, django_assert_num_queries):
    users = [add_colleague(ana, f"Member {one}", f"m{one}@acme.example") for one in range(count)]
    for _ in range(count):
        managed = given_to(ana, demo, *users)
    # Session, user; the list, who asks for a link. Or what was given, its links and their lines.
    with django_assert_num_queries(4):
        assert len(anas.get(LIST).context["rows"]) == count
    with django_assert_num_queries(8):
        assert len(anas.get(url("view-links", managed)).context["lines"]) == count


@pytest.mark.parametrize("count", [1, 3, 20])
@pytest.mark.feature("C4")
def test_hundreds_cost_constant_number_of_statements(ana, demo, count, django_assert_num_queries):
    users, more = (
        [add_colleague(ana, f"Member {one}", f"{kind}{one}@acme.example") for one in range(count)] for kind in "ab"
    )
    # The lock, is the event type to be had (2), the row, the booking pages; page, rule, seat, link, history; the whole.
    with django_assert_num_queries(13):
        managed = given_to(ana, demo, *users)
    managed.event_type, managed.name = managed_event_type(ana, "Chat"), "Chats"
    # Webhooks hear of revoked links: are there any?
    with django_assert_num_queries(14):
        save_managed(actor=ana, managed=managed, users=users, now=NOW)
    assert set(managed.links.values_list("label", flat=True)) == {"Chats"}
    # Everybody's is revoked, and everybody else gets one.
    with django_assert_num_queries(18):
        save_managed(actor=ana, managed=managed, users=more, now=NOW)
    live = managed.links.filter(revoked_at=None)
    assert set(live.values_list("owner", flat=True)) == {user.pk for user in more}
    ended = HistoryEntry.objects.filter(subject="link", verb="revoked")
    assert set(ended.values_list("subject_id", flat=True)) == {link.pk for link in managed.links.filter(revoked_at=NOW)}
    with django_assert_num_queries(9):
        archive_managed(actor=ana, managed=managed, now=NOW)
    assert (managed.links.filter(revoked_at=NOW).count(), ended.count()) == (2 * count, 2 * count)


@pytest.mark.feature("C4")
def test_changed_links_offer_only_new_event_type(ana, ben, demo):
    managed, chat, call = (
        given_to(ana, demo, ana, ben),
        managed_event_type(ana, "Chat"),
        managed_event_type(ana, "Call"),
    )
    anas, bens = (managed.links.get(owner=user) for user in (ana, ben))
    anas.page.offered.all().delete()
    PageEventType.objects.create(page=bens.page, event_type=call, position=1, at_once=True)
    managed.event_type = chat
    save_managed(actor=ana, managed=managed, users=[ana, ben], now=NOW)
    assert [row.event_type for row in anas.page.offered.all()] == [chat]
    (offer,) = offers_through(find_link(bens.token()))
    assert (offer.event_type, offer.persons) == (chat, [ben.pk])


@pytest.mark.feature("C4")
def test_new_links_share_the_changes_lock(ana, ben, demo):
    def lock_of(deed):
        with CaptureQueriesContext(connection) as queries:
            made = deed()
        (lock,) = [query["sql"] for query in queries if "pg_advisory" in query["sql"]]
        return made, "shared" in lock

    managed, shared = lock_of(lambda: given_to(ana, demo, ana))
    assert shared
    _, shared = lock_of(lambda: save_managed(actor=ana, managed=managed, users=[ana, ben], now=NOW))
    assert not shared
    hosts = Hosts(pages=(ben.pages.get(by_wizard=False),))
    new = {"owner": ana, "hosts": hosts, "event_types": [demo], "name": "Talk", "now": NOW}
    _, shared = lock_of(lambda: make_reusable(actor=ana, **new))
    assert shared


@pytest.mark.feature("C4")
def test_fifty_stand_on_a_page(anas, ana, demo):
    ManagedLinks.objects.bulk_create(
        ManagedLinks(organization=ana.organization, name=f"M{one}", event_type=demo, created_by=ana, created_at=NOW)
        for one in range(ROWS + 1)
    )
    first = anas.get(LIST)
    assert len(first.context["rows"]) == ROWS
    second = anas.get(f"{LIST}?{first.context['further']}")
    assert [one.name for one, _expires in second.context["rows"]] == ["M0"]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("event_type", "name", "expires_on", "users", "everybody", "key", "back", "again"))
@given(sent=junk_forms("event_type", "name", "expires_on", "users", "everybody", "key", "back", "again", name="A name"))
@pytest.mark.feature("C4")
def test_junk_makes_nothing_and_breaks_nothing(anas, ana, sent):
    for address in (LIST, NEW, USERS):
        assert anas.get(address, sent).status_code in {200, 302}
    assert anas.post(USERS, sent).status_code == 302
    assert not ManagedLinks.objects.exists()


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("name", "event_type", "expires_on", "users"))
@given(sent=junk_forms("name", "event_type", "expires_on", "users", name="A name"))
@pytest.mark.feature("C4")
def test_junk_in_the_form_is_refused(anas, ana, event_type, sent):
    managed = ManagedLinks.objects.first() or given_to(ana, event_type, ana)
    response = anas.post(url("edit-managed-links", managed), sent)
    assert response.status_code == 422
    check_refusal(response)


@pytest.mark.feature("C4")
def test_owner_cannot_withdraw_or_restore_managed_link(client, ana, ben, demo):
    managed = given_to(ana, demo, ben)
    link = managed.links.get()
    client.force_login(ben)
    assert client.post(reverse("revoke-link", args=[link.pk])).status_code == 404
    assert find_link(link.token()).dead_reason(NOW) is None
    archive_managed(actor=ana, managed=managed, now=NOW)
    for notice in ("revoked", "withdrawn"):
        for place in ("links", "my-links"):
            html = markup(client.get(reverse(place), {notice: link.pk}))
            assert "Undo" not in html
    for name in ("restore-link", "reinstate-link"):
        assert client.post(reverse(name, args=[link.pk])).status_code == 404
    for change in (revoke, restore):
        with pytest.raises(Link.DoesNotExist):
            change(actor=ben, link=link, now=NOW)
    assert find_link(link.token()).dead_reason(NOW) is DeadReason.REVOKED


@pytest.mark.feature("C4")
def test_withdrawn_twice_is_withdrawn_once(ana, ben, demo):
    managed = given_to(ana, demo, ben)
    for minutes in range(2):
        archive_managed(actor=ana, managed=managed, now=NOW + timedelta(minutes=minutes))
    managed.refresh_from_db()
    assert managed.archived_at == NOW
    assert HistoryEntry.objects.filter(verb="archived").count() == 1
