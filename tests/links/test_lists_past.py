"""A page of links costs what it shows, however many were made and opened before: pages are counted."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection

from links.actions import make_batch, mint_version, record_opening, request_link
from links.actions.batches import Recipient
from links.catalogue import catalogue, library_links, search_links
from links.models import Link, LinkRequest, Opening
from links.queries import Filters, newest_links, outstanding_links, with_statuses
from links.queries.conditions import Parents
from links.queries.requests import count_waiting
from links.status import OUTSTANDING, LinkStatus
from tests.bookings.pages_read import pages_read
from tests.builders import NOW, add_colleague, one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("compact_tables")]
# Links of the years before, each of which was opened once by each. They are used up if that one is, and one in so many
# has its metadata.
GROW = """
    WITH made AS (
        INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, recipient_name, recipient_email,
            locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id, created_by_id,
            created_at)
        SELECT organization_id, page_id, 'a', decode(lpad(to_hex(n), 32, '0'), 'hex'), uses, 1, '', '', false, '{}', '',
            '', '', false, CASE WHEN n %% %(every)s = 0 THEN metadata ELSE '{}' END, owner_id, created_by_id,
            created_at - n * interval '1 hour'
        FROM links_link, generate_series(%(first)s::int, %(last)s::int) n WHERE id = %(like)s
        RETURNING id, created_at, organization_id, owner_id
    )
    INSERT INTO links_opening (link_id, at, by, organization_id, owner_id)
    SELECT id, created_at, by, organization_id, owner_id FROM made, unnest(%(by)s::text[]) by
"""


def grow(like, first, last, by=("browser", "scanner"), every=1):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(GROW, {"like": like.pk, "first": first, "last": last, "by": list(by), "every": every})
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE links_link")
        cursor.execute("ANALYZE links_opening")


# Links of the years before, of which one in so many has no end and the others have expired. Nobody opened them.
UNOPENED = """
    INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, recipient_name, recipient_email,
        locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id, created_by_id, created_at,
        expires_at)
    SELECT organization_id, page_id, 'a', decode(lpad(to_hex(n), 32, '0'), 'hex'), 0, 1, '', '', false, '{}', '', '',
        '', false, '{}', owner_id, created_by_id, created_at - n * interval '1 hour',
        CASE WHEN n %% %(endless)s > 0 THEN created_at - n * interval '1 hour' END
    FROM links_link, generate_series(%(first)s::int, %(last)s::int) n WHERE id = %(like)s
"""
# Reusable links that nobody ever made a link from, and requests for links of somebody else.
REUSABLE = """
    INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, recipient_name, recipient_email,
        locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id, created_by_id, created_at)
    SELECT organization_id, page_id, 'a', decode(lpad(to_hex(n), 32, '0'), 'hex'), 0, NULL, '', '', false, '{}', '',
        '', '', in_library, '{}', owner_id, created_by_id, created_at
    FROM links_link, generate_series(1, 2000) n WHERE id = %s
"""
ASKED = """
    INSERT INTO links_linkrequest (organization_id, link_id, owner_id, name, email, message, at)
    SELECT organization_id, link_id, owner_id, name, email, message, at
    FROM links_linkrequest, generate_series(1, 3000) WHERE id = %s
