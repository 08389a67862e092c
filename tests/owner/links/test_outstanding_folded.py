"""The list of outstanding links with the links of a batch in one row."""

from datetime import timedelta

import pytest

from bookings.actions import book
from core.paging import ROWS
from links.actions import make_batch, revoke
from links.actions.batches import Recipient
from links.models import Link, Opening
from owner.links.views.lines import FoldedLine
from pages.models import Page
from tests.builders import NOW, one_time_link, submission
from tests.markup import markup
from tests.owner.links.test_outstanding import LIST, QUERIES

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def batch_of(owner, count, label="Spring campaign", later=0, **choices):
    page = Page.objects.filter(owner=owner).order_by("pk")[0]
    people = [Recipient(f"Person {number}", f"person{number}@example.com") for number in range(count)]
    now = NOW + timedelta(seconds=later)
    return make_batch(actor=owner, page=page, recipients=people, label=label, now=now, **choices)


def rows_of(response):
    """What each row stands for: the number of links of a batch, or the id of a link."""
    return [
        f"{line.count} links" if isinstance(line, FoldedLine) else line.link.pk for line in response.context["lines"]
    ]


@pytest.mark.feature("O16")
def test_links_of_a_batch_are_one_row(anas, ana):
    before, batch = one_time_link(ana), batch_of(ana, 25, later=1)
    after = one_time_link(ana, now=NOW + timedelta(seconds=2))
    page = anas.get(LIST)
    assert rows_of(page) == [after.pk, "25 links", before.pk]
    html = markup(page)
    assert "25 links for Spring campaign" in html
    assert f'href="{LIST}?batch={batch.pk}&amp;status=outstanding"' in html
    # Its links cannot be ticked here, so that “all” says how many there are.
    assert "All 27 matching links, not only these rows" in html
    assert len(anas.get(f"{LIST}?batch={batch.pk}").context["lines"]) == 25


@pytest.mark.feature("O16")
def test_row_of_batch_says_what_became(anas, ana, event_type):
    batch = batch_of(ana, 6, label="")
    booked, opened, revoked, *_others = Link.objects.filter(batch=batch).order_by("pk")
    book(link=booked, submission=submission(event_type.pk), now=NOW)
    Opening.objects.create(link=opened, at=NOW, by="browser")
    page = anas.get(f"{LIST}?status=all")
    assert page.context["lines"][0].statuses == [("Not opened", 4), ("Opened", 1), ("Booked", 1)]
    assert "6 links made from a list" in markup(page)
    revoke(actor=ana, link=revoked, now=NOW)
    # Four open links are few enough for rows of their own.
    assert len(anas.get(LIST).context["lines"]) == 4


@pytest.mark.feature("O16")
def test_row_of_batch_counts_its_matches(anas, ana):
    batch = batch_of(ana, 8)
    revoke(actor=ana, link=Link.objects.filter(batch=batch).order_by("pk")[3], now=NOW)
    page = anas.get(LIST)
    assert "7 of 8 links for Spring campaign" in markup(page)
    # The row leads to these seven, not to all eight.
    assert len(anas.get(f"{LIST}?{page.context['lines'][0].query}").context["lines"]) == 7


@pytest.mark.feature("O16")
def test_large_batch_says_what_was_read(anas, ana):
    batch_of(ana, ROWS + 10)
    page = anas.get(LIST)
    (row,) = page.context["lines"]
    assert (row.count, row.is_whole, row.statuses) == (ROWS + 10, False, [("Not opened", ROWS)])
    assert f"Not opened {ROWS} · …" in markup(page)


@pytest.mark.feature("O22")
def test_only_batches_cannot_be_ticked(anas, ana):
    batch_of(ana, 6)
    assert "Tick all on this page" not in markup(anas.get(LIST))
    one_time_link(ana)
    assert "Tick all on this page" in markup(anas.get(LIST))


@pytest.mark.feature("O16")
def test_search_shows_each_link_of_a_batch(anas, ana):
    batch_of(ana, 6)
    assert len(anas.get(f"{LIST}?q=spring").context["lines"]) == 6


@pytest.mark.feature("O16")
def test_no_batch_is_on_two_pages(anas, ana):
    old = [one_time_link(ana).pk for _number in range(ROWS)][::-1]
    batch_of(ana, ROWS + 10, later=1)
    new = [one_time_link(ana, now=NOW + timedelta(seconds=2)).pk for _number in range(30)][::-1]
    first = anas.get(LIST)
    assert rows_of(first) == [*new, f"{ROWS + 10} links"]
    second = anas.get(f"{LIST}?{first.context['older']}")
    assert (rows_of(second), second.context["older"]) == (old, "")
    # The way back leads to the batch with what follows it, and from there on to what is newer.
    back = anas.get(f"{LIST}?{second.context['newer']}")
    assert rows_of(back) == [f"{ROWS + 10} links", *old]
    assert rows_of(anas.get(f"{LIST}?{back.context['newer']}"))[:30] == new


@pytest.mark.feature("O16")
def test_page_of_batches_is_filled_up(anas, ana):
    old = [one_time_link(ana).pk for _number in range(3)][::-1]
    batch_of(ana, ROWS + 10, later=1)
    batch_of(ana, ROWS, label="Summer", later=2)
    page = anas.get(LIST)
    assert rows_of(page) == [f"{ROWS} links", f"{ROWS + 10} links", *old]
    assert (page.context["older"], page.context["newer"]) == ("", "")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O16")
def test_batches_cost_one_query_more(anas, ana, count, django_assert_num_queries):
    for number in range(count):
        batch_of(ana, 5, label=f"List {number}", later=number)
    with django_assert_num_queries(QUERIES + 1):
        assert rows_of(anas.get(LIST)) == ["5 links"] * count


@pytest.mark.feature("O16")
def test_cut_batches_cost_few_queries(anas, ana, django_assert_num_queries):
    """A page that ends within a batch, and is filled from the next two."""
    for number in range(3):
        batch_of(ana, ROWS + 10, label=f"List {number}", later=number)
    with django_assert_num_queries(QUERIES + 45):
        assert rows_of(anas.get(LIST)) == [f"{ROWS + 10} links"] * 3
