"""A host's meetings as ical.js reads them, the parser of Thunderbird and Nextcloud, in a real Chromium."""

from datetime import timedelta
from pathlib import Path

import pytest

from bookings.actions import book, keep_feed, reschedule
from tests.builders import NOW, START, one_time_link, submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARSER = Path(__file__).parents[1] / "vendor/ical.es5.min.cjs"
READ = """async address => {
    const answer = await fetch(address);
    const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
    const events = calendar.getAllSubcomponents("vevent").map(one => {
        const event = new ICAL.Event(one);
        return [event.uid, event.startDate.toJSDate().getTime(), event.endDate.toJSDate().getTime(), event.sequence,
                event.summary, event.attendees.length];
    });
    return [calendar.getFirstPropertyValue("method"), events];
}"""


def read_in(page, address):
    """What the parser makes of a calendar file."""
    page.goto(address.rpartition("/feed/")[0])
    page.evaluate(PARSER.read_text())
    return page.evaluate(READ, address)


@pytest.mark.parametrize("details", [False, True])
def test_feed_opens_in_ical_js(page, site, ana, event_type, details):
    form = submission(event_type.pk, note="Über; all, of\nit \U0001f5d3" * 20)
    moved = book(submission=form, link=one_time_link(ana), now=NOW).booking
    moved = reschedule(booking=moved, start=START + timedelta(hours=1), actor=ana, now=NOW)
    form = submission(event_type.pk, START + timedelta(days=1))
    other = book(submission=form, link=one_time_link(ana), now=NOW).booking
    feed = keep_feed(user=ana, details=details, now=NOW)
    method, events = read_in(page, f"{site}/feed/{feed.token()}.ics")
    said = "30-minute meeting: Priya Shah & Ana Ruiz" if details else "Busy"
    assert (method, events) == (
        "PUBLISH",
        [
            [str(one.uid), one.starts_at.timestamp() * 1_000, one.ends_at.timestamp() * 1_000, sequence, said, 0]
            for one, sequence in ((moved, 1), (other, 0))
        ],
    )
