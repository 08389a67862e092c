"""Q1h: the same races against the production server with four workers, by customers in processes of their own."""

from collections import Counter

import pytest

from bookings.models import Admission, Booking
from links.models import Link
from tests.concurrency import customers
from tests.concurrency.crowd import SIZE
from tests.concurrency.stages import open_stage


def opened(server, stage, entry, start):
    """The form as the server shows it, filled in."""
    return customers.open_form(port=server.port, entry=entry, event_type=stage.event_type.pk, start=start)


def forms(server, stage, links, starts):
    """Everybody's form; the first is opened, the others are like it."""
    rest = [
        customers.fill_in(link=link, event_type=stage.event_type.pk, start=start)
        for link, start in zip(links[1:], starts[1:], strict=True)
    ]
    return [opened(server, stage, customers.link_path(links[0]), starts[0]), *rest]


def send(crowd, server, filled):
    """Everybody presses the button; at once."""
    return crowd.all_at_once(
        server.database, [(customers.send_form, {"port": server.port, "form": form}) for form in filled]
    )


def one_link_rounds(crowd, server, rounds):
    stage, total = open_stage(), Counter()
    for _ in range(rounds):
        link = stage.link()
        replies = send(crowd, server, forms(server, stage, [link] * SIZE, stage.slots(SIZE)))
        statuses = Counter(reply.status for reply in replies)
        # The others are told that the link has been used, and whom to ask.
        assert statuses == {303: 1, 410: SIZE - 1}
        (winner,) = (reply for reply in replies if reply.status == 303)
        assert winner.location == f"/b/{Booking.objects.get(admission__link=link).token()}/"
        total += statuses
    return dict(sorted(total.items()))


@pytest.mark.feature("D7")
def test_one_link_32_customers(server, crowd, figure):
    figure(f"20 rounds, 4 workers: {one_link_rounds(crowd, server, 20)}")


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.feature("D7")
def test_one_link_32_customers_200_rounds(server, crowd, figure):
    figure(f"200 rounds, 4 workers: {one_link_rounds(crowd, server, 200)}")


def one_slot_rounds(crowd, server, rounds):
    stage, total = open_stage(pages=4), Counter()
    links = [stage.link(stage.pages[number % 4]) for number in range(SIZE)]
    for _ in range(rounds):
        start = stage.slot()
        filled = forms(server, stage, links, [start] * SIZE)
        statuses = Counter(reply.status for reply in send(crowd, server, filled))
        assert statuses == {303: 1, 409: SIZE - 1}
        spent = list(Link.objects.filter(pk__in=[link.pk for link in links], uses=1))
        assert len(spent) == 1 == Booking.objects.filter(starts_at=start, admission__link__in=links).count()
        links = [stage.link(link.page) if link in spent else link for link in links]
        total += statuses
    return dict(total)


def test_32_links_one_slot(server, crowd, figure):
    figure(f"3 rounds: {one_slot_rounds(crowd, server, 3)}, 31 links unspent each")


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_32_links_one_slot_200_rounds(server, crowd, figure):
    figure(f"200 rounds: {one_slot_rounds(crowd, server, 200)}, 31 links unspent each")


def double_submits(crowd, server, stage, rounds, entry):
    for _ in range(rounds):
        form = opened(server, stage, entry(stage), stage.slot())
        replies = send(crowd, server, [form, form])
        assert {reply.status for reply in replies} == {303}
        assert len({reply.location for reply in replies}) == 1
        # And once more, later.
        (again,) = send(crowd, server, [form])
        assert again == replies[0]
        (changed,) = send(crowd, server, [form | {"name": "Somebody Else"}])
        assert changed.status == (410 if "/l/" in form["path"] else 409)
    assert Admission.objects.filter(page=stage.page).count() == rounds


ENTRIES = {
    "link": lambda stage: customers.link_path(stage.link()),
    "page": lambda stage: f"/p/{stage.owner.organization.slug}/{stage.page.slug}/",
}


@pytest.mark.parametrize("through", ENTRIES)
@pytest.mark.feature("R13")
def test_one_form_submitted_twice(server, crowd, figure, through):
    double_submits(crowd, server, open_stage(), 5, ENTRIES[through])
    figure(f"5 rounds of 2 equal forms through a {through}: one booking, the same 303")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("through", ENTRIES)
@pytest.mark.feature("R13")
def test_double_submit_100_rounds(server, crowd, figure, through):
    double_submits(crowd, server, open_stage(), 100, ENTRIES[through])
    figure(f"100 rounds of 2 equal forms through a {through}: one booking, the same 303")
