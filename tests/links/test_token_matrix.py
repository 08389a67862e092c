"""Every token there is, at every door that takes one: each opens its own, and nothing else.

Two organizations have one row of each kind. Their tokens, those with parts of the other's, and those signed otherwise
are tried at each URL that takes a token, by everybody, with GET and POST. A new URL with a token fails the first test
until it is listed here.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.apps import apps
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actions import invitation_key, invite
from bookings.actions import book
from bookings.actions.feeds import keep_feed
from core import tokens
from core.tokens import MAC_LENGTH, Purpose
from customer import form_token
from links.previews import PreviewKind, preview_token
from scheduler.secrets import parse_keyring
from tests.builders import NOW, START, one_time_link, submission
from tests.rendering import no_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_often_as_needed"), pytest.mark.walk]

# Parameters of addresses that open nothing by themselves: numbers of rows, names that everybody may know.
NO_TOKENS = {"pk", "organization", "page", "digest", "object_id", "app_label", "content_type_id", "url", "service"} | {
    # A stylesheet with the colour of a brand.
    "name",
    # In addresses of the API, which ask for a token of their own.
    "link_id",
    "page_id",
    "uid",
    # What a browser fetches its API token with; tests/api/test_pairings.py tries it.
    "device_code",
}

# Told of changed calendars by Google and Microsoft; tests/calendars/test_pushes.py forges its tokens.
BESIDE = "calendar-hook"

# The doors, and the kinds of tokens that open them.
LINKS, BOOKINGS = {"open link", "spent link", "dead link"}, {"booking"}
DOORS = {
    "link": LINKS,
    "link-book": LINKS,
    "link-mine": LINKS,
    "link-ask": LINKS,
    "preview": {"preview"},
    "preview-book": {"preview"},
    "booking": BOOKINGS,
    "booking-ics": BOOKINGS,
    "booking-reschedule": BOOKINGS,
    "booking-cancel": BOOKINGS,
    "booking-reminders": BOOKINGS,
    "feed": {"feed"},
    "join": {"invitation"},
    "account_confirm_email": {"email confirmation"},
    "account_reset_password_from_key": {"password reset"},
}
# What a wrong token is answered with, for GET and POST. A door that takes no POST refuses it before it looks.
REFUSALS = dict.fromkeys(("link", "preview", "preview-book", "booking", "booking-ics", "feed"), (404, 405))
REFUSALS |= dict.fromkeys(("link-book", "link-mine", "link-ask"), (404, 404))
REFUSALS |= dict.fromkeys(("booking-reschedule", "booking-cancel", "booking-reminders"), (404, 404))
# Signed otherwise, and none of ours to reword: they say that the address leads nowhere, and how to get another.
REFUSALS |= {"join": (410, 410), "account_confirm_email": (200, 404), "account_reset_password_from_key": (200, 200)}
# The words of the refusal where its status is no different.
SAID = {
    "account_confirm_email": "This link has been used or has expired",
    "account_reset_password_from_key": "This link no longer works",
}


AGAIN = re.compile(r"/(?:pages|links|event-types)/\d+/(?:preview|view)/")


@pytest.fixture
def as_often_as_needed(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def doors():
    """Each URL that takes something else than the number or the name of a row."""
    found, left = set(), [get_resolver()]
    while left:
        for entry in left.pop().url_patterns:
            if isinstance(entry, URLResolver):
                left.append(entry)
            elif set(entry.pattern.regex.groupindex) - NO_TOKENS:
                found.add(entry.name)
    return found


@dataclass(frozen=True)
class Token:
    """What is tried at the doors: whose, what it was made for, and whether it is the genuine one."""

    organization: str
    kind: str
    text: str
    genuine: bool = True


class Organization:
    """One row of each kind that a token can name."""

    def __init__(self, owner):
        self.owner, self.name = owner, owner.organization.name
        self.page = owner.pages.get()
        self.open, self.spent = one_time_link(owner), one_time_link(owner)
        self.dead = one_time_link(owner, expires_at=NOW - timedelta(days=1))
        self.event_type = self.page.event_types.get()
        form = submission(self.event_type.pk, email=f"priya@{owner.organization.slug}.example")
        self.booking = book(submission=form, link=self.spent, now=NOW).bookings.get()
        self.invitation = invite(actor=owner, email=f"new-{owner.email}", role="member", now=NOW)
        self.feed = keep_feed(user=owner, details=True, now=NOW)
        self.email = owner.emailaddress_set.create(email=owner.email, primary=True, verified=False)

    def signed(self):
        """The rows with a handle: the kind of token that is their own, and for what purpose."""
        yield "open link", Purpose.BOOK, self.open
        yield "spent link", Purpose.BOOK, self.spent
        yield "dead link", Purpose.BOOK, self.dead
        yield "booking", Purpose.MANAGE, self.booking
        yield "feed", Purpose.FEED, self.feed

    def entries(self):
        """The ways in that a form can be bound to."""
        return [f"link {self.open.pk}", f"link {self.spent.pk}", f"link {self.dead.pk}", f"page {self.page.pk}"]


def made(purpose, row, keys=None):
    return tokens.make_token(purpose, row.kid, bytes(row.handle), keys or settings.LINK_KEYS)


def handles(one):
    """Tokens of the rows with a handle: for each purpose, and signed with a key of another installation."""
    others = dict.fromkeys(settings.LINK_KEYS, b"o" * 32)
    for kind, own, row in one.signed():
        for purpose in Purpose:
            genuine = purpose == own
            yield Token(one.name, kind if genuine else f"{kind} as {purpose}", made(purpose, row), genuine)
        yield Token(one.name, f"{kind} with another key", made(own, row, others), False)


def signed_otherwise(one):
    """Tokens of what has no handle, also with each other's salt."""
    yield Token(one.name, "invitation", invitation_key(one.invitation))
    yield Token(one.name, "preview", preview_token(PreviewKind.LINK, one.open.pk, timezone.now()))
    yield Token(one.name, "invitation without its salt", signing.dumps(one.invitation.pk), False)
    yield Token(one.name, "email confirmation", EmailConfirmationHMAC(one.email).key)
    yield Token(one.name, "email with the salt of invitations", signing.dumps(one.email.pk, salt="accounts"), False)
    yield Token(one.name, "password reset", default_token_generator.make_token(one.owner))
    # No door can tell one way in from another: it stands inside the signature. Forms are told apart further below.
    for purpose, entry in zip(("book", "mine", "ask"), one.entries(), strict=False):
        yield Token(one.name, f"form {purpose} {entry}", form_token.make(purpose, entry, uuid4()))


