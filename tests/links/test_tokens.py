"""Signed tokens: what was made is found again, and whatever was not made costs no query."""

import random
from collections.abc import Callable
from string import ascii_letters, digits
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import Refusal
from bookings.actions import book
from bookings.errors import UnknownBooking
from bookings.queries import find_booking
from links.errors import UnknownLink
from links.queries import find_link
from links.tokens import ALPHABET, HANDLE_BYTES, LENGTH, Genuine, Purpose, make, new_handle, verify
from tests.builders import NOW, one_time_link, submission

KEYS = {"a": b"a" * 32, "b": b"b" * 32}


def mutants(token: str) -> list[str]:
    """Every token that differs in exactly one character."""
    return [
        token[:place] + other + token[place + 1 :]
        for place, character in enumerate(token)
        for other in ALPHABET
        if other != character
    ]


@given(st.sampled_from(Purpose), st.sampled_from(sorted(KEYS)), st.binary(min_size=8, max_size=8))
def test_what_was_made_names_its_row_again(purpose, kid, handle):
    token = make(purpose, kid, handle, KEYS)
    assert (len(token), set(token) <= set(ascii_letters + digits)) == (34, True)
    assert verify(purpose, token, KEYS) == Genuine(kid, handle)
    assert [verify(other, token, KEYS) for other in Purpose if other != purpose] == [None, None]


@given(st.text(max_size=40) | st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_no_text_is_a_token_by_chance(text):
    assert [verify(purpose, text, KEYS) for purpose in Purpose] == [None, None, None]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "0",
        lambda token: token + "\n",
        lambda token: " " + token[1:],
        lambda token: token[:-1] + "٣",  # a digit, but not ours
        lambda token: token[:-1] + "é",
        lambda token: token[:-1] + "\0",
        lambda token: token.swapcase(),
        lambda token: "c" + token[1:],  # a kid nobody has
        lambda token: "b" + token[1:],  # another's kid
        lambda token: token[0] + "z" * 11 + token[12:],  # a handle of more than eight bytes
        lambda token: token[0] + "LygHa16AHYG" + token[12:],  # 2 to the 64th, the first that does not fit
    ],
)
def test_odd_tokens_are_refused(spoil):
    token = make(Purpose.BOOK, "a", new_handle(), KEYS)
    assert verify(Purpose.BOOK, spoil(token), KEYS) is None


def test_the_largest_handle_fits():
    handle = b"\xff" * HANDLE_BYTES
    token = make(Purpose.BOOK, "a", handle, KEYS)
    assert (token[1:12], verify(Purpose.BOOK, token, KEYS)) == ("LygHa16AHYF", Genuine("a", handle))


def test_a_dropped_key_kills_its_tokens_and_makes_no_more():
    handle = new_handle()
    token = make(Purpose.BOOK, "a", handle, KEYS)
    assert verify(Purpose.BOOK, token, {"b": KEYS["b"]}) is None
    with pytest.raises(KeyError):
        make(Purpose.BOOK, "a", handle, {"b": KEYS["b"]})


def test_a_key_of_the_same_kid_does_not_open_anothers_tokens():
    token = make(Purpose.BOOK, "a", new_handle(), KEYS)
    assert verify(Purpose.BOOK, token, {"a": KEYS["b"]}) is None


def guesses(purpose: Purpose, at_random: int, real: int) -> list[str]:
    """Random tokens, and every one-character change of genuine ones."""
    kid, dice = next(iter(settings.LINK_KEYS)), random.Random(2030)
    # The kid is public knowledge, so half of the guesses know it.
    tokens = [
        (kid if number % 2 else dice.choice(ALPHABET)) + "".join(dice.choices(ALPHABET, k=LENGTH - 1))
        for number in range(at_random)
    ]
    for _ in range(real):
        tokens += mutants(make(purpose, kid, new_handle(), settings.LINK_KEYS))
    return tokens


def is_refused(look_up: Callable[[str], Any], refusal: type[Exception], token: str) -> bool:
    try:
        look_up(token)
    except refusal:
        return True
    return False


