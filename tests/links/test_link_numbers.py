"""The numbers of links against a plain count of every link, over histories at random."""

from collections import defaultdict
from datetime import timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from links.actions import Hosts, make_reusable, mint_version
from links.models import Link, Opening
from links.queries import Filters
from links.queries.numbers import MOST_PAGES, DayNumbers, Numbers, link_numbers
from pages.models import Page
from tests.builders import NOW, one_time_link
from tests.databases import rolled_back
from tests.sample import examples

pytestmark = [pytest.mark.django_db, pytest.mark.feature("O31")]
# Clocks change twice a year in the first, at midnight in the second; the third is far ahead of UTC.
ZONES = ("Europe/Madrid", "America/Santiago", "Pacific/Kiritimati")
ago = st.one_of(
    st.integers(0, 400 * 86_400),
    # Just around midnights of all zones.
    st.builds(
        lambda day, hour, second: day * 86_400 + hour * 3_600 + second,
        st.integers(0, 366),
        st.integers(0, 23),
        st.sampled_from([-1, 0, 1]),
    ),
)
link = st.fixed_dictionaries(
    {
        "owner": st.integers(0, 1),
        "leads_to": st.integers(0, 2),
        "version": st.booleans(),
        "max_uses": st.sampled_from([1, 1, 1, 3, None]),
        "uses": st.integers(0, 3),
        "ago": ago,
        # Seconds from made to booked; the database's clock may be behind.
        "took": st.one_of(st.none(), st.integers(-2, 10 * 86_400)),
        "openings": st.lists(st.sampled_from(Opening.By.values), max_size=3),
    }
)


def page_of(user, name):
    """Another booking page of the user's."""
    whose = {"organization": user.organization, "owner": user, "host": user, "schedule": user.schedules.get()}
    return Page.objects.create(**whose, name=name, slug=name.lower().replace(" ", "-"), kind=Page.Kind.BOOKING)


class World:
    """Two owners, three pages, and a reusable link to each page, from which versions are made."""

    def __init__(self, ana, ben):
        self.owners = [ana, ben]
        second = page_of(ana, "Second")
        self.pages = [ana.pages.exclude(pk=second.pk).get(), second, ben.pages.get()]
        old = NOW - timedelta(days=1_000)
        # As minting marks whatever has versions.
        self.parents = [
            Link.objects.create(
                organization=page.organization, page=page, owner=ana, created_by=ana, created_at=old, has_versions=True
            )
            for page in self.pages
        ]

    def write(self, histories):
        for history in histories:
            made_at, owner, place = (
                NOW - timedelta(seconds=history["ago"]),
                self.owners[history["owner"]],
                history["leads_to"],
            )
            uses, took = min(history["uses"], history["max_uses"] or 3), history["took"]
            row = Link.objects.create(
                organization=owner.organization,
                owner=owner,
                created_by=owner,
                page=None if history["version"] else self.pages[place],
                parent=self.parents[place] if history["version"] else None,
                max_uses=history["max_uses"],
                uses=uses,
                created_at=made_at,
                used_at=None if took is None or not uses else made_at + timedelta(seconds=took),
            )
            Opening.objects.bulk_create(Opening(link=row, at=made_at, by=by) for by in history["openings"])


def plainly(histories, user, world, days, wanted):
    """The numbers by day, by page, and the median in seconds, counted link by link."""
    here = ZoneInfo(user.time_zone)
    today = NOW.astimezone(here).date()
    by_day, by_page, took = defaultdict(Numbers), defaultdict(Numbers), []
    for history in histories:
        day = (NOW - timedelta(seconds=history["ago"])).astimezone(here).date()
        kinds = {"version"} if history["version"] else {"one-time"} if history["max_uses"] == 1 else set()
        kinds |= {"several"} if history["max_uses"] == 3 else set()
        counts = [
            history["max_uses"] is not None,
            0 <= (today - day).days < days,
            user.is_admin or world.owners[history["owner"]] == user,
            wanted.get("kind") in {None, *kinds},
            *(
                history[name] == wanted[key]
                for name, key in (("leads_to", "page"), ("owner", "owner"))
                if key in wanted
            ),
        ]
        if not all(counts):
            continue
        booked = history["uses"] > 0
        numbers = Numbers(1, int(booked or "browser" in history["openings"]), int(booked))
        by_day[day] += numbers
        by_page[history["leads_to"]] += numbers
        if booked and history["max_uses"] == 1 and history["took"] is not None:
            took.append(history["took"])
    return by_day, by_page, max(median(took), 0) if took else None


