"""Links that ended years ago cost lists by status, numbers and editors nothing: the pages that are read are counted."""

from datetime import timedelta

import pytest
from django.db import connection

from links.actions import mint_version, revoke
from links.catalogue import catalogue, conditions_by_status
from links.models import Link
from links.queries import Filters, outstanding_links, paused_links
from links.queries.numbers import link_numbers
from links.status import OUTSTANDING, LinkStatus
from owner.pages.views.impact import impact_of, live_links_offering, live_links_to
from pages.actions import switch_event_type
from tests.bookings.pages_read import pages_read
from tests.builders import NOW, managed_event_type, one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("compact_tables")]
# Links of the years before, one of each hour. Of twenty, nineteen were booked and one was revoked.
ENDED = """
    INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, recipient_name, recipient_email,
        locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id, created_by_id, created_at,
        used_at, revoked_at)
    SELECT organization_id, page_id, 'a', decode(md5(id || ':' || n), 'hex'), (n %% 20 < 19)::int, 1, '', '',
        false, '{}', '', '', '', false, '{}', owner_id, created_by_id, at,
        CASE WHEN n %% 20 < 19 THEN at END, CASE WHEN n %% 20 = 19 THEN at END
    FROM links_link, generate_series(%(first)s::int, %(last)s::int) n,
        LATERAL (SELECT created_at - n * interval '1 hour') AS made(at)
    WHERE id = %(like)s
"""
STATUSES = [
    frozenset(), OUTSTANDING,
    *(frozenset({status}) for status in (LinkStatus.BOOKED, LinkStatus.EXPIRED, LinkStatus.REVOKED)),
]  # fmt: skip


def grow(first, last, *like):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for link in like:
            cursor.execute(ENDED, {"like": link.pk, "first": first, "last": last})
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE links_link")


def read(work):
    return {name: max(pages_read(action, generic) for generic in (False, True)) for name, action in work.items()}


def over(before, after):
    return {name: (before[name], pages) for name, pages in after.items() if pages > before[name] * 1.2 + 15}


@pytest.mark.feature("O16", "O25")
def test_lists_conditions_by_status_cost_the_same(ana, ben, monkeypatch):
    for name, most in {"WINDOW": 200, "MOST_COUNTED": 20}.items():
        monkeypatch.setattr(f"links.queries.lists.{name}", most)
    links = [one_time_link(user) for user in (ana, ana, ben)]
    grow(1, 3_000, *links)
    work = {
        (user.name, statuses, old): lambda user=user, statuses=statuses, old=old: outstanding_links(
            user=user, now=NOW, filters=Filters(statuses=statuses, old=old)
        )
        for user in (ana, ben)
        for statuses in STATUSES
        for old in (False, True)
    }
    work["numbers"] = lambda: link_numbers(user=ana, filters=Filters(), days=30, now=NOW)
    before = read(work)
    grow(3_001, 15_000, *links)
    after = read(work)
    assert not over(before, after)
    # Page and number of a member are read at once, and what was revoked of them is a range of an index. Their lines are
    # left out: before PostgreSQL 17 an index is read for each of them, as in `test_a_page_of_links_costs_the_same`.
    monkeypatch.setattr("links.queries.lists._rows", lambda pks, now: [])
    revoked = ben.name, frozenset({LinkStatus.REVOKED}), True
    searched = read({name: work[name] for name in ((ben.name, frozenset(), False), revoked)})
    assert searched[ben.name, frozenset(), False] < 40
    assert searched[revoked] < 60


def test_ended_ones_and_editors_cost_the_same(ana, anas_page, event_type):
    link, parent = one_time_link(ana), one_time_link(ana, max_uses=None)
    mint_version(actor=ana, parent=parent, now=NOW)
    Link.objects.filter(pk=one_time_link(ana, max_uses=None).pk).update(expires_at=NOW - timedelta(days=1))
    revoke(actor=ana, link=one_time_link(ana, max_uses=None), now=NOW)
    conditions = conditions_by_status(ana.organization_id, NOW)

    def listed(*statuses):
        found = [conditions[status] for status in statuses]
        links = Link.objects.own_or_delegated(ana).filter(found[0] if len(found) == 1 else found[0] | found[1])
        return catalogue(links, viewer=ana, now=NOW).entries

    work = {
        "ended": lambda: listed(LinkStatus.EXPIRED, LinkStatus.DELETED),
        "withdrawn": lambda: listed(LinkStatus.REVOKED),
        "in use": lambda: listed(None),
        "booking page": lambda: impact_of(anas_page, NOW),
        "master page": lambda: live_links_to(anas_page, NOW),
        "event type": lambda: live_links_offering(event_type, NOW),
    }
    assert [len(work[name]()) for name in ("ended", "withdrawn", "in use")] == [1, 1, 1]
    assert (work["booking page"]().direct, work["master page"](), work["event type"]()) == (3, 3, 3)
    grow(1, 2_000, link)
    before = read(work)
    grow(2_001, 20_000, link)
    assert not over(before, read(work))


# Open links of the hours before, to the page of that link.
OPEN = """
    INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, recipient_name, recipient_email,
        locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id, created_by_id, created_at)
    SELECT organization_id, page_id, 'a', decode(md5(id || ':open:' || n), 'hex'), 0, 1, '', '', false, '{}', '', '',
        '', false, '{}', owner_id, created_by_id, created_at - n * interval '1 hour'
    FROM links_link, generate_series(%s::int, %s::int) n WHERE id = %s
    RETURNING id
"""


def grow_open(like, first, last):
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [first, last, like.pk])
        made = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("ANALYZE links_link")
    return made


@pytest.mark.feature("A22", "O25")
def test_paused_links_cost_what_they_are(ana, anas_page, ben, monkeypatch):
    """However many other links are open or were booked, and whichever were limited to the event type in the past."""
    monkeypatch.setattr("links.queries.lists.WINDOW", 50)
    chat = managed_event_type(ana, "Chat")
    anas_page.event_types.add(chat)
    link = one_time_link(ana)
    made = grow_open(link, 1, 400)
    limits = Link.event_types.through
    limits.objects.bulk_create(limits(link_id=pk, eventtype=chat) for pk in made[::5])
    switch_event_type(actor=ana, event_type=chat, accepts_bookings=False, now=NOW)
    filters = Filters(statuses=frozenset({LinkStatus.PAUSED}), paused_types=True, old=False)

    def listed(user):
        return outstanding_links(user=user, now=NOW, filters=filters)

    grow(1, 500, link)
    some = Link.objects.filter(pk__in=[link.pk, *made]).select_related("page", "parent__page")
    assert paused_links(some) == set(made[::5])
    assert (listed(ana).count, listed(ben).count) == (80, 0)
    work = {user.name: lambda user=user: listed(user) for user in (ana, ben)}
    before = read(work)
    grow(501, 8_000, link)
    grow_open(link, 401, 2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE links_link_event_types")
    after = read(work)
    assert not over(before, after)
    # The links themselves, and their limits: not what their page offers, again for each.
    assert (after[ana.name] < 80 * 12, after[ben.name] < 60) == (True, True), after
