"""My links, the links library and all links: who sees what, what a line says, search, pages, and changing a link."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import example, given

from accounts.models import HistoryEntry
from core.paging import ROWS
from links.actions import Hosts, change_reusable, make_reusable, mint, mint_version, revoke, save_managed
from links.errors import NothingToShare
from links.models import Link, ManagedLinks
from pages.models import Page
from tests.builders import NOW, add_colleague, managed_event_type, master_page, one_time_link, pool_of
from tests.customer.customers import read
from tests.junk import all_junk, check_refusal, junk_settings
from tests.junk import forms as junk_forms
from tests.markup import markup
from tests.owner.links.browsing import form_with
from tests.owner.links.test_split_button import reusable

pytestmark = [pytest.mark.django_db, pytest.mark.page]
MINE, LIBRARY, ALL = "/links/mine/", "/links/library/", "/links/all/"
LISTS = [MINE, LIBRARY, ALL]


def seen(client, address):
    return [line.link for line in client.get(address).context["lines"]]


def named(link, label):
    Link.objects.filter(pk=link.pk).update(label=label)
    return link


@pytest.mark.feature("C2")
def test_line_tells_everything_about_the_link(anas, ana, ben):
    demo, chat = managed_event_type(ana, "Demo"), managed_event_type(ana, "Chat")
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")
    pages = [user.pages.get() for user in (ana, ben, cem)]
    link = make_reusable(
        actor=ana,
        owner=ana,
        hosts=Hosts(pages=tuple(pages[:2]), optional=(pages[2],)),
        event_types=[demo, chat],
        name="Both of us",
        now=NOW,
        expires_at=datetime(2030, 2, 1, 23, tzinfo=UTC),
        in_library=True,
    )
    versions = [mint_version(actor=user, parent=link, now=NOW) for user in (ana, ben, ben, ana)]
    revoke(actor=ana, link=versions[0], now=NOW)
    Link.objects.filter(pk=versions[1].pk).update(expires_at=NOW)
    response = anas.get(MINE)
    assert response.context["lines"][0].entry.versions == 2
    row = read(response).text
    for expected in (
        "Both of us", "In the library", "Demo, Chat", "Ana Ruiz, Ben Ode", "(optional: Cem Kaya)", "1 February",
        "end of the day", "2 outstanding",
    ):  # fmt: skip
        assert expected in row
    html = markup(response)
    for name in ("edit-link", "view-as-customer", "withdraw-link", "link-address", "single-use-link"):
        assert reverse(name, args=[link.pk]) in html
    assert f"/links/?parent={link.pk}&amp;status=outstanding" in html
    assert link.token() not in html


@pytest.mark.feature("C2")
def test_my_links_are_own_reusable_ones(client, ana, ben, zoe, anas_page):
    pool = pool_of(ana, [anas_page])
    made = make_reusable(
        actor=ana, owner=ben, hosts=Hosts(pool=pool), event_types=[managed_event_type(ana)], name="Pool", now=NOW
    )
    from_page = mint(actor=ben, page=ben.pages.get(kind="booking"), max_uses=None, now=NOW)
    managed = save_managed(
        actor=ana, managed=ManagedLinks(name="M", event_type=managed_event_type(ana)), users=[ana, ben], now=NOW
    )
    one_time_link(ben), reusable(ana), mint_version(actor=ben, parent=made, now=NOW)
    client.force_login(ben)
    assert seen(client, MINE) == [managed.links.get(owner=ben), from_page, made]
    page = client.get(MINE)
    assert {"Pool: Sales", "Managed", "Ben Ode"} <= {word.strip() for word in read(page).words}
    # What an admin manages is the admin's to change.
    assert [line.editable for line in page.context["lines"]] == [False, True, True]
    client.force_login(zoe)
    assert seen(client, MINE) == []


@pytest.mark.feature("C2")
def test_library_shows_working_shared_links(client, ana, ben, zoe, event_type):
    shared = reusable(ana, in_library=True)
    reusable(ana), reusable(ben, in_library=True)
    reusable(ana, event_types=[event_type], in_library=True)
    revoke(actor=ana, link=reusable(ana, in_library=True), now=NOW)
    expired = reusable(ana, in_library=True, expires_at=NOW)
    assert expired.dead_reason(NOW) == "expired"
    client.force_login(ben)
    assert seen(client, LIBRARY) == [shared]
    page = client.get(LIBRARY)
    assert "Ana Ruiz" in read(page).text
    assert reverse("edit-link", args=[shared.pk]) not in markup(page)
    client.force_login(zoe)
    assert seen(client, LIBRARY) == []


@pytest.mark.feature("C2")
def test_all_links_are_for_admins_only(client, ana, ben, zoe):
    anas, bens = reusable(ana), reusable(ben)
    client.force_login(ben)
    assert client.get(ALL).status_code == 403
    client.force_login(ana)
    assert seen(client, ALL) == [bens, anas]
    assert seen(client, f"{ALL}?owner={ben.pk}") == [bens]
    assert seen(client, f"{ALL}?owner={zoe.pk}") == [bens, anas]
    client.force_login(zoe)
    assert seen(client, ALL) == []


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("C2")
def test_search_finds_name_owner_and_event_type(anas, ana, ben):
    talk, chat = reusable(ana), named(reusable(ben, event_types=[managed_event_type(ana, "Chat")]), "Website")
    for words, expected in (
        ("talk", [talk]),
        ("WEB", [chat]),
        ("chat", [chat]),
        ("ben o", [chat]),
        ("demo", [talk]),
        ("%", []),
        ("\x00", [chat, talk]),
        ("x" * 101, [chat, talk]),
    ):
        assert seen(anas, ALL + "?" + "q=" + words.replace("%", "%25").replace("\x00", "%00")) == expected


@pytest.mark.feature("C2")
def test_withdrawn_ones_are_a_filter_away(anas, ana):
    live, gone = reusable(ana), reusable(ana)
    revoke(actor=ana, link=gone, now=NOW)
    for address in (MINE, ALL):
        assert seen(anas, address) == [live]
        assert seen(anas, f"{address}?status=withdrawn") == [gone]
        assert seen(anas, f"{address}?status=junk&before=x") == [live]
    assert "Withdrawn" in read(anas.get(f"{MINE}?status=withdrawn")).text


@pytest.mark.feature("C2")
def test_ended_ones_are_not_in_use(anas, ana):
    live, ending = reusable(ana), reusable(ana, expires_at=NOW + timedelta(seconds=1))
    over = reusable(ana, expires_at=NOW - timedelta(seconds=1))
    elsewhere = mint(actor=ana, page=master_page(ana), max_uses=None, now=NOW)
    Page.objects.filter(pk=elsewhere.page_id).update(archived_at=NOW)
    revoke(actor=ana, link=reusable(ana, expires_at=NOW - timedelta(seconds=1)), now=NOW)
    for address in (MINE, ALL):
        assert seen(anas, address) == [ending, live]
        assert seen(anas, f"{address}?status=ended") == [elsewhere, over]
    assert "Expired" in read(anas.get(f"{MINE}?status=ended")).text


@pytest.mark.feature("C2")
def test_dead_link_says_why_and_is_uncopied(anas, ana):
    expired, paused = reusable(ana, expires_at=NOW), reusable(ana)
    Page.objects.filter(pk=paused.page_id).update(accepts_bookings=False)
    for link, status, word in ((expired, "?status=ended", "Expired"), (paused, "", "Page paused")):
        page = anas.get(f"{MINE}{status}")
        assert [(line.link, line.works) for line in page.context["lines"]] == [(link, False)]
        assert word in {word.strip() for word in read(page).words}
        assert reverse("single-use-link", args=[link.pk]) not in markup(page)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.feature("O33")
def test_nothing_yet_differs_from_nothing_that_matches(client, ana, ben, address):
    client.force_login(ana)
    empty = read(client.get(address)).text
    link = reusable(ben if address == LIBRARY else ana, in_library=True)
    assert link.label in read(client.get(address)).text
    none = read(client.get(f"{address}?q=zzz")).text
    assert "No link matches" in none
    assert "No link matches" not in empty
    assert "yet" in empty or "Nobody" in empty


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.feature("C2")
def test_fifty_stand_on_a_page(client, ana, ben, address):
    owner = ben if address == LIBRARY else ana
    template = reusable(owner, in_library=True)
    Link.objects.bulk_create(
        Link(
            organization=ana.organization, page=template.page, owner=owner, created_by=owner, created_at=NOW,
            label=f"Link {number}", in_library=True,
        )
        for number in range(ROWS + 1)
    )  # fmt: skip
    made = list(Link.objects.order_by("-pk"))
    client.force_login(ana)
    first = client.get(address)
    assert [line.link for line in first.context["lines"]] == made[:ROWS]
    assert f"?before={made[ROWS - 1].pk}" in markup(first)
    assert seen(client, f"{address}?before={made[ROWS - 1].pk}") == made[ROWS:]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    # Session, user; links, narrowed and offered event types, seats, versions; owners for all;
    # who asks.
    [(MINE, 8), (LIBRARY, 8), (ALL, 9)],
)
@pytest.mark.feature("C2")
def test_lists_cost_constant_number_of_queries(client, ana, ben, count, address, queries, django_assert_num_queries):
    for _ in range(count):
        mint_version(actor=ana, parent=reusable(ben if address == LIBRARY else ana, in_library=True), now=NOW)
    client.force_login(ana)
    with django_assert_num_queries(queries):
        assert len(client.get(address).context["lines"]) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(MINE, 8), (ALL, 9)])
@pytest.mark.feature("C2")
def test_ended_ones_cost_constant_queries(anas, ana, count, address, queries, django_assert_num_queries):
    for _ in range(count):
        Link.objects.filter(pk=reusable(ana).pk).update(expires_at=NOW - timedelta(days=1))
        revoke(actor=ana, link=reusable(ana), now=NOW)
    for status in ("ended", "withdrawn"):
        with django_assert_num_queries(queries):
            assert len(anas.get(f"{address}?status={status}").context["lines"]) == count


def edit(client, link, **typed):
    path = reverse("edit-link", args=[link.pk])
    return form_with(client.get(path), "Save").send(client, path, "Save", **typed)


@pytest.mark.feature("C5")
def test_every_field_can_be_changed(anas, ana):
    link, chat = reusable(ana), managed_event_type(ana, "Chat")
    response = edit(anas, link, name="New name", event_types=[chat.pk], expires_on="2030-03-01", in_library="on")
    assert response.redirect_chain == [(MINE, 302)]
    assert "Saved." in read(response).text
    link.refresh_from_db()
    assert (link.label, link.in_library, link.expires_at) == ("New name", True, datetime(2030, 3, 1, 23, tzinfo=UTC))
    assert list(link.target.event_types.all()) == [chat]
    verbs = HistoryEntry.objects.filter(subject="link", subject_id=link.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["made", "changed"]
    edit(anas, link, expires_on="", in_library=None)
    link.refresh_from_db()
    assert (link.expires_at, link.in_library) == (None, False)


@pytest.mark.feature("C5")
def test_unchanged_expiry_stays_exact(client, ana, ben):
    link = reusable(ben, expires_at=NOW + timedelta(days=3, minutes=7))
    old = reusable(ben, expires_at=NOW - timedelta(days=3))
    client.force_login(ana)
    ana.time_zone = "Pacific/Auckland"
    ana.save()
    for one in (link, old):
        before = one.expires_at
        response = edit(client, one, name="Renamed")
        assert response.redirect_chain == [(ALL, 302)]
        one.refresh_from_db()
        assert (one.label, one.expires_at) == ("Renamed", before)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"event_types": []}, "Choose at least one."),
        ({"event_types": ["junk"]}, "no longer available"),
        ({"expires_on": "2030-01-06"}, "This day has passed."),
    ],
)
@pytest.mark.feature("C5")
def test_wrong_field_is_named_and_changes_nothing(anas, ana, typed, said):
    link = reusable(ana)
    before = Link.objects.filter(pk=link.pk).values().get()
    response = edit(anas, link, **typed)
    assert response.status_code == 422
    assert said in read(response).text
    assert Link.objects.filter(pk=link.pk).values().get() == before


@pytest.mark.feature("C9")
def test_locked_event_type_bars_from_library(anas, ana, event_type):
    link = reusable(ana)
    response = edit(anas, link, event_types=[event_type.pk], in_library="on")
    assert response.status_code == 422
    assert f"{event_type.name}: locked" in read(response).text
    # Whatever is locked later takes the link out by itself.
    assert not Link.objects.filter(in_library=True).exists()


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("C5")
def test_members_change_own_admins_all(client, ana, ben, zoe):
    anas, bens = reusable(ana), reusable(ben)
    managed = save_managed(
        actor=ana, managed=ManagedLinks(name="M", event_type=managed_event_type(ana)), users=[ben], now=NOW
    ).links.get()
    for user, expected in ((ben, [404, 200, 404]), (ana, [200, 200, 404]), (zoe, [404, 404, 404])):
        client.force_login(user)
        for name in ("edit-link", "withdraw-link"):
            assert [client.get(reverse(name, args=[one.pk])).status_code for one in (anas, bens, managed)] == expected
    for one in (one_time_link(ana), mint_version(actor=ana, parent=anas, now=NOW)):
        client.force_login(ana)
        assert client.get(reverse("edit-link", args=[one.pk])).status_code == 404


@pytest.fixture
def bens_by_cem(ana, ben):
    """A link of Ben's that Cem made by his leave, and Cem."""
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")
    ben.delegates.add(cem)
    return reusable(ben, actor=cem), cem


