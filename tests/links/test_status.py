"""The word for a link's state: pure, and the same in SQL."""

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import F

from links.liveness import DeadReason
from links.models import Link, Opening
from links.queries import LISTED_AFTER_END, Filters, count_outstanding, outstanding_links
from links.status import OUTSTANDING, LinkStatus, link_status
from tests.builders import NOW, one_time_link
from tests.databases import rolled_back
from tests.tables import table

EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)


@table(
    ("dead", "opened", "scanned", "expected"),
    [
        (None, False, False, LinkStatus.NOT_OPENED),
        (None, False, True, LinkStatus.SCANNED),
        (None, True, False, LinkStatus.OPENED),
        (None, True, True, LinkStatus.OPENED),
        (DeadReason.USED, True, True, LinkStatus.BOOKED),
        (DeadReason.REVOKED, True, False, LinkStatus.REVOKED),
        (DeadReason.EXPIRED, False, True, LinkStatus.EXPIRED),
        (DeadReason.DELETED, False, False, LinkStatus.DELETED),
        (DeadReason.PAUSED, True, False, LinkStatus.PAUSED),
    ],
)
@pytest.mark.feature("O16", "O17")
def test_status_follows_reason_then_openings(dead, opened, scanned, expected):
    assert link_status(dead, opened=opened, scanned=scanned) == expected


