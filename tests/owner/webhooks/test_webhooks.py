"""Settings > Webhooks: made, tested, read, renewed, switched off and on, deleted. Secrets stay behind the password."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import HistoryEntry
from deliveries.models import Call, Delivery, Endpoint, Medium
from deliveries.webhooks import actions
from deliveries.webhooks.signing import secret_text
from owner.webhooks.forms import CHOICES, EndpointForm
from tests.bookings.meetings import book_meeting
from tests.builders import NOW
from tests.markup import markup
from tests.webhooks.receiver import endpoint_at, make_call

pytestmark = [pytest.mark.django_db, pytest.mark.page]
LIST, URL = "/settings/webhooks/", "https://crm.example/hooks?key=s3cr3t"
ALL = [value for value, _label in CHOICES]
# Session and user; then the webhooks.
QUERIES = 3


def made(anas, **changes):
    return anas.post(f"{LIST}new/", {"url": URL, "about": "CRM", "events": ALL} | changes)


def test_an_admin_makes_a_webhook(anas, ana):
    assert "No webhooks yet" in markup(anas.get(LIST))
    response = made(anas)
    endpoint = Endpoint.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("webhook", args=[endpoint.pk]))
    assert (endpoint.url, endpoint.about, endpoint.events, endpoint.created_by) == (URL, "CRM", [], ana)
    page = markup(anas.get(LIST))
    assert "Not called yet" in page
    assert "Everything" in page
    # Its address may hold a secret of the other program.
    assert "s3cr3t" not in page
    assert HistoryEntry.objects.filter(subject="endpoint", subject_id=endpoint.pk, verb="made").exists()


def test_some_events_are_kept_by_name(anas):
    made(anas, events=["booking.created", "booking.cancelled"])
    endpoint = Endpoint.objects.get()
    assert endpoint.events == ["booking.cancelled", "booking.created"]
    page = anas.get(reverse("edit-webhook", args=[endpoint.pk])).content.decode()
    assert page.count(" checked") == 2
    assert URL in page


@pytest.mark.parametrize(
    ("field", "value"), [("url", "crm.example"), ("url", "http://crm.example/"), ("url", ""), ("events", [])]
)
def test_what_cannot_be_kept_is_told(anas, field, value):
    response = made(anas, **{field: value})
    assert (response.status_code, Endpoint.objects.count()) == (422, 0)
    assert f'href="#id_{field}' in markup(response)
    assert 'value="CRM"' in markup(response)


@given(st.text(max_size=60), st.text(max_size=110), st.lists(st.sampled_from([*ALL, "x"])))
def test_any_form_is_judged_quietly(url, about, events):
    form = EndpointForm({"url": url, "about": about, "events": events})
    if form.is_valid():
        assert form.cleaned_data["url"].lower().startswith("https:")


def test_members_read_whom_to_ask(client, ana, ben):
    endpoint_at(URL, ana)
    client.force_login(ben)
    page = markup(client.get(LIST))
    assert "If you need one, ask Ana Ruiz." in page
    assert "crm.example" not in page


def test_the_secret_asks_for_the_password(anas, ana):
    endpoint = endpoint_at(URL, ana)
    address = reverse("webhook-secret", args=[endpoint.pk])
    assert secret_text(endpoint) not in anas.get(reverse("webhook", args=[endpoint.pk])).content.decode()
    session = anas.session
    session["account_authentication_methods"] = []
    session.save()
    response = anas.get(address)
    assert (response.status_code, response["Location"].startswith("/accounts/reauthenticate/")) == (302, True)
    anas.post(response["Location"], {"password": "correct horse battery"})
    assert secret_text(endpoint) in anas.get(address).content.decode()
    assert anas.post(reverse("rotate-webhook", args=[endpoint.pk])).status_code == 302
    page = anas.get(address).content.decode()
    assert secret_text(endpoint) not in page
    assert secret_text(Endpoint.objects.get()) in page
    assert "each call is signed with the former secret, too" in re.sub(r"\s+", " ", page)


def test_a_test_shows_its_answer(anas, ana):
    endpoint = endpoint_at(URL, ana)
    response = anas.post(reverse("test-webhook", args=[endpoint.pk]))
    call = Delivery.objects.get()
    assert response["Location"] == reverse("webhook-call", args=[call.pk])
    waiting = markup(anas.get(response["Location"]))
    assert 'hx-trigger="every 1s"' in waiting
    assert "On its way" in waiting
    Call.objects.create(delivery=call, attempt=1, at=NOW, took_ms=87, status=200, answer="<b>Thanks</b>")
    Delivery.objects.update(sent_at=NOW, attempts=1)
    part = markup(anas.get(response["Location"], headers={"HX-Request": "true"}))
    assert "200 OK" in part
    assert "&lt;b&gt;Thanks&lt;/b&gt;" in part
    assert "hx-trigger" not in part


def test_the_log_is_filtered_and_sent_again(anas, ana, event_type):
    endpoint = endpoint_at(URL, ana)
    booking = book_meeting(ana, event_type)
    created = Delivery.objects.get(kind="booking.created")
    Delivery.objects.filter(kind="link.used").update(sent_at=NOW)
    address = reverse("webhook", args=[endpoint.pk])
    shown = [line.call.kind for line in anas.get(f"{address}?state=delivered").context["lines"]]
    assert shown == ["link.used"]
    assert [line.call for line in anas.get(f"{address}?event=booking.created").context["lines"]] == [created]
    page = anas.get(reverse("webhook-call", args=[created.pk])).content.decode()
    assert booking.reference in page
    assert booking.token() not in page
    assert "[token]" in page
    Delivery.objects.filter(pk=created.pk).update(failed_at=NOW, attempts=10)
    response = anas.post(reverse("call-again", args=[created.pk]))
    again = Delivery.objects.latest("pk")
    assert response["Location"] == reverse("webhook-call", args=[again.pk])
    assert (again.facts["id"], again.facts["once"]) == (created.facts["id"], True)


def test_switched_off_and_on_again(anas, ana, event_type):
    endpoint = endpoint_at(URL, ana)
    anas.post(reverse("disable-webhook", args=[endpoint.pk]))
    book_meeting(ana, event_type)
    page = markup(anas.get(reverse("webhook", args=[endpoint.pk])))
    assert "Send the 2 calls that it missed within seven days" in page
    # Whoever switched it off needs no banner.
    assert "was disabled, because it failed" not in page
    anas.post(reverse("enable-webhook", args=[endpoint.pk]), {"send_missed": "on"})
    assert Delivery.objects.open().filter(recipient=endpoint.recipient).count() == 2
    assert "2 calls that it missed are being made" in markup(anas.get(LIST))


def test_failing_ones_show_a_banner(anas, ana, ben, client):
    endpoint_at(URL, ana, disabled_at=NOW, why="failed")
    words = "The webhook “CRM” at crm.example was disabled, because it failed."
    assert words in markup(anas.get("/settings/"))
    client.force_login(ben)
    assert words not in markup(client.get("/settings/"))


def test_deleted_ones_are_gone(anas, ana):
    endpoint = endpoint_at(URL, ana)
    address = reverse("delete-webhook", args=[endpoint.pk])
    assert "Delete the webhook CRM?" in markup(anas.get(address))
    anas.post(address)
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.removed_at) == ("", NOW)
    assert anas.get(reverse("webhook", args=[endpoint.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_constant_queries(anas, ana, number, django_assert_num_queries):
    for _one in range(number):
        endpoint = Endpoint.objects.get(pk=make_call(ana).delivery.recipient.removeprefix("hook:"))
    with django_assert_num_queries(QUERIES):
        assert len(anas.get(LIST).context["lines"]) == number
    for _one in range(number):
        Delivery.objects.filter(recipient=endpoint.recipient).update(failed_at=None)
    # And whose it is, and the calls, planned anew in a transaction of three.
    with django_assert_num_queries(QUERIES + 5):
        assert anas.get(reverse("webhook", args=[endpoint.pk])).status_code == 200
    call = Call.objects.latest("pk").delivery_id
    # The call, its tries, its webhook.
    with django_assert_num_queries(QUERIES + 2):
        assert anas.get(reverse("webhook-call", args=[call])).status_code == 200


@pytest.mark.parametrize(
    ("name", "deed", "form"),
    [
        ("edit-webhook", "change_endpoint", {"url": URL, "about": "Typed", "events": ALL}),
        ("test-webhook", "send_test", {}),
        ("disable-webhook", "disable_endpoint", {}),
        ("enable-webhook", "enable_endpoint", {}),
        ("delete-webhook", "remove_endpoint", {}),
    ],
)
def test_deeds_at_one_moment_find_it_gone(anas, monkeypatch, caplog, name, deed, form):
    """A colleague deletes it while the other's press is on its way, or one presses *Delete* twice."""
    made(anas)
    endpoint, real = Endpoint.objects.get(), getattr(actions, deed)

    def after_its_end(**given):
        Endpoint.objects.update(removed_at=NOW, url="")
        return real(**given)

    monkeypatch.setattr(actions, deed, after_its_end)
    assert anas.post(reverse(name, args=[endpoint.pk]), form).status_code == 404
    # Not silently: where nobody pressed twice, it is a fault of ours.
    assert "Endpoint.DoesNotExist" in caplog.text


