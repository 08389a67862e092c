"""D1, O21: what narrows the list of outstanding links, all of it in the address."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import example, given

from core.paging import ROWS
from links.actions import make_batch, mint_version, revoke
from links.actions.batches import Recipient
from links.models import Link
from links.queries import MOST_COUNTED, Filters, outstanding_links
from owner.links.forms.filters import LinkFilter
from pages.models import EventType, Page
from tests.builders import NOW, master_page, one_time_link
from tests.junk import all_junk, forms, junk_settings
from tests.markup import markup

pytestmark = pytest.mark.django_db
LIST = "/links/"
FIELDS = [
    "q", "status", "page", "kind", "event_type", "owner", "made_from", "made_to", "old", "parent", "batch", "before",
    "after", "revoked", "undo",
]  # fmt: skip


def shown(client, **fields):
    return {line.link.pk for line in client.get(f"{LIST}?{urlencode(fields)}").context["lines"]}


@pytest.fixture
def version(ana):
    parent = one_time_link(ana, max_uses=None, label="Website")
    return mint_version(actor=ana, parent=parent, now=NOW)


@pytest.mark.feature("O21")
def test_links_of_one_kind(anas, ana, version):
    once, several = one_time_link(ana), one_time_link(ana, max_uses=3)
    assert shown(anas, kind="one-time") == {once.pk}
    assert shown(anas, kind="several") == {several.pk}
    assert shown(anas, kind="version") == {version.pk}
    assert shown(anas, kind="") == {once.pk, several.pk, version.pk}
    assert shown(anas, parent=version.parent_id) == {version.pk}
    assert "One-time, from Website" in markup(anas.get(f"{LIST}?kind=version"))


@pytest.mark.feature("D1")
@pytest.mark.parametrize(
    ("query", "status", "listed", "kept"),
    [
        ("", "outstanding", {"live"}, ""),
        ("status=", "outstanding", {"live"}, ""),
        ("status=junk&page=junk", "outstanding", {"live"}, ""),
        ("before=0&revoked=7", "outstanding", {"live"}, ""),
        ("status=all", "all", {"live", "over"}, "status=all"),
        ("q=fair", "all", {"live", "over"}, "q=fair"),
        ("status=&q=fair", "all", {"live", "over"}, "q=fair"),
        ("old=on", "all", {"live", "over"}, "old=on"),
        ("status=outstanding&q=fair", "outstanding", {"live"}, "status=outstanding&q=fair"),
        ("status=revoked", "revoked", {"over"}, "status=revoked"),
    ],
)
def test_the_list_opens_with_the_outstanding_links(anas, ana, query, status, listed, kept):
    links = {"live": one_time_link(ana, label="Fair"), "over": one_time_link(ana, label="Fair")}
    revoke(actor=ana, link=links["over"], now=NOW)
    response = anas.get(f"{LIST}?{query}")
    assert {line.link.pk for line in response.context["lines"]} == {links[name].pk for name in listed}
    assert f'<option value="{status}" selected>' in markup(response)
    assert sorted(response.context["form"].query().split("&")) == sorted(kept.split("&"))


@pytest.mark.feature("O21")
def test_page_filter_includes_versions_of_its_links(anas, ana, ben, version):
    mine, bens = one_time_link(ana), one_time_link(ben)
    assert shown(anas, page=version.target.pk) == {mine.pk, version.pk}
    assert shown(anas, page=bens.page_id) == {bens.pk}


@pytest.mark.feature("O21")
def test_owner_is_for_admins(client, ana, ben):
    mine, bens = one_time_link(ana), one_time_link(ben)
    client.force_login(ana)
    assert shown(client, owner=ben.pk) == {bens.pk}
    assert '<td class="bare" data-label="Owner">Ben Ode</td>' in markup(client.get(LIST))
    client.force_login(ben)
    assert shown(client, owner=ana.pk) == {bens.pk}
    own = markup(client.get(LIST))
    assert ('name="owner"' in own, 'data-label="Owner"' in own) == (False, False)
    assert mine.pk not in shown(client)


@pytest.mark.feature("O21")
def test_event_type_filter_follows_page_and_link(anas, ana, ben, event_type, version):
    other = EventType.objects.create(organization=ana.organization, owner=ana, name="Review")
    page = ana.pages.get()
    page.event_types.add(other)
    both, narrow = one_time_link(ana), one_time_link(ana, event_types=[other])
    bens = one_time_link(ben)
    narrow_parent = one_time_link(ana, max_uses=None, event_types=[other])
    narrowed = mint_version(actor=ana, parent=narrow_parent, now=NOW)
    assert shown(anas, event_type=event_type.pk) == {both.pk, version.pk}
    assert shown(anas, event_type=other.pk) == {both.pk, narrow.pk, version.pk, narrowed.pk}
    assert shown(anas, event_type=ben.event_types.get().pk) == {bens.pk}


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("O21")
def test_days_of_making_are_the_users_own(anas, ana):
    # Midnight in Madrid is 23:00 of the day before, UTC.
    days = {day: one_time_link(ana, now=NOW.replace(day=day, hour=22, minute=59)).pk for day in (3, 4, 5)}
    late = one_time_link(ana, now=NOW.replace(day=4, hour=23)).pk
    assert shown(anas, made_from="2030-01-04", made_to="2030-01-04") == {days[4]}
    assert shown(anas, made_from="2030-01-05") == {days[5], late}
    assert shown(anas, made_to="2030-01-04") == {days[3], days[4]}
    assert shown(anas, made_from="2030-01-06", made_to="2030-01-01") == set()
    for extreme in ("0001-01-01", "9999-12-31"):
        assert shown(anas, made_from=extreme, made_to=extreme) == {*days.values(), late}


@pytest.mark.feature("O21")
def test_links_of_one_batch(anas, ana, anas_page):
    one_time_link(ana)
    batch = make_batch(actor=ana, recipients=[Recipient("Priya", "p@example.com")], page=anas_page, now=NOW)
    assert shown(anas, batch=batch.pk) == {batch.links.get().pk}


@pytest.mark.feature("O21")
def test_filters_combine_survive_paging_and_clear(anas, ana, ben):
    for _ in range(ROWS + 1):
        one_time_link(ana, label="Fair")
    one_time_link(ana)
    one_time_link(ben, label="Fair")
    response = anas.get(f"{LIST}?q=fair&status=outstanding&page={ana.pages.get().pk}&old=on")
    assert (response.context["listing"].count, len(response.context["lines"])) == (ROWS + 1, ROWS)
    html = markup(response)
    older = response.context["older"]
    assert f'href="{LIST}?{older.replace("&", "&amp;")}"' in html
    assert {"q=fair", "status=outstanding", "old=on"} <= set(older.split("&"))
    assert f'<a href="{LIST}">Clear' in html
    assert f"{ROWS + 1} links" in html
    assert len(anas.get(f"{LIST}?{older}").context["lines"]) == 1


@pytest.mark.feature("O21")
def test_the_count_has_an_end(ana, monkeypatch):
    monkeypatch.setattr("links.queries.lists.MOST_COUNTED", 3)
    for _ in range(4):
        one_time_link(ana, label="Fair")
    listing = outstanding_links(user=ana, now=NOW)
    assert (listing.count, listing.more, len(listing.rows)) == (3, True, 4)


@pytest.mark.feature("D1")
def test_list_is_the_same_however_read(ana, monkeypatch):
    """However the list is read, it is the same one."""
    monkeypatch.setattr("core.paging.ROWS", 3)
    made = []
    for number in range(12):
        link = one_time_link(ana, now=NOW - timedelta(hours=number), label="Fair" if number % 2 else "")
        if number % 3:
            Link.objects.filter(pk=link.pk).update(expires_at=NOW - timedelta(days=40))
        else:
            made.append(link.pk)
    for window in (1, 4, 5, 11, 12, 2_000):
        monkeypatch.setattr("links.queries.lists.WINDOW", window)
        monkeypatch.setattr("links.queries.lists.WINDOW_OF_WORDS", window)
        listing = outstanding_links(user=ana, now=NOW, filters=Filters(old=False))
        assert ([row.link.pk for row in listing.rows], listing.count) == (made[:3], 4)
        listing = outstanding_links(user=ana, now=NOW, filters=Filters(old=False), before=made[2])
        assert [row.link.pk for row in listing.rows] == made[3:]
        listing = outstanding_links(user=ana, now=NOW, filters=Filters(old=False, text="fair"))
        assert [row.link.pk for row in listing.rows] == made[1::2]


@pytest.mark.feature("D1")
def test_pages_in_both_directions_meet(ana, monkeypatch):
    monkeypatch.setattr("core.paging.ROWS", 4)
    # Some were made at the same instant.
    made = [one_time_link(ana, now=NOW - timedelta(hours=number // 3)).pk for number in range(14)]
    order = list(Link.objects.order_by("-created_at", "-id").values_list("pk", flat=True))
    assert set(order) == set(made)
    seen, listing = [], outstanding_links(user=ana, now=NOW)
    seen.append([row.link.pk for row in listing.rows])
    while listing.older is not None:
        listing = outstanding_links(user=ana, now=NOW, before=listing.older)
        seen.append([row.link.pk for row in listing.rows])
    assert [pk for page in seen for pk in page] == order
    back = []
    while listing.newer is not None:
        listing = outstanding_links(user=ana, now=NOW, after=listing.newer)
        back.insert(0, [row.link.pk for row in listing.rows])
    assert back[0] == order[:4]
    assert {pk for page in back for pk in page} | set(seen[-1]) == set(order)


@pytest.mark.parametrize("field", ["before", "after"])
@pytest.mark.feature("D1")
def test_foreign_place_is_ignored(anas, ana, zoe, field):
    link, foreign = one_time_link(ana), one_time_link(zoe)
    assert shown(anas, **{field: foreign.pk}) == shown(anas, **{field: 10**9}) == {link.pk}


def test_a_choice_of_another_organization_is_ignored(anas, ana, zoe):
    mine, foreign = one_time_link(ana), one_time_link(zoe)
    parent = one_time_link(zoe, max_uses=None)
    mint_version(actor=zoe, parent=parent, now=NOW)
    for fields in (
        {"page": foreign.page_id},
        {"owner": zoe.pk},
        {"event_type": zoe.event_types.get().pk},
    ):
        assert shown(anas, **fields) == {mine.pk}
    assert shown(anas, parent=parent.pk) == set()


def test_members_choose_among_what_is_theirs(ana, ben):
    master_page(ana)
    Page.objects.filter(owner=ana, kind="booking").update(label="Ana's own")
    form = LinkFilter(QueryDict(""), user=ben)
    names = {label for _value, label in form.fields["page"].choices}
    assert names == {"All pages", "Ben Ode", "Meet the team"}


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(fields=all_junk(*FIELDS))
@given(fields=forms(*FIELDS, status="outstanding", kind="version", old="on", q="priya"))
@pytest.mark.feature("O21")
def test_junk_in_the_address_is_ignored(anas, ana, fields):
    response = anas.get(LIST, fields)
    assert response.status_code == 200
    kept = response.context["form"].query()
    assert anas.get(f"{LIST}?{kept}").context["form"].query() == kept


QUERIES = 15


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("old=on", QUERIES - 2),  # neither parents nor the newest links
        ("status=outstanding", QUERIES),
        ("status=revoked&old=on", QUERIES - 2),
        ("status=paused", QUERIES + 2),  # the paused pages, their reusable links, and pages with paused event types
        ("page={page}", QUERIES + 1),  # the page's reusable links
        ("event_type={event_type}", QUERIES + 2),  # the pages that offer it, and their reusable links
        ("q=fair", QUERIES + 2),  # the newest links, those of them that have the word, whether there are more
        ("made_from=2029-01-01&owner={owner}", QUERIES),
    ],
)
@pytest.mark.feature("D1")
def test_filters_cost_constant_number_of_queries(
    anas, ana, event_type, count, query, queries, django_assert_num_queries
):
    for _ in range(count):
        one_time_link(ana, label="Fair")
    if "revoked" in query:
        Link.objects.update(revoked_at=NOW)
    if "paused" in query:
        ana.pages.update(accepts_bookings=False)
    address = query.format(page=ana.pages.get().pk, event_type=event_type.pk, owner=ana.pk)
    with django_assert_num_queries(queries):
        response = anas.get(f"{LIST}?{address}")
    assert len(response.context["lines"]) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("status=booked", QUERIES - 1),
        ("status=booked&old=on", QUERIES - 2),
        ("status=expired", QUERIES - 1),
        ("status=expired&old=on", QUERIES - 2),
        ("status=revoked", QUERIES - 2),  # neither the newest links nor whether outstanding ones are paused
        ("status=all", QUERIES),
        ("kind=version&old=on", QUERIES - 1),
    ],
)
@pytest.mark.feature("D1")
def test_ended_links_cost_constant_queries(anas, ana, count, query, queries, django_assert_num_queries):
    parent = one_time_link(ana, max_uses=None)
    for _ in range(count):
        mint_version(actor=ana, parent=parent, now=NOW)
    ended = {
        "booked": {"uses": 1, "used_at": NOW},
        "expired": {"expires_at": NOW - timedelta(days=1)},
        "revoked": {"revoked_at": NOW},
    }
    for status, fields in ended.items():
        if f"status={status}" in query:
            Link.objects.filter(parent=parent).update(**fields)
    with django_assert_num_queries(queries):
        assert len(anas.get(f"{LIST}?{query}").context["lines"]) == count


def test_word_search_counts_its_matches(anas, ana):
    for _ in range(3):
        one_time_link(ana, label="Fair")
    assert anas.get(f"{LIST}?q=fair").context["listing"].count == 3 <= MOST_COUNTED


@pytest.mark.feature("O21")
@pytest.mark.parametrize(
    ("address", "count", "unfolded"),
    [
        (LIST, 0, False),
        (f"{LIST}?q=Tom&status=outstanding", 0, False),
        (f"{LIST}?status=all&kind=one-time", 2, False),
        (f"{LIST}?status=booked&made_to=2029-01-01", 2, True),
        (f"{LIST}?q=nobody&status=outstanding", 0, True),
        (f"{LIST}?kind=one-time&made_from=2029-01-02&made_to=2029-01-01", 3, True),
        ("/meetings/logs/?status=completed&hide=on&link=7", 2, True),
        ("/meetings/?show=past&link_type=reusable&meets_from=2030-01-01", 2, None),
    ],
)
def test_a_fold_counts_what_is_set(anas, ana, address, count, unfolded):
    one_time_link(ana, recipient_name="Tom")
    response = anas.get(address)
    assert response.context["form"].set_count == count
    if unfolded is not None:
        assert ('<details class="filters-fold" open>' in markup(response)) == unfolded
