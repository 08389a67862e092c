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

from accounts.actions.api_tokens import admit_request
from accounts.errors import Refusal
from accounts.models.api_tokens import PREFIX
from bookings.actions import book
from bookings.errors import UnknownBooking
from bookings.queries import find_booking
from core.tokens import ALPHABET, HANDLE_BYTES, LENGTHS, Purpose, VerifiedToken, make_token, new_handle, verify_token
from links.errors import UnknownLink
from links.queries import find_link
from scheduler import secrets as own_secrets
from tests.builders import NOW, forged, one_time_link, submission
from tests.tables import table

# A key of the first installations, which signs under two kids, and a newer one.
RING = f"a:{'a' * 64},00b:{'b' * 64}"
KEYS = own_secrets.parse_keyring(RING)
KIDS = ["a", "00a", "00b"]
both_lengths = pytest.mark.parametrize("kid", ["a", "00a"])


def mutants(token: str) -> list[str]:
    """Every token that differs in exactly one character."""
    return [
        token[:place] + other + token[place + 1 :]
        for place, character in enumerate(token)
        for other in ALPHABET
        if other != character
    ]


@given(st.sampled_from(Purpose), st.sampled_from(KIDS), st.binary(min_size=8, max_size=8))
def test_what_was_made_names_its_row_again(purpose, kid, handle):
    token = make_token(purpose, kid, handle, KEYS)
    assert (len(token), set(token) <= set(ascii_letters + digits)) == (33 + len(kid), True)
    assert verify_token(purpose, token, KEYS) == VerifiedToken(kid, handle)
    assert [verify_token(other, token, KEYS) for other in Purpose if other != purpose] == [None] * (len(Purpose) - 1)


def test_the_purposes_are_these():
    assert [str(one) for one in Purpose] == ["book", "manage", "feed", "api", "push", "sign", "preview", "hook", "pair"]


@given(st.text(max_size=40) | st.text(alphabet=ALPHABET, min_size=33, max_size=37))
def test_no_text_is_a_token_by_chance(text):
    assert [verify_token(purpose, text, KEYS) for purpose in Purpose] == [None] * len(Purpose)


def test_tokens_of_older_release_still_open():
    """Signed by the release that made them, with its keys."""
    ring = own_secrets.parse_keyring("b:" + "b0" * 32 + ",a:" + "a0" * 32)
    handle = bytes.fromhex("0102030405060708")
    assert make_token(Purpose.BOOK, "a", handle, ring) == "a05McJmDgrvc1SPsye5vLwc3rB6LS9sa73"
    assert verify_token(Purpose.MANAGE, "b05McJmDgrvc1103UWSMxx9VODEmDa7jg7", ring) == VerifiedToken("b", handle)


@both_lengths
def test_kid_is_part_of_the_signature(kid):
    handle = new_handle()
    long, short = make_token(Purpose.BOOK, "00a", handle, KEYS), make_token(Purpose.BOOK, "a", handle, KEYS)
    assert (long[3:14], long[14:] != short[12:]) == (short[1:12], True)
    assert [verify_token(Purpose.BOOK, token, KEYS) for token in ("00" + short, long[2:])] == [None, None]


@table(
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
        lambda token: token[:-33][:-1] + "c" + token[-33:],  # a kid nobody has
        lambda token: token[:-33][:-1] + "b" + token[-33:],  # another's kid
        lambda token: token[:-33] + "z" * 11 + token[-22:],  # a handle of more than eight bytes
        lambda token: token[:-33] + "LygHa16AHYG" + token[-22:],  # 2 to the 64th, the first that does not fit
        lambda token: "0" + token,
        lambda token: "00" + token,
        lambda token: token[1:],
        lambda token: token[2:],
    ],
)
@table("kid", ["a", "00a"])
def test_odd_tokens_are_refused(spoil, kid):
    token = make_token(Purpose.BOOK, kid, new_handle(), KEYS)
    assert verify_token(Purpose.BOOK, spoil(token), KEYS) is None


@both_lengths
def test_the_largest_handle_fits(kid):
    handle = b"\xff" * HANDLE_BYTES
    token = make_token(Purpose.BOOK, kid, handle, KEYS)
    assert (token[-33:-22], verify_token(Purpose.BOOK, token, KEYS)) == ("LygHa16AHYF", VerifiedToken(kid, handle))


@both_lengths
def test_dropped_key_ends_its_tokens(kid):
    handle = new_handle()
    token = make_token(Purpose.BOOK, kid, handle, KEYS)
    assert verify_token(Purpose.BOOK, token, {"00b": KEYS["00b"]}) is None
    with pytest.raises(KeyError):
        make_token(Purpose.BOOK, kid, handle, {"00b": KEYS["00b"]})


@both_lengths
def test_another_key_of_same_kid_is_refused(kid):
    token = make_token(Purpose.BOOK, kid, new_handle(), KEYS)
    assert verify_token(Purpose.BOOK, token, {kid: KEYS["00b"]}) is None


