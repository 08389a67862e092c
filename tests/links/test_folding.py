"""The list of links with batches as one row: over all its pages, each link once."""

from datetime import timedelta

import pytest

from links.actions import make_batch
from links.actions.batches import Recipient
from links.models import Link
from links.queries import FoldedBatch, folded_links
from links.queries.filters import Filters
from links.queries.lists import all_rows
from links.status import OUTSTANDING
from tests.builders import NOW, one_time_link

pytestmark = [pytest.mark.django_db]
# How many links are made one after another: a batch of so many, or so many single ones.
BATCHES, SINGLES = (1, 4, 5, 9, 10, 11, 25, 60, 3, 12), (1, 3, 12, 0, 1, 0, 2, 0, 11, 1)


@pytest.fixture
def links(ana, ben, monkeypatch):
    """Batches and single links of two owners in turn. Some of each second batch are revoked or somebody else's."""
    for name in ("core.paging.ROWS", "links.queries.lists.ROWS"):
        monkeypatch.setattr(name, 10)
    monkeypatch.setattr("links.queries.lists.MOST_COUNTED", 15)
    monkeypatch.setattr("links.queries.folding.FEW_ROWS", 5)
    made = NOW - timedelta(days=2)
    for number, (size, singles) in enumerate(zip(BATCHES, SINGLES, strict=True)):
        owner, other = (ana, ben) if number % 2 else (ben, ana)
        made += timedelta(minutes=1)
        people = [Recipient(f"P{place}", f"p{place}@{number}.example") for place in range(size)]
        batch = make_batch(actor=owner, page=owner.pages.get(), recipients=people, now=made)
        if number % 3:
            pks = sorted(batch.links.values_list("pk", flat=True))
            Link.objects.filter(pk__in=pks[::3]).update(revoked_at=NOW, over_at=NOW)
            Link.objects.filter(pk__in=pks[1::4]).update(owner=other)
        for _single in range(singles):
            made += timedelta(seconds=1)
            one_time_link(owner, now=made)


def pages_of(user, filters, **place):
    """The pages from a place on, each as its listing and its rows: the ids of links, or a batch and its number."""
    (direction,) = place or ("before",)
    while True:
        page = folded_links(user=user, now=NOW, filters=filters, **place)
        rows = [(row.batch.pk, row.count) if isinstance(row, FoldedBatch) else row.link.pk for row in page.rows]
        yield page.listing, rows
        further = page.listing.older if direction == "before" else page.listing.newer
        if further is None:
            return
        place = {direction: further}


@pytest.mark.feature("O16")
@pytest.mark.parametrize("statuses", [frozenset(), OUTSTANDING])
def test_every_link_is_on_one_page(links, ana, ben, statuses):
    filters = Filters(statuses=statuses)
    for user in (ana, ben):
        of_batch, expected = {}, [row.link for row in all_rows(user=user, now=NOW, filters=filters)]
        for link in expected:
            of_batch.setdefault(link.batch_id, []).append(link.pk)
        pages = list(pages_of(user, filters))
        rows = [row for _listing, on_page in pages for row in on_page]
        assert [row for row in rows if isinstance(row, tuple) and row[1] != len(of_batch[row[0]])] == []
        assert links_of(rows, of_batch) == [link.pk for link in expected]
        assert len(pages) > 3
        # And back again: pages may show a batch's neighbours twice, but leave nothing out.
        last, at_end = pages[-1]
        back = [row for _listing, on_page in pages_of(user, filters, after=last.newer) for row in on_page]
        assert {*links_of(back + at_end, of_batch)} == {link.pk for link in expected}
        # Few links of a batch stay rows of their own, also where a page cuts them.
        assert [row for row in rows + back if isinstance(row, tuple) and row[1] < 5] == []


def test_nothing_is_newer_than_the_newest_batch(ana, monkeypatch):
    for name in ("core.paging.ROWS", "links.queries.lists.ROWS"):
        monkeypatch.setattr(name, 10)
    older = [one_time_link(ana, now=NOW - timedelta(hours=n)).pk for n in range(12, 0, -1)]
    people = [Recipient(f"P{place}", f"p{place}@x.example") for place in range(12)]
    batch = make_batch(actor=ana, page=ana.pages.get(), recipients=people, now=NOW)
    page = folded_links(user=ana, now=NOW, filters=Filters(), after=older[3])
    assert (isinstance(page.rows[0], FoldedBatch), page.listing.newer) == (True, None)
    newest = one_time_link(ana, now=NOW + timedelta(seconds=1))
    page = folded_links(user=ana, now=NOW, filters=Filters(), after=older[3])
    assert page.listing.newer == max(batch.links.values_list("pk", flat=True)) < newest.pk


def links_of(rows, of_batch):
    """The ids of the links that the rows stand for."""
    return [pk for row in rows for pk in (of_batch[row[0]] if isinstance(row, tuple) else [row])]