def swapped(one, other):
    """The handles of one with the signatures of the other, and the other way round."""
    for (kind, own, row), (_kind, _own, foreign) in zip(one.signed(), other.signed(), strict=True):
        mine, theirs = made(own, row), made(own, foreign)
        yield Token(one.name, f"{kind}, signed as the other's", mine[:-MAC_LENGTH] + theirs[-MAC_LENGTH:], False)
    # Only the kid and handle of it, and nothing that opens anything.
    yield Token(one.name, "a handle alone", made(Purpose.BOOK, one.open)[:-MAC_LENGTH], False)


@pytest.fixture
def organizations(ana, zoe, settings):
    """Half of the addresses of each are of the length of before."""
    settings.LINK_KEYS = parse_keyring("a:" + secrets.token_hex(32))
    found = [Organization(ana), Organization(zoe)]
    for organization in found:
        for _kind, _purpose, row in list(organization.signed())[1::2]:
            row.kid = "a"
            row.save()
    return found


@pytest.fixture
def every_token(organizations):
    one, other = organizations
    found = [token for each in organizations for token in (*handles(each), *signed_otherwise(each))]
    found += [*swapped(one, other), *swapped(other, one)]
    assert len({token.text for token in found}) == len(found)
    return found


@pytest.fixture
def askers(organizations):
    """Nobody, and the owners of both organizations."""
    clients = {"nobody": Client()}
    for organization in organizations:
        clients[organization.name] = Client()
        clients[organization.name].force_login(organization.owner)
    return clients


def address(door, token, organizations):
    """Where the token is tried; the address of a new password names the user beside it."""
    if door != "account_reset_password_from_key":
        return reverse(door, args=[token.text])
    user = next(organization.owner for organization in organizations if organization.name == token.organization)
    return reverse(door, kwargs={"uidb36": user_pk_to_url_str(user), "key": token.text})


def rows():
    """Every row of every table, whole."""
    return {model: list(model._base_manager.order_by("pk").values_list()) for model in apps.get_models()}


def answers(client, where, text):
    """The answers to GET and POST: their status, and what they say without the token, and without what may be previewed
    again by whoever signs in.
    """
    for method in (client.get, client.post):
        response = method(where)
        yield response, AGAIN.sub("", response.content.decode().replace(text, ""))