def guesses(purpose: Purpose, at_random: int, real: int) -> list[str]:
    """Random tokens of both lengths, and every one-character change of genuine ones."""
    dice = random.Random(2030)
    tokens = []
    for number in range(at_random):
        length = (34, 36)[number // 2 % 2]
        # The kid is public knowledge, so half of the guesses know it.
        kid = {34: "a", 36: "00a"}[length] if number % 2 else ""
        tokens.append(kid + "".join(dice.choices(ALPHABET, k=length - len(kid))))
    for number in range(real):
        tokens += mutants(make_token(purpose, KIDS[number % 2], new_handle(), settings.LINK_KEYS))
    return tokens


def ask_api(token: str) -> None:
    if admit_request(text=f"{PREFIX}{token}", cost=1, network="") is None:
        raise UnknownLink


def is_refused(look_up: Callable[[str], Any], refusal: type[Exception], token: str) -> bool:
    try:
        look_up(token)
    except refusal:
        return True
    return False


@pytest.mark.parametrize(
    ("look_up", "refusal", "purpose", "at_random", "real"),
    [
        pytest.param(find_link, UnknownLink, Purpose.BOOK, 1_000, 2, id="link"),
        pytest.param(find_booking, UnknownBooking, Purpose.MANAGE, 1_000, 2, id="booking"),
        pytest.param(ask_api, UnknownLink, Purpose.API, 1_000, 2, id="API"),
        pytest.param(find_link, UnknownLink, Purpose.BOOK, 100_000, 100, id="many links", marks=pytest.mark.walk),
        pytest.param(find_booking, UnknownBooking, Purpose.MANAGE, 10_000, 10, id="many", marks=pytest.mark.walk),
        pytest.param(ask_api, UnknownLink, Purpose.API, 100_000, 100, id="many of the API", marks=pytest.mark.walk),
    ],
)
def test_forged_tokens_cost_no_query(db, settings, look_up, refusal, purpose, at_random, real):
    settings.LINK_KEYS = KEYS
    tokens = guesses(purpose, at_random, real)
    with CaptureQueriesContext(connection) as queries:
        refused = sum(is_refused(look_up, refusal, token) for token in tokens)
    of_real_ones = real // 2 * sum(LENGTHS) * (len(ALPHABET) - 1)
    assert (refused, len(queries)) == (at_random + of_real_ones, 0)


def test_unknown_and_forged_links_read_alike(ana):
    link = one_time_link(ana)
    unknown = make_token(Purpose.BOOK, link.kid, new_handle(), settings.LINK_KEYS)
    messages = set()
    for token in (unknown, forged(unknown)):
        with pytest.raises(UnknownLink) as refusal:
            find_link(token)
        messages.add(str(refusal.value))
    assert (find_link(link.token()), len(messages)) == (link, 1)


@pytest.mark.django_db
def test_row_opens_only_for_its_purpose(ana, event_type):
    link = one_time_link(ana)
    booking = book(submission=submission(event_type.pk), link=link, now=NOW).bookings.get()
    found = {
        (row, purpose): [
            what for what, look_up in (("link", find_link), ("booking", find_booking)) if opens(look_up, token)
        ]
        for row, handle in (("link", link.handle), ("booking", booking.handle))
        for purpose in Purpose
        for token in [make_token(purpose, link.kid, bytes(handle), settings.LINK_KEYS)]
    }
    assert {pair: opened for pair, opened in found.items() if opened} == {
        ("link", Purpose.BOOK): ["link"],
        ("booking", Purpose.MANAGE): ["booking"],
    }


def opens(look_up: Callable[[str], Any], token: str) -> bool:
    return not is_refused(look_up, Refusal, token)


ENDPOINTS = {"link": Purpose.BOOK, "link-book": Purpose.BOOK, "link-mine": Purpose.BOOK}
ENDPOINTS |= {"booking": Purpose.MANAGE, "booking-ics": Purpose.MANAGE}


@pytest.mark.walk
@pytest.mark.django_db
@both_lengths
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_endpoints_open_only_for_their_purpose(client, ana, event_type, settings, endpoint, kid):
    """Threats 1, 2 and 4: one and the same 404, without a query, whatever is wrong with the token."""
    settings.LINK_KEYS = KEYS
    spent = one_time_link(ana)
    booking = book(submission=submission(event_type.pk), link=spent, now=NOW).bookings.get()
    row = booking if ENDPOINTS[endpoint] == Purpose.MANAGE else spent
    row.kid = kid
    row.save()
    tokens = {purpose: make_token(purpose, row.kid, bytes(row.handle), settings.LINK_KEYS) for purpose in Purpose}
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
    unknown = make_token(ENDPOINTS[endpoint], row.kid, new_handle(), settings.LINK_KEYS)
    reply = client.get(reverse(endpoint, args=[unknown]))
    assert (reply.status_code, reply.content.replace(unknown.encode(), b"")) in allowed
