"""The word for a link's state: pure, and the same in SQL."""

from datetime import timedelta

import pytest

from links.liveness import Dead
from links.models import Link, Opening
from links.queries import Filters, count_outstanding, outstanding_links
from links.status import OUTSTANDING, Status, status
from tests.builders import NOW, one_time_link

EARLIER = NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("dead", "opened", "scanned", "expected"),
    [
        (None, False, False, Status.NOT_OPENED),
        (None, False, True, Status.SCANNED),
        (None, True, False, Status.OPENED),
        (None, True, True, Status.OPENED),
        (Dead.USED, True, True, Status.BOOKED),
        (Dead.REVOKED, True, False, Status.REVOKED),
        (Dead.EXPIRED, False, True, Status.EXPIRED),
        (Dead.DELETED, False, False, Status.DELETED),
        (Dead.PAUSED, True, False, Status.PAUSED),
    ],
)
def test_o16_o17_a_reason_comes_first_and_a_scanner_is_no_person(dead, opened, scanned, expected):
    assert status(dead, opened=opened, scanned=scanned) == expected


def links_of_every_kind(ana, ben):
    """By the state each is in; the last two belong to Ben's page, which is paused, or deleted."""

    def opened(link, *by):
        for one in by:
            Opening.objects.create(link=link, at=NOW, by=one)
        return link

    def changed(link, **fields):
        Link.objects.filter(pk=link.pk).update(**fields)
        return link

    parent = one_time_link(ana, max_uses=None, expires_at=EARLIER)
    child = Link.objects.create(
        organization=ana.organization, parent=parent, max_uses=1, owner=ana, created_by=ana, created_at=NOW
    )
    return {
        one_time_link(ana).pk: Status.NOT_OPENED,
        opened(one_time_link(ana), "scanner").pk: Status.SCANNED,
        opened(one_time_link(ana), "scanner", "browser", "browser").pk: Status.OPENED,
        changed(one_time_link(ana), uses=1, revoked_at=EARLIER).pk: Status.BOOKED,
        changed(one_time_link(ana, expires_at=EARLIER), revoked_at=EARLIER).pk: Status.REVOKED,
        one_time_link(ana, expires_at=NOW).pk: Status.EXPIRED,
        child.pk: Status.EXPIRED,
        changed(one_time_link(ana, max_uses=3), uses=2).pk: Status.NOT_OPENED,
        opened(one_time_link(ben), "browser").pk: Status.PAUSED,
    }


@pytest.mark.django_db
def test_o16_each_filter_shows_exactly_the_links_in_that_state(ana, ben):
    expected = links_of_every_kind(ana, ben)
    ben.pages.update(accepts_bookings=False)

    def shown(**filters):
        return {row.link.pk: row.status for row in outstanding_links(user=ana, now=NOW, filters=Filters(**filters)).rows}

    assert shown() == expected
    for one in Status:
        assert shown(statuses=frozenset({one})) == {pk: state for pk, state in expected.items() if state == one}
    assert shown(page=ben.pages.get()) == {pk: state for pk, state in expected.items() if state == Status.PAUSED}
    ben.pages.update(archived_at=NOW)
    assert Status.DELETED in shown().values()
    assert shown(statuses=frozenset({Status.DELETED})).keys() == shown(page=ben.pages.get()).keys()


@pytest.mark.django_db
def test_o6_the_count_of_outstanding_links_is_that_of_the_list(ana, ben):
    expected = links_of_every_kind(ana, ben)
    page = ana.pages.get()
    # Ben's link, of another page, is given as paused.
    outstanding = sum(state in OUTSTANDING for state in expected.values())
    assert count_outstanding(user=ana, page=page, now=NOW) == outstanding == 4
    assert count_outstanding(user=ben, page=page, now=NOW) == 0