def links_of_every_kind(ana, ben):
    """Links to Ana's page and to Ben's, and versions of reusable ones, ended in every combination of ways."""
    ends = [None, EARLIER, NOW, LATER]
    plain = [
        (user, {"expires_at": expires_at, "revoked_at": revoked_at, "uses": uses, "max_uses": most})
        for user, expires_at, revoked_at, (uses, most) in product(
            (ana, ben), ends, (None, EARLIER), ((0, 1), (1, 1), (1, 3), (3, 3))
        )
    ]
    parents = [
        one_time_link(user, max_uses=None, expires_at=expires_at)
        for user, expires_at in product((ana, ben), ends)
        for _revoked in range(2)
    ]
    Link.objects.filter(pk__in=[parent.pk for parent in parents[::2]]).update(revoked_at=EARLIER)
    Link.objects.filter(max_uses=None).update(has_versions=True)
    common = {"organization": ana.organization, "created_by": ana, "created_at": NOW}
    pages = {user: user.pages.get() for user in (ana, ben)}
    made = [Link(page=pages[user], owner=user, **fields, **common) for user, fields in plain]
    made += [
        Link(parent=parent, owner=ana, **fields, **common)
        for parent, (_user, fields) in product(parents, plain[:: len(plain) // 8])
    ]
    Link.objects.bulk_create(made)
    Opening.objects.bulk_create(
        Opening(link=link, at=NOW, by=by)
        for number, link in enumerate(made)
        for by in ((), ("scanner",), ("browser",), ("scanner", "browser", "browser"))[number % 4]
    )
    return [link.pk for link in made]


def judged(pks):
    """The state of each, by the pure function."""
    links = Link.objects.select_related("page", "parent__page").filter(pk__in=pks)
    opened = {by: set(Opening.objects.filter(by=by).values_list("link_id", flat=True)) for by in Opening.By.values}
    return {
        link.pk: link_status(
            link.dead_reason(NOW), opened=link.pk in opened["browser"], scanned=link.pk in opened["scanner"]
        )
        for link in links
    }


def listed(user, **filters):
    """The state of each link of the list, on all of its pages."""
    found, listing = {}, outstanding_links(user=user, now=NOW, filters=Filters(**filters))
    while True:
        found |= {row.link.pk: row.status for row in listing.rows}
        if listing.older is None:
            return found
        listing = outstanding_links(user=user, now=NOW, filters=Filters(**filters), before=listing.older)


PAGES = [
    {},
    {"accepts_bookings": False},
    {"archived_at": NOW},
    {"archived_at": NOW - timedelta(days=31), "accepts_bookings": False},
]


@pytest.mark.django_db
@pytest.mark.feature("O16")
@pytest.mark.walk
def test_each_filter_shows_exactly_its_links(ana, ben):
    pks = links_of_every_kind(ana, ben)
    several = frozenset({LinkStatus.OPENED, LinkStatus.SCANNED, LinkStatus.REVOKED})
    for bens_page in PAGES:
        with rolled_back():
            ben.pages.update(**bens_page)
            expected = judged(pks)
            assert listed(ana) == expected
            for wanted in (*(frozenset({status}) for status in LinkStatus), several, OUTSTANDING):
                found = {pk: state for pk, state in expected.items() if state in wanted}
                assert listed(ana, statuses=wanted) == found, (bens_page, wanted)
            assert listed(ana, statuses=OUTSTANDING, old=False) == found


def ended_long_ago(link):
    """Whether the link, its parent or their page ended longer ago than the list goes back, in plain Python."""
    since = NOW - LISTED_AFTER_END
    ends = [link.target.archived_at]
    for one in filter(None, (link, link.parent)):
        spent = one.max_uses is not None and one.uses >= one.max_uses
        ends.append((one.used_at or one.created_at) if spent else one.revoked_at or one.expires_at)
    return any(end is not None and end <= since for end in ends)


@pytest.mark.django_db
@pytest.mark.parametrize(("window", "few"), [(1, 0), (30, 5_000), (1_000, 5_000)])
@pytest.mark.feature("O16", "O24")
@pytest.mark.walk
def test_pages_show_each_status_in_order(ana, ben, monkeypatch, window, few):
    """Against all rows in plain Python, however few of the newest links are looked through first."""
    limits = {"lists.WINDOW": window, "lists.FEW": few, "filters.FEW": few, "lists.ROWS": 10, "lists.MOST_COUNTED": 15}
    for name, value in limits.items():
        monkeypatch.setattr(f"links.queries.{name}", value)
    monkeypatch.setattr("core.paging.ROWS", 10)
    pks = links_of_every_kind(ana, ben)
    # Two of each instant, in no order of their ids. Some ended longer ago than the list goes back.
    made = [Link(pk=pk, created_at=NOW - timedelta(hours=number * 7 % len(pks) // 2)) for number, pk in enumerate(pks)]
    Link.objects.bulk_update(made, ["created_at"])
    for field in ("expires_at", "revoked_at", "used_at"):
        Link.objects.filter(pk__in=pks[::5], **{f"{field}__lt": NOW}).update(**{field: NOW - timedelta(days=31)})
    Link.objects.filter(pk__in=pks[::3], uses__gte=F("max_uses")).update(used_at=NOW - timedelta(days=31))
    states = judged(pks)
    links = Link.objects.select_related("page", "parent__page").filter(pk__in=pks)
    in_order = sorted(links, key=lambda link: (link.created_at, link.pk), reverse=True)
    for user, wanted, old in product(
        (ana, ben), (*({status} for status in LinkStatus), OUTSTANDING, set()), (True, False)
    ):
        filters = {"statuses": frozenset(wanted), "old": old}
        expected = [
            link.pk
            for link in in_order
            if (user.is_admin or link.owner_id == user.pk)
            and (not wanted or states[link.pk] in wanted)
            and (old or not ended_long_ago(link))
        ]
        assert list(listed(user, **filters)) == expected, (user.name, filters)
        first = outstanding_links(user=user, now=NOW, filters=Filters(**filters))
        assert (first.count, first.more) == (min(len(expected), 15), len(expected) > 15)


@pytest.mark.django_db
@pytest.mark.feature("O6")
def test_outstanding_count_matches_the_list(ana, ben):
    links_of_every_kind(ana, ben)
    for user in (ana, ben):
        for page in (ana.pages.get(), ben.pages.get()):
            expected = len(listed(user, page=page, statuses=OUTSTANDING))
            assert count_outstanding(user=user, page=page, now=NOW) == min(expected, 100)
    assert count_outstanding(user=ben, page=ana.pages.get(), now=NOW) == 0