@pytest.mark.feature("C3", "C5")
def test_delegate_changes_and_withdraws_own_link(client, ana, ben, bens_by_cem):
    link, cem = bens_by_cem
    client.force_login(cem)
    (line,) = client.get(MINE).context["lines"]
    assert (line.link, line.editable) == (link, True)
    page = markup(client.get(MINE))
    assert reverse("edit-link", args=[link.pk]) in page
    # To look into it, with whom it met, is Ben's.
    assert f'href="{reverse("link-page", args=[link.pk])}"' not in page
    assert client.get(reverse("link-page", args=[link.pk])).status_code == 404
    response = edit(client, link, name="Changed by Cem", in_library=None)
    assert response.redirect_chain == [(MINE, 302)]
    link.refresh_from_db()
    assert (link.label, link.owner, link.created_by) == ("Changed by Cem", ben, cem)
    path = reverse("withdraw-link", args=[link.pk])
    response = form_with(client.get(path), "Withdraw").send(client, path, "Withdraw")
    assert response.redirect_chain == [(f"{MINE}?withdrawn={link.pk}", 302)]
    link.refresh_from_db()
    assert link.revoked_at == NOW
    assert "Undone" in markup(client.post(reverse("reinstate-link", args=[link.pk]), follow=True))
    link.refresh_from_db()
    assert link.revoked_at is None
    entries = HistoryEntry.objects.filter(subject="link", subject_id=link.pk).order_by("pk")
    assert list(entries.values_list("verb", "actor")) == [
        (verb, cem.pk) for verb in ("made", "changed", "revoked", "restored")
    ]


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("C3", "C5")
def test_delegate_changes_only_own_while_allowed(client, ana, ben, zoe, bens_by_cem):
    link, cem = bens_by_cem
    dee, other = add_colleague(ana, "Dee", "dee@acme.example"), reusable(ben)
    ben.delegates.add(dee)
    managed = save_managed(
        actor=ana, managed=ManagedLinks(name="M", event_type=managed_event_type(ana)), users=[ben], now=NOW
    ).links.get()
    Link.objects.filter(pk=managed.pk).update(created_by=cem)

    def answers(user):
        client.force_login(user)
        asked = [(name, one) for one in (link, other, managed) for name in ("edit-link", "withdraw-link")]
        found = [client.get(reverse(name, args=[one.pk])).status_code for name, one in asked]
        return [*found, client.post(reverse("reinstate-link", args=[link.pk])).status_code]

    both = {user: answers(user) for user in (ana, ben, cem, dee, zoe)}
    assert both == {
        ana: [200, 200, 200, 200, 404, 404, 302],
        ben: [200, 200, 200, 200, 404, 404, 302],
        cem: [200, 200, 404, 404, 404, 404, 302],
        dee: [404] * 7,
        zoe: [404] * 7,
    }
    ben.delegates.remove(cem)
    assert answers(cem) == [404] * 7
    with pytest.raises(NothingToShare):
        change_reusable(
            actor=cem, link=link, event_types=[link.page.event_types.get()], name="N", expires_at=None,
            in_library=False, now=NOW,
        )  # fmt: skip
    with pytest.raises(Link.DoesNotExist):
        revoke(actor=cem, link=link, now=NOW)