@pytest.mark.parametrize(
    ("look_up", "refusal", "purpose", "at_random", "real"),
    [
        (find_link, UnknownLink, Purpose.BOOK, 100_000, 100),
        (find_booking, UnknownBooking, Purpose.MANAGE, 10_000, 10),
    ],
    ids=["link", "booking"],
)
def test_forged_tokens_cost_no_query(db, look_up, refusal, purpose, at_random, real):
    tokens = guesses(purpose, at_random, real)
    with CaptureQueriesContext(connection) as queries:
        refused = sum(is_refused(look_up, refusal, token) for token in tokens)
    assert (refused, len(queries)) == (at_random + real * LENGTH * (len(ALPHABET) - 1), 0)


def test_unknown_reads_as_forged_and_real_is_found(ana):
    link = one_time_link(ana)
    unknown = make(Purpose.BOOK, link.kid, new_handle(), settings.LINK_KEYS)
    forged = unknown[:-1] + ("0" if unknown[-1] != "0" else "1")
    messages = set()
    for token in (unknown, forged):
        with pytest.raises(UnknownLink) as refusal:
            find_link(token)
        messages.add(str(refusal.value))
    assert (find_link(link.token()), len(messages)) == (link, 1)


@pytest.mark.django_db
def test_a_row_opens_for_its_own_purpose_only(ana, event_type):
    link = one_time_link(ana)
    booking = book(submission=submission(event_type.pk), link=link, now=NOW).bookings.get()
    found = {
        (row, purpose): [
            what for what, look_up in (("link", find_link), ("booking", find_booking)) if opens(look_up, token)
        ]
        for row, handle in (("link", link.handle), ("booking", booking.handle))
        for purpose in Purpose
        for token in [make(purpose, link.kid, bytes(handle), settings.LINK_KEYS)]
    }
    assert {pair: opened for pair, opened in found.items() if opened} == {
        ("link", Purpose.BOOK): ["link"],
        ("booking", Purpose.MANAGE): ["booking"],
    }


def opens(look_up: Callable[[str], Any], token: str) -> bool:
    return not is_refused(look_up, Refusal, token)


ENDPOINTS = {"link": Purpose.BOOK, "link-book": Purpose.BOOK, "link-mine": Purpose.BOOK}
ENDPOINTS |= {"booking": Purpose.MANAGE, "booking-ics": Purpose.MANAGE}


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_endpoints_answer_to_their_own_purpose_and_to_no_forgery(client, ana, event_type, endpoint):
    """Threats 1, 2 and 4: one and the same 404, without a query, whatever is wrong with the token."""
    spent = one_time_link(ana)
    booking = book(submission=submission(event_type.pk), link=spent, now=NOW).bookings.get()
    row = booking if ENDPOINTS[endpoint] == Purpose.MANAGE else spent
    tokens = {purpose: make(purpose, row.kid, bytes(row.handle), settings.LINK_KEYS) for purpose in Purpose}
    genuine = tokens.pop(ENDPOINTS[endpoint])
    assert client.get(reverse(endpoint, args=[genuine])).status_code != 404
    wrong = [*tokens.values(), *random.Random(2030).sample(mutants(genuine), 40), *guesses(Purpose.FEED, 40, 0)]
    with CaptureQueriesContext(connection) as queries:
        replies = [
            (reply.status_code, reply.content.replace(token.encode(), b""))
            for token in wrong
            for method in (client.get, client.post)
            for reply in [method(reverse(endpoint, args=[token]))]
        ]
    allowed = {reply for reply in replies if reply[0] != 405}
    assert ({status for status, _ in replies} <= {404, 405}, len(allowed), len(queries)) == (True, 1, 0)
    # A genuine token of no row reads the same.
    unknown = make(ENDPOINTS[endpoint], row.kid, new_handle(), settings.LINK_KEYS)
    reply = client.get(reverse(endpoint, args=[unknown]))
    assert (reply.status_code, reply.content.replace(unknown.encode(), b"")) in allowed