@given(
    histories=st.lists(link, max_size=12),
    zone=st.sampled_from(ZONES),
    admin=st.booleans(),
    days=st.sampled_from([1, 7, 30, 31, 32, 90, 365]),
    wanted=st.fixed_dictionaries(
        {},
        optional={
            "page": st.integers(0, 2),
            "owner": st.integers(0, 1),
            "kind": st.sampled_from(["one-time", "several", "version"]),
        },
    ),
)
@settings(examples(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_equal_a_plain_count(ana, ben, histories, zone, admin, days, wanted):
    user = ana if admin else ben
    user.time_zone = zone
    with rolled_back():
        world = World(ana, ben)
        world.write(histories)
        filters = Filters(
            kind=wanted.get("kind", ""),
            page=world.pages[wanted["page"]] if "page" in wanted else None,
            owner=world.owners[wanted["owner"]] if "owner" in wanted else None,
        )
        found = link_numbers(user=user, filters=filters, days=days, now=NOW)
    by_day, by_page, middle = plainly(histories, user, world, days, wanted)
    step = 1 if days <= 31 else 7
    told = [day_numbers for day_numbers in found.days if day_numbers.numbers.made]
    # Each day is in exactly one step; all but the first have the same length.
    assert [(day_numbers.last - day_numbers.first).days + 1 for day_numbers in found.days[1:]] == [step] * (
        len(found.days) - 1
    )
    assert (found.days[-1].last - found.days[0].first).days + 1 == days
    assert found.days[-1].last == NOW.astimezone(ZoneInfo(zone)).date()
    assert told == [
        DayNumbers(day_numbers.first, day_numbers.last, counted)
        for day_numbers in found.days
        if (
            counted := sum(
                (more for day, more in by_day.items() if day_numbers.first <= day <= day_numbers.last), Numbers()
            )
        ).made
    ]
    assert found.total == sum(by_day.values(), Numbers())
    assert {row.page.pk: row.numbers for row in found.pages} == {
        world.pages[place].pk: numbers for place, numbers in by_page.items()
    }
    ranks = [(row.numbers.booked, row.numbers.opened, row.numbers.made) for row in found.pages]
    assert ranks == sorted(ranks, reverse=True)
    assert (None if found.median is None else found.median.total_seconds()) == middle


def test_only_the_ten_best_pages_are_told(ana):
    for number in range(MOST_PAGES + 1):
        page = page_of(ana, f"Page {number}")
        Link.objects.filter(pk=one_time_link(ana).pk).update(page=page, max_uses=20, uses=number)
    found = link_numbers(user=ana, filters=Filters(), days=30, now=NOW)
    assert [row.name for row in found.pages] == [f"Page {number}" for number in range(1, 11)]
    assert (found.total, found.median) == (Numbers(11, 10, 10), None)


def test_wizards_pages_are_called_after_their_links(ana, event_type):
    hosts = Hosts(pages=(ana.pages.get(),))
    parent = make_reusable(actor=ana, owner=ana, hosts=hosts, event_types=[event_type], name="Newsletter", now=NOW)
    mint_version(actor=ana, parent=parent, now=NOW)
    found = link_numbers(user=ana, filters=Filters(kind="version"), days=30, now=NOW)
    assert [(row.page, row.name, row.numbers) for row in found.pages] == [(parent.page, "Newsletter", Numbers(1, 0, 0))]
    assert parent.page.by_wizard


def test_other_organizations_are_not_counted(ana, zoe):
    one_time_link(zoe)
    assert link_numbers(user=ana, filters=Filters(), days=30, now=NOW).total == Numbers()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(ana, anas_page, count, django_assert_num_queries):
    for _number in range(count):
        one_time_link(ana)
    # A transaction of three, what the planner is told, the numbers, the median, the pages; reusable links of a page.
    for filters, queries in ((Filters(), 8), (Filters(page=anas_page, owner=ana, kind="one-time"), 9)):
        with django_assert_num_queries(queries):
            assert link_numbers(user=ana, filters=filters, days=365, now=NOW).total.made == count


@pytest.mark.parametrize(("days", "first"), [(30, "2029-12-09"), (90, "2029-10-10"), (365, "2029-01-08")])
def test_period_ends_today(ana, days, first):
    found = link_numbers(user=ana, filters=Filters(), days=days, now=NOW).days
    assert (str(found[0].first), str(found[-1].last)) == (first, "2030-01-07")
