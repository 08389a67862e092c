"""What the terms let, said to the customer before they book: A16."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.dates import to_epoch
from customer.policies import terms_before_booking
from pages.models import EventType
from tests.builders import NOW, START, one_time_link
from tests.customer.customers import read
from tests.tables import table

DAY = 24 * 60


@table(
    ("move", "cancel", "said"),
    [
        (("any", DAY), ("any", 5), []),
        (("before", 0), ("any", DAY), []),
        (("before", DAY), ("before", DAY), ["It can be moved or cancelled up to 24 hours before the start."]),
        (("never", DAY), ("never", 5), ["Once booked, it cannot be moved or cancelled here."]),
        (("any", 0), ("before", 30 * DAY), ["It can be cancelled up to 30 days before the start."]),
        # The start is forty days ahead.
        (("any", 0), ("before", 41 * DAY), ["Once booked, it cannot be cancelled here."]),
        (("never", 0), ("before", 41 * DAY), ["Once booked, it cannot be moved or cancelled here."]),
        (
            ("before", 90),
            ("never", 0),
            ["It can be moved up to 1 hour 30 minutes before the start.", "Once booked, it cannot be cancelled here."],
        ),
    ],
)
@pytest.mark.feature("A16")
def test_only_real_restrictions_are_told(move, cancel, said):
    terms = {"reschedule_when": move[0], "reschedule_before": move[1], "cancel_when": cancel[0]}
    event_type = EventType(**terms, cancel_before=cancel[1])
    assert terms_before_booking(event_type, NOW + timedelta(days=40), NOW) == said


@pytest.mark.django_db
@pytest.mark.feature("A16")
def test_details_tell_deadline_without_further_query(client, ana, event_type, django_assert_num_queries):
    address = reverse("link-book", args=[one_time_link(ana).token()]) + f"?start={to_epoch(START)}"
    texts, line = [], "It can be cancelled up to 2 hours before the start."
    for when in ("any", "before"):
        EventType.objects.filter(pk=event_type.pk).update(cancel_when=when, cancel_before=120)
        with django_assert_num_queries(4):
            texts.append(read(client.get(address)).text)
    assert [line in text for text in texts] == [False, True]
