"""Programs and customers at the same instant: the API and the browser's forms take the same locks, and one wins."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from accounts.actions import make_api_token
from accounts.models import ApiToken, Scope
from bookings.models import Admission, Booking
from links.models import Link
from tests.concurrency import customers, operations
from tests.concurrency.crowd import SIZE
from tests.concurrency.stages import open_stage

# How many of all send the browser's form, in one round and in the next. The others are programs.
BROWSERS = (SIZE // 2, 0)
# How many of the programs book at the page, where there are pages.
AT_PAGE = 8
WON = {201, 303}


def program(stage):
    """A token of the owner's."""
    life, now = timedelta(days=1), datetime.now(UTC)
    return make_api_token(actor=stage.owner, name="CRM", scopes=list(Scope), life=life, now=now)


def fresh(token):
    """No limit of an earlier round counts."""
    cache.clear()
    ApiToken.objects.filter(pk=token.pk).update(allowance=600)


def calls(server, token, paths, starts):
    known = {"port": server.port, "token": token.text()}
    return [
        (customers.call_api, known | {"path": path, "start": start}) for path, start in zip(paths, starts, strict=True)
    ]


def sent(server, stage, links, starts):
    forms = [
        customers.fill_in(link=link, event_type=stage.event_type.pk, start=start)
        for link, start in zip(links, starts, strict=True)
    ]
    return [(customers.send_form, {"port": server.port, "form": form}) for form in forms]


def one_link_rounds(crowd, server, rounds):
    stage, winners = open_stage(), Counter()
    token = program(stage)
    for number in range(rounds):
        fresh(token)
        link, starts, browsers = stage.link(), stage.slots(SIZE), BROWSERS[number % 2]
        forms = sent(server, stage, [link] * browsers, starts[:browsers])
        programs = calls(server, token, [f"/links/{link.pk}/bookings"] * (SIZE - browsers), starts[browsers:])
        replies = crowd.all_at_once(server.database, [*forms, *programs])
        (winner,) = (reply.status for reply in replies if reply.status in WON)
        assert {reply.status for reply in replies} == {winner, 410}
        assert {reply.body for reply in replies[browsers:] if reply.status == 410} == {"link-used"}
        link.refresh_from_db()
        assert (link.uses, Booking.objects.filter(admission__link=link).count()) == (1, 1)
        winners["program" if winner == 201 else "browser"] += 1
    return dict(sorted(winners.items()))


def test_one_link_programs_and_browsers(server, crowd, figure):
    figure(f"4 rounds of 32, in every second with 16 browsers: winners {one_link_rounds(crowd, server, 4)}")


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("hundred", range(10))
def test_one_link_programs_browsers_hundred_rounds(server, crowd, figure, hundred):
    figure(f"100 rounds of 32, in every second with 16 browsers: winners {one_link_rounds(crowd, server, 100)}")


def one_slot_rounds(crowd, server, rounds):
    stage, winners = open_stage(), Counter()
    token, links = program(stage), [stage.link() for _ in range(SIZE - AT_PAGE)]
    for number in range(rounds):
        fresh(token)
        start, before, browsers = stage.slot(), Link.objects.count(), BROWSERS[number % 2]
        forms = sent(server, stage, links[:browsers], [start] * browsers)
        paths = [f"/links/{link.pk}/bookings" for link in links[browsers:]]
        paths += [f"/pages/{stage.page.pk}/bookings"] * AT_PAGE
        programs = calls(server, token, paths, [start] * len(paths))
        replies = crowd.all_at_once(server.database, [*forms, *programs])
        (winner,) = (place for place, reply in enumerate(replies) if reply.status in WON)
        assert {reply.status for reply in replies} == {replies[winner].status, 409}
        assert {reply.body for reply in replies[browsers:] if reply.status == 409} == {"slot-taken"}
        assert Booking.objects.filter(organization=stage.owner.organization, starts_at=start).count() == 1
        # A link was made at the page if a program won there, and else none is left over.
        at_page = winner >= len(links)
        assert Link.objects.count() == before + at_page
        if not at_page:
            links[winner] = stage.link()
        winners["page" if at_page else "program" if winner >= browsers else "browser"] += 1
    return dict(sorted(winners.items()))


def test_one_slot_programs_and_browsers(server, crowd, figure):
    figure(f"4 rounds of 32, in every second with 16 browsers: winners {one_slot_rounds(crowd, server, 4)}")


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("hundred", range(10))
def test_one_slot_programs_browsers_hundred_rounds(server, crowd, figure, hundred):
    figure(f"100 rounds of 32, in every second with 16 browsers: winners {one_slot_rounds(crowd, server, 100)}")


def race(crowd, database, stage, link):
    known = {"by": stage.owner.pk, "event_type": stage.event_type.pk, "link": link.pk}
    crowd.all_at_once(database, [(operations.book_for, known | {"start": start}) for start in stage.slots(8)])
    return Admission.objects.filter(link=link).count()


def test_control_without_lock_programs_overbook(unguarded, crowd, failpoints, figure):
    database = unguarded(("link_not_overused", "links_link"), ("admission_one_per_use", "bookings_admission"))
    stage = open_stage()
    assert race(crowd, database, stage, stage.link()) == 1
    failpoints.set(lock_link="unlocked", check_link="then meet 8")
    assert race(crowd, database, stage, stage.link()) > 1
    figure("without lock_link and its constraints: one link admitted several programs")
