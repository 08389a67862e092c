"""A link that ends while its form is sent, and clocks that differ: a customer is told what was judged."""

from datetime import timedelta
from unittest import mock

import pytest

from bookings.errors import Busy
from bookings.models import Booking
from links.actions import mint_version
from links.errors import DeadLink
from links.liveness import DeadReason
from links.models import Link
from tests.builders import NOW, one_time_link
from tests.customer.customers import fields, send, times, title

pytestmark = [pytest.mark.django_db, pytest.mark.page]
WHO = {"name": "Priya Shah", "email": "priya@example.com"}
MONTH = timedelta(days=30)
MOMENT = timedelta(minutes=1)


def sent_while(client, link, changed, refusal, **change):
    """Send the form of the link, and change a link in the moment before the booking is refused."""
    details = times(client, f"/l/{link.token()}/?day=2030-01-08")[0]

    def refuse(**_arguments):
        Link.objects.filter(pk=changed.pk).update(**change)
        raise refusal

    with mock.patch("customer.book.book", side_effect=refuse):
        return send(client, details, **WHO)


@pytest.mark.parametrize("before", [NOW + MONTH, None])
@pytest.mark.parametrize("by", ["link", "parent"])
@pytest.mark.feature("B6")
def test_page_names_the_end_that_was_judged(client, ana, by, before):
    parent = one_time_link(ana, max_uses=None, expires_at=before)
    link = one_time_link(ana, expires_at=before) if by == "link" else mint_version(actor=ana, parent=parent, now=NOW)
    changed = link if by == "link" else parent
    response = sent_while(client, link, changed, DeadLink(DeadReason.EXPIRED), expires_at=NOW - MOMENT)
    assert (response.status_code, title(response)) == (410, "This link expired on 7 January.")
    assert not Booking.objects.exists()


@pytest.mark.feature("B6")
def test_page_of_withdrawn_link_says_so(client, ana):
    link = one_time_link(ana)
    response = sent_while(client, link, link, DeadLink(DeadReason.REVOKED), revoked_at=NOW)
    assert (response.status_code, title(response)) == (410, "This link has been withdrawn.")


@pytest.mark.parametrize("after", [NOW + MONTH, None])
@pytest.mark.feature("B6")
def test_page_names_no_day_to_come(client, ana, after):
    """The link was extended again before it was read a second time."""
    link = one_time_link(ana, expires_at=NOW + MOMENT)
    response = sent_while(client, link, link, DeadLink(DeadReason.EXPIRED), expires_at=after)
    assert (response.status_code, title(response)) == (410, "This link no longer works.")


@pytest.mark.feature("B6")
def test_busy_loser_reads_why_he_lost(client, ana):
    link = one_time_link(ana)
    response = sent_while(client, link, link, Busy(), uses=1, used_at=NOW)
    assert (response.status_code, title(response)) == (410, "This link has already been used to book a meeting.")


@pytest.mark.feature("B6", "R13")
def test_own_form_is_no_stranger(client, ana, event_type):
    """The form was accepted, and sent again it has to wait: it is not told that somebody has used the link."""
    link = one_time_link(ana)
    details = times(client, f"/l/{link.token()}/?day=2030-01-08")[0]
    form = fields(client.get(details)) | WHO
    assert client.post(details, form).status_code == 303
    with mock.patch("customer.book.book", side_effect=Busy):
        assert client.post(details, form).status_code == 503
    assert client.post(details, form).status_code == 303


@pytest.mark.parametrize(("behind", "status"), [(timedelta(minutes=10), 200), (timedelta(0), 410)])
@pytest.mark.feature("B6")
def test_database_decides_whether_link_ended(client, ana, monkeypatch, behind, status):
    """This machine's clock may be ahead of the database's, which decides about bookings."""
    monkeypatch.setattr("links.queries.tokens.read_clock", lambda: NOW - behind)
    link = one_time_link(ana, expires_at=NOW - timedelta(minutes=5))
    assert client.get(f"/l/{link.token()}/").status_code == status