def test_what_a_page_lacks_is_no_deed(anas, monkeypatch):
    """Of whoever only looks, a row that is missing is a fault of ours, and stays one."""
    monkeypatch.setattr("owner.webhooks.views.endpoint_lines", lambda *given: Endpoint.objects.get(pk=0))
    with pytest.raises(Endpoint.DoesNotExist):
        anas.get(LIST)


def test_what_failed_alike_says_why_once(anas, ana):
    crm = endpoint_at(URL, ana)
    rows = [
        Delivery(
            organization=ana.organization, thread=uuid4(), kind="booking.created", medium=Medium.WEBHOOK,
            recipient=crm.recipient, due_at=NOW, failed_at=NOW, attempts=tries, last_error=why, facts={"title": "Call"},
        )
        for tries, why in [(0, "The webhook was disabled.")] * 3 + [(8, "500 Internal Server Error")] * 4 + [(8, "404")]
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)
    html = markup(anas.get(reverse("webhook", args=[crm.pk])))
    assert "3 calls in a row were missed: the webhook was off." in html
    assert "4 calls in a row failed alike: 500 Internal Server Error" in html
    # Once above its run; what stands alone keeps its reason and its colour.
    said = [html.count(one) for one in ("500 Internal", "The webhook was disabled", "<small>404", "Missed<", "Failed<")]
    assert said == [1, 0, 1, 3, 6]
    assert html.count('badge" data-variant="danger"') == 1
