"""Which links work, and lead to nothing for now because all their event types are paused."""

import csv
import io
from itertools import product

import pytest
from django.urls import reverse

from links.actions import mint, mint_version, revoke
from links.models import Link
from links.queries import paused_links
from links.queries.pausing import paused_condition
from links.queries.planner import FEW
from owner.links.views.lines import status_text
from owner.spreadsheet import BYTE_ORDER_MARK
from pages.actions import switch_event_type, switch_page
from tests.builders import NOW, managed_event_type, one_time_link, team_page
from tests.markup import markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(ana, anas_page):
    """A second event type of Ana's page."""
    chat = managed_event_type(ana, "Chat")
    anas_page.event_types.add(chat)
    return chat


def switch(actor, event_type, on=False):
    switch_event_type(actor=actor, event_type=event_type, accepts_bookings=on, now=NOW)


def paused(*links):
    """Whether all that can be booked through each link is paused, which the filter must tell alike."""
    some = Link.objects.filter(pk__in=[link.pk for link in links])
    found = paused_links(some.select_related("page", "parent__page"))
    assert set(some.filter(paused_condition(links[0].organization_id)).values_list("pk", flat=True)) == found
    return [link.pk in found for link in links]


@pytest.mark.feature("A22")
def test_all_that_can_be_booked_decides(ana, event_type, chat):
    whole, narrow = one_time_link(ana), one_time_link(ana, event_types=[chat])
    parent = one_time_link(ana, max_uses=None, event_types=[chat])
    version = mint_version(actor=ana, parent=parent, now=NOW)
    links = (whole, narrow, parent, version)
    assert paused(*links) == [False] * 4
    switch(ana, chat)
    assert paused(*links) == [False, True, True, True]
    switch(ana, event_type)
    assert paused(*links) == [True] * 4
    switch(ana, chat, on=True)
    assert paused(*links) == [False] * 4


@pytest.mark.feature("A22")
def test_team_pages_and_empty_ones(ana, anas_page, chat):
    team = team_page(ana, chat, anas_page)
    link, empty = mint(actor=ana, page=team, now=NOW), one_time_link(ana)
    switch(ana, chat)
    # What a page does not offer is not paused on it; archived ones do not count.
    anas_page.event_types.clear()
    assert paused(link, empty) == [True, False]
    anas_page.event_types.add(chat)
    type(chat).objects.filter(pk=chat.pk).update(archived_at=NOW)
    assert paused(link, empty) == [False, False]


@pytest.mark.parametrize("few", [FEW, 0])
@pytest.mark.feature("A22")
def test_filter_and_rows_agree_whatever_is_excluded(ana, anas_page, event_type, chat, ben, few, monkeypatch):
    monkeypatch.setattr("links.queries.pausing.FEW", few)
    gone = managed_event_type(ana, "Gone")
    choices = [], [chat], [event_type], [chat, event_type], [gone], [gone, chat]
    links = [one_time_link(ben), *(one_time_link(ana, event_types=list(chosen)) for chosen in choices)]
    for of_parent, own in product(choices, choices):
        parent = one_time_link(ana, max_uses=None, event_types=list(of_parent))
        version = mint_version(actor=ana, parent=parent, now=NOW)
        version.event_types.set(own)
        links += [parent, version]
    counts = {}
    for chat_on, other_on in product((True, False), (True, False)):
        switch(ana, chat, on=chat_on)
        switch(ana, event_type, on=other_on)
        counts[chat_on, other_on] = sum(paused(*links))
    switch_page(actor=ana, page=anas_page, accepts_bookings=False, now=NOW)
    assert sum(paused(*links)) == counts[False, False]
    assert counts == {(True, True): 0, (True, False): 12, (False, True): 26, (False, False): 56}


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_query_or_two(ana, event_type, count, django_assert_num_queries):
    for _number in range(count):
        mint_version(actor=ana, parent=one_time_link(ana, max_uses=None), now=NOW)
    links = list(Link.objects.select_related("page", "parent__page"))
    with django_assert_num_queries(1):
        assert paused_links(links) == set()
    switch(ana, event_type)
    with django_assert_num_queries(2):
        assert paused_links(links) == {link.pk for link in links}
    with django_assert_num_queries(0):
        assert paused_links([]) == set()


@pytest.mark.page
@pytest.mark.feature("O21")
def test_filter_row_and_file_say_paused(anas, ana, event_type, chat):
    narrow, whole = one_time_link(ana, event_types=[chat]), one_time_link(ana)
    switch(ana, chat)

    def told(query):
        lines = anas.get(f"/links/?{query}").context["lines"]
        file = anas.get(f"/links/export.csv?{query}").getvalue().decode()
        rows = list(csv.DictReader(io.StringIO(file.removeprefix(BYTE_ORDER_MARK), newline="")))
        in_list = [(line.link.pk, status_text(line.status, paused=line.paused)) for line in lines]
        assert [(int(row["Link"]), row["Status"]) for row in rows] == in_list
        return in_list

    assert told("status=paused") == [(narrow.pk, "Paused · Not opened")]
    assert told("status=not-opened") == [(whole.pk, "Not opened"), (narrow.pk, "Paused · Not opened")]
    switch_page(actor=ana, page=whole.page, accepts_bookings=False, now=NOW)
    assert told("status=paused") == [(whole.pk, "Page paused"), (narrow.pk, "Page paused")]
    switch_page(actor=ana, page=whole.page, accepts_bookings=True, now=NOW)
    revoke(actor=ana, link=narrow, now=NOW)
    assert told("status=paused") == []


@pytest.mark.page
@pytest.mark.feature("A22")
def test_lists_and_page_of_links_say_so(anas, ana, event_type):
    link, parent = one_time_link(ana), one_time_link(ana, max_uses=None, label="Fair")
    switch(ana, event_type)
    (line,) = anas.get("/links/").context["lines"]
    assert (line.paused, line.status) == (True, "not-opened")
    html = markup(anas.get("/links/"))
    assert "Paused</span><small>Not opened</small>" in html
    warning = "Customers cannot book on “Ana Ruiz” while its event types are paused."
    assert warning in markup(anas.get(reverse("link-page", args=[link.pk])))
    html = markup(anas.get("/links/mine/"))
    assert (f"{event_type.name} (paused)" in html, "Paused</span>" in html) == (True, True)
    switch(ana, event_type, on=True)
    for address in ("/links/", "/links/mine/", reverse("link-page", args=[parent.pk])):
        html = markup(anas.get(address))
        assert (">Paused</span>" in html, "(paused)" in html, warning in html) == (False, False, False)
