"""The list of links in random worlds: however it is read, exported and changed, it means the same links."""

import csv
import io
from urllib.parse import urlencode

import pytest
from django.db.models import F
from django.http import QueryDict

from links.models import Link
from links.status import LinkStatus
from owner.links.forms.filters import LinkFilter
from owner.links.views.lines import FoldedLine
from owner.spreadsheet import BYTE_ORDER_MARK
from tests.builders import NOW, add_colleague
from tests.owner.links.link_worlds import World, expected, has_status, is_open, opened_by

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
LIST, REVOKE, EXTEND, RESTORE = "/links/", "/links/revoke/", "/links/extend/", "/links/restore/"
MOST_COUNTED = 15


@pytest.fixture
def small(monkeypatch):
    """Pages, pieces and counts that even a small world fills."""
    for name, most in {
        "core.paging.ROWS": 10,
        "links.queries.lists.ROWS": 10,
        "links.queries.lists.MOST_COUNTED": MOST_COUNTED,
        "links.queries.lists.CHUNK": 7,
        "links.queries.folding.FEW_ROWS": 5,
        "links.actions.bulk.CHUNK": 6,
        "owner.links.views.export.PIECE": 4,
    }.items():
        monkeypatch.setattr(name, most)


def pages_of(client, query, direction="older"):
    """The contexts of the list from a place on, in one direction."""
    while True:
        context = client.get(f"{LIST}?{query}").context
        yield context
        query = context[direction]
        if not query:
            return


def links_of(client, context):
    """The ids of the links of a page, with those that its folded rows lead to."""
    for line in context["lines"]:
        if not isinstance(line, FoldedLine):
            yield line.link.pk
            continue
        rows = [row.link for page in pages_of(client, line.query) for row in page["lines"]]
        assert ({row.batch_id for row in rows}, len(rows)) == ({line.batch.pk}, line.count)
        yield from (row.pk for row in rows)


def listed_by(client, query):
    """The ids of all links of the list, which must be the same from its end back to its beginning."""
    pages = list(pages_of(client, query))
    found = [pk for page in pages for pk in links_of(client, page)]
    back = [pages[-1]]
    if pages[-1]["newer"]:
        back += pages_of(client, pages[-1]["newer"], "newer")
    assert {pk for page in back for pk in links_of(client, page)} == {*found}
    count = pages[0]["listing"].count, pages[0]["listing"].more
    assert count == (min(len(found), MOST_COUNTED), len(found) > MOST_COUNTED)
    return found


def filed_by(client, query):
    text = client.get(f"/links/export.csv?{query}&all=on").getvalue().decode().removeprefix(BYTE_ORDER_MARK)
    return [int(row["Link"]) for row in csv.DictReader(io.StringIO(text, newline=""))]


def check_list(client, user, query):
    """Check that list and file have the links that match. Return the ids of those that are listed."""
    form, listed = LinkFilter(QueryDict(query), user=user), listed_by(client, query)
    matches = expected(user, form)
    # What ended long ago is in the file in any case.
    assert filed_by(client, query) == [link.pk for link in matches]
    if form.filters().old:
        assert listed == [link.pk for link in matches]
    else:
        assert listed == [link.pk for link in matches if link.pk in {*listed}]
        assert {link.pk for link in matches if is_open(link) and link.target.archived_at is None} <= {*listed}
    check_pages(client, matches[:3])
    return {*listed}


def check_pages(client, links):
    """Check that the page of each link tells of its pause as its row does."""
    for link in links:
        line = client.get(f"/links/{link.pk}/").context["line"]
        assert (line.paused or line.status == LinkStatus.PAUSED) == has_status(link, "paused", opened_by())


def states():
    return {pk: told for pk, *told in Link.objects.values_list("pk", "revoked_at", "expires_at", "uses")}


def press(client, world, query, address, due):
    """Press a button for all that match, while some of them are booked. Return the address that follows."""
    question = client.get(f"{address}?{query}&all=on").context
    assert question["changed"] == len(due)
    booked = {*world.random.sample(sorted(due), min(len(due), world.random.choice([0, 0, 1, 2])))}
    Link.objects.filter(pk__in=booked).update(uses=F("max_uses"), used_at=NOW)
    before = states()
    fields = [*question["selection"].fields(), ("asked", question["asked"]), ("changed", len(due)), ("more", "7")]
    answer = client.post(address, urlencode(fields), content_type="application/x-www-form-urlencoded")
    assert {pk for pk, told in states().items() if told != before[pk]} == due - booked
    return answer, before, due - booked


@pytest.mark.usefixtures("first_pages", "small")
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.feature("O16", "O21", "O22")
def test_list_file_and_presses_mean_the_same(client, ana, ben, zoe, seed):
    cara = add_colleague(ana, "Cara Day", "cara@acme.example")
    ana.delegates.add(cara)
    world = World(seed, ana, ben, cara)
    World(seed + 1, zoe)
    for _query in range(3):
        user, asked = world.random.choice([ana, ana, ben, cara]), QueryDict(urlencode(world.query()))
        # As the list carries it on: without what a member may not ask for.
        query = LinkFilter(asked, user=user).query()
        client.force_login(user)
        listed = check_list(client, user, query)
        links = list(Link.objects.filter(pk__in=listed).select_related("page", "parent__page"))
        limited = [link for link in links if link.revoked_at is None and link.uses < link.max_uses and link.expires_at]
        press(client, world, query, EXTEND, {link.pk for link in limited})
        listed = check_list(client, user, query)
        links = Link.objects.filter(pk__in=listed).select_related("page", "parent__page")
        answer, before, revoked = press(client, world, query, REVOKE, {link.pk for link in links if is_open(link)})
        if revoked:
            client.post(RESTORE, dict(QueryDict(answer["Location"].partition("?")[2]).items()))
            assert states() == before