@pytest.mark.feature("C5")
def test_the_screen_counts_what_a_change_reaches(anas, ana):
    link = reusable(ana)
    path = reverse("edit-link", args=[link.pk])
    assert "No one-time link made from it is outstanding." in read(anas.get(path)).text
    for _ in range(2):
        mint_version(actor=ana, parent=link, now=NOW)
    for name in ("edit-link", "withdraw-link"):
        assert "2 one-time links made from it are outstanding." in read(anas.get(reverse(name, args=[link.pk]))).text


@pytest.mark.feature("C2", "D1")
def test_version_count_matches_its_list(client, ana, ben):
    link = reusable(ben, in_library=True)
    for user in (ana, ana, ben):
        mint_version(actor=user, parent=link, now=NOW)
    for user, address, count in ((ben, MINE, 1), (ana, ALL, 3)):
        client.force_login(user)
        (line,) = client.get(address).context["lines"]
        assert (line.versions, client.get(line.list).context["listing"].count) == (f"{count} outstanding", count)
    # What a change reaches is all of them, whoever made them.
    client.force_login(ben)
    for name in ("edit-link", "withdraw-link"):
        page = read(client.get(reverse(name, args=[link.pk]))).text
        assert "3 one-time links made from it are outstanding." in page


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("q", "status", "owner", "before", "withdrawn"))
@given(sent=junk_forms("q", "status", "owner", "before", "withdrawn"))
@pytest.mark.feature("C2")
def test_junk_in_the_filters_is_ignored(anas, ana, sent):
    for address in LISTS:
        assert anas.get(address, sent).status_code == 200


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("name", "event_types", "expires_on", "in_library"))
@given(sent=junk_forms("name", "event_types", "expires_on", "in_library", name="A name"))
@pytest.mark.feature("C5")
def test_junk_in_the_form_is_refused(anas, ana, sent):
    link = Link.objects.filter(owner=ana).first() or reusable(ana)
    response = anas.post(reverse("edit-link", args=[link.pk]), sent)
    assert response.status_code == 422
    check_refusal(response)