def templates(client, where):
    """The answers to GET and POST, and which pages they would be: their rendering is what costs."""
    with no_pages():
        for method in (client.get, client.post):
            response = method(where)
            yield response, tuple(template.name for template in response.templates)


def test_every_address_with_token_is_listed():
    assert doors() == {*DOORS, BESIDE} == {*REFUSALS, BESIDE}


def expected_at(door, kind):
    """Of a feed's address that was replaced nothing is kept, nor of a preview: what we signed for one has been one."""
    signed = {"feed": Purpose.FEED, "preview": Purpose.PREVIEW, "preview-book": Purpose.PREVIEW}.get(door)
    return (410, 405) if signed is not None and kind.endswith(f" as {signed}") else REFUSALS[door]


@pytest.mark.parametrize("door", DOORS)
def test_wrong_tokens_meet_the_same_page(door, organizations, every_token, askers):
    wrong = [token for token in every_token if not (token.genuine and token.kind in DOORS[door])]
    before, found, pages = rows(), {}, set()
    for token in wrong:
        for who, client in askers.items():
            where = address(door, token, organizations)
            # A wrong token says whole pages to nobody in particular; whoever is signed in meets the same ones.
            got = list(answers(client, where, token.text) if who == "nobody" else templates(client, where))
            found[token.organization, token.kind, who] = tuple(response.status_code for response, _said in got)
            pages |= {(who, number, said) for number, (_response, said) in enumerate(got)}
    assert {key: status for key, status in found.items() if status != expected_at(door, key[1])} == {}
    assert len({token.organization for token in wrong}) == 2
    assert len(pages) <= (3 if door in {"feed", "preview", "preview-book"} else 2) * len(askers)
    assert [
        said for who, number, said in pages if (who, number) == ("nobody", 0) and SAID.get(door, "") not in said
    ] == []
    assert rows() == before


@pytest.mark.parametrize("door", DOORS)
def test_the_right_token_opens_its_door(door, organizations, every_token):
    right = [token for token in every_token if token.genuine and token.kind in DOORS[door]]
    assert {(token.organization, token.kind) for token in right} == {
        (organization.name, kind) for organization in organizations for kind in DOORS[door]
    }
    for token in right:
        responses = list(answers(Client(), address(door, token, organizations), token.text))
        statuses = tuple(response.status_code for response, _said in responses)
        assert statuses != REFUSALS[door] or SAID[door] not in responses[0][1], token
        assert statuses[0] in {200, 302, 410} - ({410} if door == "join" else set()), token


# Forms: one that was shown for one thing does nothing elsewhere.


def forms(one):
    """Where forms are sent, what for, which way in, and what is typed into them."""
    person = {"name": "Sam Lee", "email": "sam@example.com"}
    booking = person | {
        "event_type": one.event_type.pk,
        "start": int(START.timestamp()) + 3600,
        "zone": "Europe/Madrid",
    }
    query = f"?event={one.event_type.pk}&start={booking['start']}"
    public = reverse("public-page-book", args=[one.owner.organization.slug, one.page.slug])
    yield reverse("link-book", args=[one.open.token()]) + query, "book", f"link {one.open.pk}", booking
    yield public + query, "book", f"page {one.page.pk}", booking
    yield reverse("link-mine", args=[one.spent.token()]), "mine", f"link {one.spent.pk}", {"email": "priya@x.example"}
    yield reverse("link-ask", args=[one.dead.token()]), "ask", f"link {one.dead.pk}", person | {"message": "Please"}


def refusal(response):
    """Its page; where that was left empty, what its form would say."""
    return response.content.decode() or str(response.context["form"].non_field_errors())


@pytest.mark.usefixtures("first_pages")
@pytest.mark.parametrize("number", range(4))
def test_a_form_works_in_its_place_only(client, organizations, number):
    shown = [
        (organization.name, purpose, entry)
        for organization in organizations
        for purpose in ("book", "mine", "ask")
        for entry in organization.entries()
    ]
    for organization in organizations:
        where, purpose, entry, typed = list(forms(organization))[number]
        before = rows()
        for other, for_what, of in shown:
            if (for_what, of) == (purpose, entry):
                continue
            sent = typed | {"token": form_token.make(for_what, of, uuid4())}
            response = client.post(where, sent)
            assert response.status_code == 422, (other, for_what, of)
            assert "press the button again" in refusal(response)
        assert rows() == before
        response = client.post(where, typed | {"token": form_token.make(purpose, entry, uuid4())})
        assert response.status_code == 303, response.content.decode()
        if number != 2:  # Nobody of that address has booked, and so no mail is owed.
            assert rows() != before
