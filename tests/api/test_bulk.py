"""Many links at once through the API: all or none, once under each key, each with its own metadata."""

import uuid
from datetime import timedelta

import pytest

from accounts.actions import change_delegates
from accounts.models import Scope
from deliveries.models import Delivery
from links.models import Link, LinkBatch
from tests.api.client import Program, code_of, token_of
from tests.builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def bens(ben):
    return Program(token_of(ben, Scope.LINKS_READ, Scope.LINKS_WRITE))


def people(number, **more):
    return [{"name": f"P{n}", "email": f"p{n}@example.com", "metadata": {"crm": str(n)}, **more} for n in range(number)]


def test_each_recipient_has_their_own(bens, ben):
    sent = {
        "page": ben.pages.get().pk,
        "label": "Fair",
        "locked": True,
        "recipients": [*people(2), {"email": "tom@example.com", "label": "VIP", "answers": {"topic": "Prices"}}],
        "mail": {"subject": "Hello {name}", "text": "Please choose a time."},
    }
    response = bens("POST", "/links/bulk", sent)
    said = response.json()
    assert (response.status_code, said["count"], said["batch"]) == (201, 3, LinkBatch.objects.get().pk)
    assert [
        (one["recipient"]["email"], one["label"], one["metadata"], one["answers"], one["batch"])
        for one in said["links"]
    ] == [
        ("p0@example.com", "Fair", {"crm": "0"}, {}, said["batch"]),
        ("p1@example.com", "Fair", {"crm": "1"}, {}, said["batch"]),
        ("tom@example.com", "VIP", {}, {"topic": "Prices"}, said["batch"]),
    ]
    assert {mail.facts["subject"] for mail in Delivery.objects.all()} == {"Hello P0", "Hello P1", "Hello"}
    found = bens("GET", f"/links?batch={said['batch']}&metadata[crm]=1").json()["data"]
    assert [one["id"] for one in found] == [said["links"][1]["id"]]


def test_same_key_or_list_is_made_once(bens, ben):
    sent = {"page": ben.pages.get().pk, "recipients": people(2)}
    once = {"Idempotency-Key": uuid.uuid4().hex}
    first, again = (bens("POST", "/links/bulk", sent, **once) for _ in range(2))
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 200, "true")
    assert first.json() == again.json()
    other = sent | {"recipients": people(3)}
    assert code_of(bens("POST", "/links/bulk", other, **once)) == (409, "idempotency-key-reused")
    # Without a key the list itself is what is made once.
    statuses = [bens("POST", "/links/bulk", other).status_code for _ in range(2)]
    assert (statuses, LinkBatch.objects.count(), Link.objects.count()) == ([201, 200], 2, 5)
    # After its time it is a new key.
    LinkBatch.objects.update(created_at=NOW - timedelta(days=31))
    statuses = [bens("POST", "/links/bulk", other, **once).status_code for _ in range(2)]
    assert (statuses, LinkBatch.objects.count()) == ([201, 200], 3)


@pytest.mark.parametrize(
    ("choice", "pointer"),
    [
        ({"recipients": []}, "/recipients"),
        ({"recipients": [{"email": "a@example.com"}] * 1_001}, "/recipients"),
        ({"recipients": [{"email": "a@example.com"}, {"email": "A@example.com"}]}, "/recipients/1/email"),
        ({"recipients": [{"email": "nobody"}]}, "/recipients/0/email"),
        ({"recipients": [{"name": "x"}]}, "/recipients/0/email"),
        ({"recipients": [{"email": "a@example.com", "metadata": {"a": None}}]}, "/recipients/0/metadata/a"),
        ({"mail": {"subject": "Hi {first}", "text": "x"}}, "/mail/subject"),
        ({"mail": {"subject": "Hi", "text": ""}}, "/mail/text"),
        ({"page": None}, "/page"),
    ],
)
def test_one_wrong_row_makes_none(bens, ben, choice, pointer):
    sent = {"page": ben.pages.get().pk, "recipients": people(2)} | choice
    response = bens("POST", "/links/bulk", sent)
    assert code_of(response) == (422, "invalid")
    assert response.json()["errors"][0]["pointer"] == pointer
    assert not Link.objects.exists()


def test_delegates_make_them_for_their_owner(bens, ana, ben):
    sent = {"page": ana.pages.get().pk, "recipients": people(1), "owner": ana.pk}
    assert code_of(bens("POST", "/links/bulk", sent)) == (403, "not-for-them")
    assert not LinkBatch.objects.exists()
    change_delegates(actor=ana, delegates=[ben], now=NOW)
    (link,) = bens("POST", "/links/bulk", sent).json()["links"]
    assert (link["owner"]["id"], link["created_by"]["id"]) == (ana.pk, ben.pk)


def test_bulk_calls_are_limited(bens, ben):
    sent = {"page": ben.pages.get().pk, "recipients": people(1)}
    statuses = [bens("POST", "/links/bulk", sent).status_code for _ in range(21)]
    assert statuses == [201] + [200] * 19 + [429]


def test_thousand_links_take_few_queries(bens, ben, django_assert_max_num_queries):
    sent = {"page": ben.pages.get().pk, "recipients": people(1_000)}
    with django_assert_max_num_queries(30):
        response = bens("POST", "/links/bulk", sent)
    assert (response.status_code, len(response.json()["links"])) == (201, 1_000)
