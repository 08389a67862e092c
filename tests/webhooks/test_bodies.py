"""The bodies of calls: always JSON, never too long, and saying so where they are cut."""

import json

import pytest

from bookings.actions import book
from bookings.models import Admission
from deliveries.models import Delivery, Medium
from deliveries.webhooks.bodies import MAX_BYTES, build_body, readable_body
from links.models import Link
from pages.questions import LONGEST_LABEL, LONGEST_NAME, MOST_QUESTIONS
from pages.standard_fields import MOST_GUESTS
from tests.bookings.meetings import change_settings
from tests.builders import NOW, one_time_link, submission
from tests.webhooks.receiver import endpoint_at

pytestmark = pytest.mark.django_db
# Characters of one, two, three and four bytes, one that JSON escapes, and parts that only together are one.
KINDS = ["a", "ü", "語", "🎟", '"', "👩\u200d🚀"]


def texts(kind, length):
    return (kind * length)[:length]


def calls(ana, event_type, link, **form):
    endpoint_at("https://crm.example/hook", ana)
    booking = book(submission=submission(event_type.pk, **form), link=link, now=NOW).booking
    found = Delivery.objects.filter(medium=Medium.WEBHOOK).order_by("pk")
    return booking, list(found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_booking_is_cut(ana, event_type, kind):
    link = one_time_link(ana, label=texts(kind, 100), recipient_name=texts(kind, 100))
    metadata = {f"{number:02}" + "k" * 38: texts(kind, 500) for number in range(50)}
    Link.objects.filter(pk=link.pk).update(metadata=metadata)
    change_settings(event_type, location_kind="in_person", location=texts(kind, 500))
    answers = tuple(
        {
            "name": f"{number:02}" + "n" * (LONGEST_NAME - 2),
            "label": texts(kind, LONGEST_LABEL),
            "value": texts(kind, 5_000),
            "hidden": False,
        }
        for number in range(MOST_QUESTIONS)
    )
    guests = [f"{number}{'g' * 60}@{'.'.join(['d' * 60] * 3)}.example" for number in range(MOST_GUESTS)]
    form = {"note": texts(kind, 2_000), "company": texts(kind, 200), "guests": guests}
    booking, (created, used) = calls(ana, event_type, link, answers=answers, **form)
    assert Admission.objects.get().note == form["note"]
    for call in (created, used):
        body = build_body(call)
        said = json.loads(body)
        assert len(body) <= MAX_BYTES
        assert (said["cut"], said["id"], said["type"]) == (True, call.facts["id"], call.kind)
        assert build_body(Delivery.objects.get(pk=call.pk)) == body
    told = json.loads(build_body(created))["data"]["booking"]
    # What programs compare is whole, and so is every field.
    assert (told["uid"], told["manage_url"], told["guests"]) == (str(booking.uid), booking.address(), guests)
    assert [one["name"] for one in told["answers"]][-MOST_QUESTIONS:] == [one["name"] for one in answers]
    assert all(one["value"].endswith("…") for one in told["answers"][-MOST_QUESTIONS:])
    assert told["link"]["metadata"].keys() == metadata.keys()
    shown = json.loads(readable_body(created))
    assert shown["data"]["booking"]["answers"] == told["answers"]
    assert booking.address() not in readable_body(created)


def test_what_programs_keep_is_cut_last(ana, event_type):
    link = one_time_link(ana)
    Link.objects.filter(pk=link.pk).update(metadata={"crm": "7" * 500})
    answers = tuple(
        {"name": f"q{number}", "label": "Why?", "value": "w" * 2_000, "hidden": False} for number in range(20)
    )
    _booking, (created, used) = calls(ana, event_type, link, answers=answers)
    told = json.loads(build_body(created))
    assert (told["cut"], told["data"]["booking"]["link"]["metadata"]) == (True, {"crm": "7" * 500})
    assert {len(one["value"].encode()) for one in told["data"]["booking"]["answers"]} == {500}
    assert "cut" not in json.loads(build_body(used))


def test_usual_bodies_are_whole(ana, event_type):
    _booking, found = calls(ana, event_type, one_time_link(ana), note="n" * 2_000)
    told = json.loads(build_body(found[0]))
    assert ("cut" in told, told["data"]["booking"]["answers"][0]["value"]) == (False, "n" * 2_000)
