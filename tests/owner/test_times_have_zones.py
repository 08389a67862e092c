"""Wherever the owner's side prints a time, the page says in which zone it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from links.actions import mint
from tests.builders import NOW
from tests.customer.customers import read
from tests.owner.links.test_batches import emailed
from tests.owner.links.test_requests import asked as asked_for_link
from tests.owner.meetings.owners import TUESDAY, make_meeting, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.page]
TIME = re.compile(r"\b\d{1,2}:\d\d\b")


@pytest.mark.feature("V26")
def test_every_page_with_times_names_zone(anas, ana, anas_page):
    booking, request = make_meeting(ana), make_request(ana, TUESDAY)
    mint(actor=ana, page=anas_page, max_uses=None, expires_at=NOW + timedelta(days=9), now=NOW)
    batch, link = emailed(ana), asked_for_link(ana).link
    names = ["home", "meetings", "meeting-logs", "links", "my-links", "all-links", "batches", "link-requests"]
    of_rows = {
        "meeting": booking, "reschedule-meeting": booking, "cancel-meeting": booking, "reassign-meeting": booking,
        "approve-request": request, "link-page": link, "batch": batch, "extend-link": link,
        "send-link": link, "schedule": anas_page.schedule,
    }  # fmt: skip
    addresses = [reverse(name) for name in names] + [reverse(name, args=[row.pk]) for name, row in of_rows.items()]
    texts = {address: read(anas.get(address)).text for address in addresses}
    timed = {address for address, text in texts.items() if TIME.search(text)}
    assert len(timed) > 12
    assert {address for address in timed if "Madrid" not in texts[address]} == set()
