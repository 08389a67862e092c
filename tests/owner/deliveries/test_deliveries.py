"""The list of mails, and *Try again*."""

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from deliveries.models import Delivery
from tests.builders import NOW
from tests.deliveries.builders import make_delivery
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]
# Session, user, the two lists in a transaction of three: begin, plan, end.
QUERIES = 7
LIST = "/deliveries/"


def failed(organization, recipient="priya@example.com"):
    return make_delivery(organization, recipient, failed_at=NOW, attempts=8, last_error="550 no such user <script>")


def test_an_admin_sees_what_failed_and_why(ana, acme, client):
    delivery = failed(acme)
    client.force_login(ana)
    html = markup(client.get(LIST))
    for expected in (
        "priya@example.com",
        "Confirmation to the customer",
        "Intro call",
        "550 no such user &lt;script&gt;",
        "Failed Mon 7 Jan, 09:00",
        "Times are in Madrid time.",
        reverse("retry-delivery", args=[delivery.pk]),
    ):
        assert expected in html


def test_list_is_not_cached(ana, acme, client):
    failed(acme)
    client.force_login(ana)
    assert "no-store" in client.get(LIST).headers["Cache-Control"]


def test_list_shows_other_mails_without_failures(ana, acme, client):
    make_delivery(acme, "sent@example.com", sent_at=NOW)
    make_delivery(acme, "old@example.com", superseded_at=NOW)
    make_delivery(acme, "again@example.com", attempts=2, last_error="451 later")
    make_delivery(acme, "new@example.com")
    client.force_login(ana)
    response = client.get(LIST)
    html = markup(response)
    assert "All emails have been sent" in html
    assert [row.delivery.recipient for row in response.context["recent"]] == [
        "new@example.com", "again@example.com", "old@example.com", "sent@example.com",
    ]  # fmt: skip
    for word in ("On its way", "Trying again", "451 later", "Not sent", "Replaced", "Sent"):
        assert word in html
    assert "Try again" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_constant_number_of_queries(ana, acme, client, count, django_assert_num_queries):
    for number in range(count):
        failed(acme, f"p{number}@example.com")
        make_delivery(acme, f"s{number}@example.com", sent_at=NOW)
    client.force_login(ana)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)


def test_a_mail_is_tried_again(ana, acme, client):
    delivery = failed(acme)
    client.force_login(ana)
    response = client.post(reverse("retry-delivery", args=[delivery.pk]), follow=True)
    delivery.refresh_from_db()
    assert response.redirect_chain == [(LIST, 302)]
    assert "The message to priya@example.com is being sent again." in markup(response)
    assert (delivery.failed_at, delivery.attempts) == (None, 0)
    assert HistoryEntry.objects.filter(subject="delivery", verb="tried again", actor=ana).count() == 1
    again = client.post(reverse("retry-delivery", args=[delivery.pk]), follow=True)
    assert "This message is already being resent." in markup(again)


def test_only_the_organizations_admins_get_in(ana, ben, zoe, acme, client):
    delivery = failed(acme)
    again = reverse("retry-delivery", args=[delivery.pk])
    assert client.get(LIST)["Location"].startswith("/accounts/login/")
    assert client.post(again)["Location"].startswith("/accounts/login/")
    client.force_login(ben)
    assert (client.get(LIST).status_code, client.post(again).status_code) == (403, 403)
    client.force_login(zoe)
    assert "priya@example.com" not in markup(client.get(LIST))
    assert client.post(again).status_code == 404
    client.force_login(ana)
    assert client.get(again).status_code == 405
    assert Delivery.objects.failed().get() == delivery