"""


def read(user, generic):
    pks, _after = newest_links(user=user, now=NOW, filters=Filters(), most=50)
    links = Link.objects.filter(pk__in=pks).select_related("page", "parent__page", "organization")
    return pages_read(lambda: with_statuses(links, NOW), generic)


def test_a_page_of_links_costs_the_same(ana):
    newest = [one_time_link(ana) for _ in range(50)]
    Opening.objects.bulk_create(Opening(link=link, at=NOW + timedelta(minutes=1), by="browser") for link in newest)
    grow(newest[0], 1, 1_000)
    before = [read(ana, generic) for generic in (False, True)]
    grow(newest[0], 1_001, 6_000)
    after = [read(ana, generic) for generic in (False, True)]
    # One search for the openings of all, not two for each of fifty. PostgreSQL reads an index for each of a list before
    # 17, from then on for all that are near to each other.
    assert max(before) < (100 if connection.pg_version >= 170_000 else 250)
    assert [pages <= few + 20 for pages, few in zip(after, before, strict=True)] == [True, True]


def test_links_without_versions_are_no_parents(ana, anas_page):
    alone, first, second = (one_time_link(ana, max_uses=None) for _ in range(3))
    with connection.cursor() as cursor:
        cursor.execute(REUSABLE, [alone.pk])
        cursor.execute("ANALYZE links_link")
    mint_version(actor=ana, parent=first, now=NOW)
    make_batch(actor=ana, parent=second, recipients=[Recipient("Priya", "priya@example.com")], now=NOW)
    assert {pk for pk, *_more in Parents(ana.organization_id).rows} == {first.pk, second.pk}
    for generic in (False, True):
        assert pages_read(lambda: Parents(ana.organization_id), generic) < 12


def test_requests_of_others_cost_a_member_nothing(ana, ben):
    theirs = request_link(link=one_time_link(ana), name="Tom", email="tom@x.example", message="", now=NOW)
    own = request_link(link=one_time_link(ben), name="Lena", email="lena@x.example", message="", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [theirs.pk])
        cursor.execute("ANALYZE links_linkrequest")
    assert list(LinkRequest.objects.open_for(ben)) == [own]
    for generic in (False, True):
        assert pages_read(lambda: count_waiting(ben), generic) < 12


def grow_unopened(like, first, last, endless):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(UNOPENED, {"like": like.pk, "first": first, "last": last, "endless": endless})
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE links_link")


@pytest.mark.parametrize(
    ("statuses", "endless"),
    [({LinkStatus.OPENED}, 10), ({LinkStatus.SCANNED, LinkStatus.OPENED}, 10), (OUTSTANDING, 10_000)],
)
@pytest.mark.feature("O25")
def test_links_that_nobody_looks_for_cost_nothing(ana, ben, monkeypatch, statuses, endless):
    for name, most in {"WINDOW": 100, "MOST_COUNTED": 20}.items():
        monkeypatch.setattr(f"links.queries.lists.{name}", most)
    first, second = one_time_link(ana), one_time_link(ben)
    grow_unopened(second, 1, 1_500, endless)
    record_opening(link=first, by=Opening.By.BROWSER, now=NOW)
    # As a release noted it that did not know whose a link is.
    Opening.objects.create(link=second, by=Opening.By.BROWSER, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE links_opening")

    def shown(user):
        return outstanding_links(user=user, now=NOW, filters=Filters(statuses=frozenset(statuses)))

    opened = [[row.link.pk for row in shown(user).rows if row.opened_at] for user in (ana, ben)]
    assert opened == [[second.pk, first.pk], [second.pk]]
    asked = [(user, generic) for user in (ana, ben) for generic in (False, True)]
    before = [pages_read(lambda user=user: shown(user), generic) for user, generic in asked]
    grow_unopened(second, 1_501, 9_000, endless)
    after = [pages_read(lambda user=user: shown(user), generic) for user, generic in asked]
    assert [pages <= few * 1.2 + 30 for pages, few in zip(after, before, strict=True)] == [True] * 4, (before, after)


@pytest.mark.feature("O16")
def test_expired_links_below_open_cost_the_same(ben, monkeypatch):
    """The newest links, which are searched first, are all open. Those that are found are among the years before."""
    for name, most in {"WINDOW": 100, "MOST_COUNTED": 20}.items():
        monkeypatch.setattr(f"links.queries.lists.{name}", most)
    late = [one_time_link(ben, now=NOW - timedelta(days=20)).pk for _ in range(3)]
    Link.objects.filter(pk__in=late).update(expires_at=NOW - timedelta(days=1))
    grow_unopened(one_time_link(ben), 1, 200, 1)
    booked = one_time_link(ben)
    Link.objects.filter(pk=booked.pk).update(uses=1)
    grow(booked, 1_001, 2_500)

    def shown():
        return outstanding_links(
            user=ben, now=NOW, filters=Filters(statuses=frozenset({LinkStatus.EXPIRED}), old=False)
        )

    assert [row.link.pk for row in shown().rows] == late[::-1]
    before = [pages_read(shown, generic) for generic in (False, True)]
    grow(booked, 2_501, 60_000)
    after = [pages_read(shown, generic) for generic in (False, True)]
    assert [pages <= few + 5 for pages, few in zip(after, before, strict=True)] == [True] * 2, (before, after)


@pytest.mark.parametrize(("by", "most"), [(["browser"], 45), (["browser", "scanner"], 200)])
def test_openings_of_ended_links_are_not_read(ana, ben, monkeypatch, by, most):
    """Whether scanners alone opened a link is looked up for open links, however many others were opened."""
    monkeypatch.setattr("links.queries.filters.FEW", 100)
    scanned, seen, ended = one_time_link(ben), one_time_link(ben), one_time_link(ben)
    Link.objects.filter(pk=ended.pk).update(uses=1)
    for link in (scanned, seen):
        record_opening(link=link, by=Opening.By.SCANNER, now=NOW)
    record_opening(link=seen, by=Opening.By.BROWSER, now=NOW)
    grow(ended, 1, 12_000, by)
    filters = Filters(statuses=frozenset({LinkStatus.SCANNED}))
    for user, generic in product((ana, ben), (False, True)):
        arguments = {"user": user, "now": NOW, "filters": filters, "most": 50}
        assert newest_links(**arguments) == ([scanned.pk], None)
        assert pages_read(lambda arguments=arguments: newest_links(**arguments), generic) < most


@pytest.fixture
def short_samples(monkeypatch):
    """Before PostgreSQL 17, which reads an index for each of the newest links, fewer of them are looked at."""
    if connection.pg_version < 170_000:
        monkeypatch.setattr("links.queries.planner.SAMPLE", 10)


@pytest.mark.usefixtures("short_samples")
def test_metadata_of_others_is_not_read(ana, ben, zoe, monkeypatch):
    """However many links of another organization have the same metadata, those that have them here are found."""
    monkeypatch.setattr("links.queries.planner.FEW", 100)
    have = {"stage": "won", "crm": "1"}
    theirs, own = (one_time_link(user, metadata=have, now=NOW - timedelta(days=900)) for user in (zoe, ben))
    one_time_link(ana, metadata={"stage": "lost", "crm": "1"})
    grow(one_time_link(ben), 1, 100)
    grow(theirs, 101, 3_000)
    for user, metadata in product((ana, ben), ({"stage": "won"}, have)):
        arguments = {"user": user, "now": NOW, "filters": Filters(metadata=metadata), "most": 50}
        assert newest_links(**arguments) == ([own.pk], None)
        assert pages_read(lambda arguments=arguments: newest_links(**arguments), False) < 60


@pytest.mark.usefixtures("short_samples")
def test_common_metadata_read_the_page_they_fill(ana, ben, monkeypatch):
    """Links by metadata that many have are read from the newest on, as many as fill the page."""
    monkeypatch.setattr("links.queries.planner.FEW", 100)
    link = one_time_link(ben, metadata={"stage": "won"})
    grow(link, 1, 3_000, every=5)
    marked = list(Link.objects.exclude(metadata={}).order_by("-created_at").values_list("pk", flat=True))
    assert (marked[0], len(marked)) == (link.pk, 601)
    for user in (ana, ben):
        arguments = {"user": user, "now": NOW, "filters": Filters(metadata={"stage": "won"}), "most": 20}
        assert newest_links(**arguments) == (marked[:20], marked[19])
        assert pages_read(lambda arguments=arguments: newest_links(**arguments), False) < 60


def test_batches_by_metadata_are_read_at_once(ana, ben, monkeypatch):
    """However many newer links have the same metadata: a batch is not searched for in parts."""
    for name, most in {"lists.WINDOW": 100, "planner.FEW": 100}.items():
        monkeypatch.setattr(f"links.queries.{name}", most)
    people = [Recipient("Priya", f"p{number}@x.example", metadata={"stage": "won"}) for number in range(5)]
    batch = make_batch(actor=ben, page=ben.pages.get(), recipients=people, now=NOW - timedelta(days=900))
    pks = list(Link.objects.filter(batch=batch).order_by("-created_at", "-id").values_list("pk", flat=True))
    assert len(pks) == 5
    grow(one_time_link(ben, metadata={"stage": "won"}), 1, 3_000)
    # The newest links are looked at first. PostgreSQL before 17 searches for each of them by itself.
    most = 60 if connection.pg_version >= 170_000 else 150
    for user in (ana, ben):
        filters = Filters(metadata={"stage": "won"}, batch=batch.pk)
        arguments = {"user": user, "now": NOW, "filters": filters, "most": 20}
        assert newest_links(**arguments) == (pks, None)
        assert pages_read(lambda arguments=arguments: newest_links(**arguments), False) < most


def test_library_costs_the_page_it_shows(ana, ben):
    ana.event_types.update(locked=False)
    shared = one_time_link(ana, max_uses=None, in_library=True)
    with connection.cursor() as cursor:
        cursor.execute(REUSABLE, [shared.pk])
        cursor.execute("ANALYZE links_link")
    for text, rows in (("", 50), ("ana", 50), ("nobody", 0)):
        found = search_links(library_links(ben, NOW), text, ben)
        assert len(catalogue(found, viewer=ben, now=NOW).entries) == rows
        # The links, of which many stand on each page, not the page and the owner of each.
        assert pages_read(lambda found=found: catalogue(found, viewer=ben, now=NOW), False) < 500


def test_openings_say_whose_link_it_is(ana, ben):
    for user in (ana, add_colleague(ana, "Cem Ak", "cem@acme.example"), ben):
        record_opening(link=one_time_link(user), by=Opening.By.SCANNER, now=NOW)
    assert list(Opening.objects.values_list("organization", "owner")) == [
        (opening.link.organization_id, opening.link.owner_id) for opening in Opening.objects.select_related("link")
    ]
