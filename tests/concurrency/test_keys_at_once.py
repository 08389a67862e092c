"""One Idempotency-Key, or one token's allowance, used by many at the same instant through the API."""

import uuid
from collections import Counter

import pytest
from django.utils import timezone

from accounts.actions import approve_pairing, fetch_token, start_pairing
from accounts.actions.api_tokens import MOST_ALLOWED, admit_request
from accounts.errors import PairingExpired
from accounts.models import ApiToken
from bookings.models import Booking
from deliveries.models import Delivery
from links.models import Link, LinkBatch
from links.notifications import LINK_SENT
from tests.api.client import call, token_of
from tests.concurrency.stages import open_stage

CROWD = 32


def same_call(crowd, database, stage, path, body):
    """The same request under one new key, from everybody at once."""
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    asked = {"text": token_of(stage.page.owner).text(), "method": "POST", "path": path, "body": body, **headers}
    return crowd.all_at_once(database, [(call, asked)] * CROWD)


def test_one_key_makes_one_link(arena, crowd, figure):
    stage, rounds = open_stage(), 2
    for number in range(rounds):
        answers = same_call(crowd, arena, stage, "/links", {"page": stage.page.pk, "label": f"No {number}"})
        (link,) = Link.objects.filter(label=f"No {number}")
        assert Counter(answers) == {(201, link.pk): 1, (200, link.pk): CROWD - 1}
    figure(f"{rounds} rounds of {CROWD} equal requests under one key: one link, one 201, and its replays")


def test_one_key_makes_one_batch(arena, crowd):
    stage = open_stage()
    recipients = [{"email": f"p{n}@example.com"} for n in range(3)]
    answers = same_call(crowd, arena, stage, "/links/bulk", {"page": stage.page.pk, "recipients": recipients})
    (batch,) = LinkBatch.objects.filter(organization=stage.page.organization)
    assert Counter(answers) == {(201, batch.pk): 1, (200, batch.pk): CROWD - 1}
    assert Link.objects.filter(batch=batch).count() == 3


@pytest.mark.parametrize("through", ["links", "pages"])
def test_one_key_books_once(arena, crowd, through):
    stage = open_stage()
    pk = stage.link().pk if through == "links" else stage.page.pk
    body = {"start": stage.slot().isoformat(), "name": "Priya Shah", "email": "priya@example.com"}
    answers = same_call(crowd, arena, stage, f"/{through}/{pk}/bookings", body)
    (booking,) = Booking.objects.filter(organization=stage.page.organization)
    assert Counter(answers) == {(201, str(booking.uid)): 1, (200, str(booking.uid)): CROWD - 1}


def sends(crowd, database, stage):
    """Links to as many people, all mailed under one key at once."""
    links = [stage.link(recipient_email=f"p{number}@example.com") for number in range(8)]
    known = {"text": token_of(stage.page.owner).text(), "method": "POST", "Idempotency-Key": uuid.uuid4().hex}
    mail = {"subject": "Pick a time", "text": "Hello"}
    asked = [known | {"path": f"/links/{link.pk}/send", "body": mail} for link in links]
    return Counter(crowd.all_at_once(database, [(call, one) for one in asked]))


def test_one_key_sends_one_mail(arena, crowd, figure):
    stage, rounds = open_stage(), 4
    for number in range(rounds):
        answers = sends(crowd, arena, stage)
        assert sorted(answers.values()) == [1, 7]
        assert answers[409, "idempotency-key-reused"] == 7
        assert Delivery.objects.filter(organization=stage.page.organization, kind=LINK_SENT).count() == number + 1
    figure(f"{rounds} rounds of 8 links mailed under one key: one mail, and seven refusals")


def test_control_without_constraint_key_mails_all(unguarded, crowd, failpoints, figure):
    database = unguarded(("delivery_once_by_key", "deliveries_delivery"))
    stage = open_stage()
    failpoints.set(link_mail="meet 8")
    sends(crowd, database, stage)
    mails = Delivery.objects.filter(kind=LINK_SENT).count()
    assert mails == 8
    figure(f"without delivery_once_by_key: {mails} mails under one key")


def spend(text, cost):
    admitted = admit_request(text=text, cost=cost, network="")
    return admitted is not None and admitted.within_limit


def test_allowance_is_spent_exactly(arena, crowd, figure):
    """What refills while the round lasts lets a few more in; counted twice, or not at all, is none."""
    stage = open_stage()
    token = token_of(stage.page.owner)
    cost = MOST_ALLOWED // 10
    paid = sum(crowd.all_at_once(arena, [(spend, {"text": token.text(), "cost": cost})] * CROWD))
    left = ApiToken.objects.get(pk=token.pk).allowance
    assert 10 <= paid < CROWD
    assert 0 <= left < MOST_ALLOWED
    figure(f"{CROWD} requests at once for a tenth of the allowance each: {paid} were let in")


@pytest.mark.slow
def test_one_key_makes_one_link_often(arena, crowd, figure):
    stage, rounds = open_stage(), 100
    for number in range(rounds):
        answers = same_call(crowd, arena, stage, "/links", {"page": stage.page.pk, "label": f"No {number}"})
        assert Counter(status for status, _pk in answers) == {201: 1, 200: CROWD - 1}
        ApiToken.objects.all().delete()
    assert Link.objects.count() == rounds
    figure(f"{rounds} rounds of {CROWD} equal requests under one key")


def fetch_at_once(device_code):
    """The token that one of the crowd gets, or why not."""
    try:
        return fetch_token(device_code=device_code, now=timezone.now()).text()
    except PairingExpired:
        return None


def test_one_pairing_gives_one_token(arena, crowd, figure):
    stage, rounds = open_stage(), 3
    for _ in range(rounds):
        now = timezone.now()
        pairing = start_pairing(address=None, agent="", now=now)
        approve_pairing(actor=stage.page.owner, letters=pairing.letters, name="Chrome", now=now)
        asked = {"device_code": pairing.device_code()}
        given = [one for one in crowd.all_at_once(arena, [(fetch_at_once, asked)] * CROWD) if one]
        assert given == [stage.page.owner.api_tokens.latest("pk").text()]
    assert stage.page.owner.api_tokens.count() == rounds
    figure(f"{rounds} rounds of {CROWD} fetches of one pairing at once: one token each")
