"""The list of meetings: who sees what, in which part of it and in which order."""

from datetime import timedelta

import pytest

from accounts.actions import change_delegates
from accounts.models import User
from bookings.actions import approve, cancel, decline, mark_missed, reassign, reschedule
from bookings.meetings import Tab
from links.actions import mint
from tests.builders import NOW, START, add_colleague
from tests.owner.meetings.owners import (
    HALF,
    TUESDAY,
    listed_pks,
    make_meeting,
    make_request,
    moved_to_past,
    sorted_by_hand,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cem(ana: User, ben: User) -> User:
    """A member in whose name Ben makes links, to his own page."""
    cem = add_colleague(ana, "Cem Ak", "cem@acme.example")
    change_delegates(actor=cem, delegates=[ben], now=NOW)
    return cem


def of_each_kind(host: User, owner: User) -> None:
    """Meetings of the host in every state, through links of the owner; two of one tab begin at the same time."""

    def link():
        return mint(actor=host, owner=owner, page=host.pages.get(), now=NOW)

    moved, *_scheduled = [make_meeting(host, START + number * HALF, link()) for number in range(3)]
    reschedule(booking=moved, start=START + 3 * HALF, actor=host, now=NOW)
    missed = make_meeting(host, START, link())
    mark_missed(booking=missed, actor=host, now=missed.starts_at)
    for actor in (host, None):
        cancel(booking=make_meeting(host, START + DAY, link()), actor=actor, now=NOW)
    refused, withdrawn, agreed, _waits, _held = [
        make_request(host, TUESDAY + DAY + 3 * number * HALF, holds=number % 2 == 0, link=link()) for number in range(5)
    ]
    decline(booking=refused, actor=host, now=NOW)
    cancel(booking=withdrawn, actor=None, now=NOW)
    approve(booking=agreed, start=agreed.starts_at + HALF, actor=host, now=NOW)
    for number in range(2):
        moved_to_past(make_request(host, TUESDAY + 3 * number * HALF, holds=number == 0, link=link()))
        moved_to_past(make_meeting(host, START + DAY - number * HALF, link()))


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        # One has begun, and one has ended.
        (START + HALF + timedelta(minutes=10), [4, 2, 3, 6]),
        (START + 40 * DAY, [0, 0, 7, 8]),
    ],
)
@pytest.mark.feature("O25")
@pytest.mark.walk
def test_each_viewer_finds_meeting_in_one_part(ana, ben, cem, zoe, now, counts):
    of_each_kind(ben, cem)
    for user in (ana, ben, cem):
        found = listed_pks(user, now)
        assert found == sorted_by_hand(user, now)
        assert [len(pks) for pks in found.values()] == counts
    assert listed_pks(ben, now) == listed_pks(cem, now)
    assert not any(listed_pks(zoe, now).values())


@pytest.mark.feature("O25")
def test_owner_of_link_sees_the_meeting(ana, ben, cem):
    def seen_by(user):
        return listed_pks(user, NOW)[Tab.UPCOMING] == [meeting.pk]

    meeting = make_meeting(ben, link=mint(actor=ben, owner=cem, page=ben.pages.get(), now=NOW))
    assert (meeting.onlooker, seen_by(ben), seen_by(cem)) == (cem, True, True)
    meeting = reassign(booking=meeting, former=ben, page=cem.pages.get(), actor=ana, now=NOW)
    assert (meeting.onlooker, seen_by(ben), seen_by(cem)) == (None, False, True)
    meeting = reassign(booking=meeting, former=cem, page=ben.pages.get(), actor=ana, now=NOW)
    assert (meeting.onlooker, seen_by(ben), seen_by(cem)) == (cem, True, True)


@pytest.mark.feature("O25")
def test_running_no_show_counts_as_past(ana, ben):
    meeting = make_meeting(ben)
    during = meeting.starts_at + timedelta(minutes=1)
    assert listed_pks(ben, during)[Tab.UPCOMING] == [meeting.pk]
    mark_missed(booking=meeting, actor=ben, now=during)
    assert listed_pks(ben, during)[Tab.PAST] == listed_pks(ana, during)[Tab.PAST] == [meeting.pk]


@pytest.mark.parametrize(
    ("tab", "for_admins", "for_members"),
    [(Tab.UPCOMING, 9, 8), (Tab.REQUESTS, 10, 10), (Tab.PAST, 9, 8), (Tab.CANCELLED, 11, 10)],
)
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O25")
def test_parts_need_constant_number_of_queries(
    client, ana, ben, tab, for_admins, for_members, count, django_assert_num_queries
):
    # Session, user, the choices of the filters, the places (of a member's requests in two), the rows, their admissions,
    # their hosts, the counts; of what was never agreed the suggested times, of what was decided by whom.
    for number in range(count):
        start = TUESDAY + 2 * HALF * number
        match tab:
            case Tab.UPCOMING:
                make_meeting(ben, start)
            case Tab.REQUESTS:
                make_request(ben, start, times=1)
            case Tab.PAST:
                moved_to_past(make_meeting(ben, start))
            case Tab.CANCELLED:
                decline(booking=make_request(ben, start, times=1), actor=ben, now=NOW)
    for user, queries in ((ana, for_admins), (ben, for_members)):
        client.force_login(user)
        with django_assert_num_queries(queries):
            days = client.get(f"/meetings/?show={tab.value}").context["days"]
        assert sum(len(day.lines) for day in days) == count
