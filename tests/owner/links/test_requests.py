"""Requests for a new link, as owners see and answer them; and the two mails, compared whole with stored ones."""

import os
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from bookings.emails import message
from core import paging
from deliveries.models import Delivery
from links.actions import answer_request, mint_version, request_link, revoke
from links.errors import PageArchived, PagePaused, ParentEnded
from links.models import Link, LinkRequest
from links.notifications import LINK_ASKED, LINK_SENT
from pages.models import Page
from tests.bookings.test_ical import HOSTILE
from tests.builders import NOW, add_colleague, one_time_link
from tests.customer.test_junk import nasty
from tests.junk import all_junk
from tests.markup import markup
from tests.owner.links.browsing import form_with
from tests.owner.links.test_library import reusable
from tests.sample import examples

pytestmark = pytest.mark.django_db

LIST = "/links/requests/"
SNAPSHOTS = Path(__file__).parent / "snapshots"


def asked(owner, name: str = "Priya Shah", link: Link | None = None, **typed: Any) -> LinkRequest:
    link = link or one_time_link(owner, expires_at=NOW - timedelta(days=1), label="Fair")
    return request_link(
        link=link, name=name, email="priya@example.com", message=typed.get("message", "Please"), now=NOW
    )


def url(name: str, request: LinkRequest) -> str:
    return reverse(name, args=[request.pk])


def names(client) -> list[str]:
    return [line.request.name for line in client.get(LIST).context["lines"]]


def said(response) -> list[str]:
    return [str(one) for one in response.context["messages"]]


def sent() -> list[tuple[str, str, str]]:
    rows = Delivery.objects.filter(kind=LINK_SENT).order_by("pk")
    return [(one.recipient, one.facts["subject"], one.facts["text"]) for one in rows]


@pytest.mark.feature("B6")
def test_owner_sees_who_asks_and_why(anas, ana):
    asked(ana, message="We met.\nAt the fair.")
    response = anas.get(LIST)
    html = markup(response)
    for words in (
        "Priya Shah",
        "priya@example.com",
        "Fair",
        "Expired",
        "We met.<br>At the fair.",
        "7 January",
        "09:00",
    ):
        assert words in html
    for page in ("/links/", "/links/library/"):
        assert 'Requests <span class="count">1</span>' in markup(anas.get(page))
    assert "Priya Shah asks for a new link" in markup(anas.get("/"))


@pytest.mark.feature("B6")
def test_nothing_is_counted_where_nobody_asks(anas):
    assert "No one is waiting" in markup(anas.get(LIST))
    assert "asked for a new link" not in markup(anas.get("/"))
    assert "Requests</a>" in markup(anas.get("/links/"))


@pytest.mark.feature("B6")
def test_home_counts_people_who_ask(anas, ana):
    asked(ana)
    asked(ana, "Tom")
    assert "2 people ask for a new link" in markup(anas.get("/"))


@pytest.mark.feature("B6")
def test_one_press_sends_a_new_link(anas, ana):
    request = asked(ana)
    response = anas.get(LIST)
    assert "emails them a link like the old one. It closes in 7 days." in markup(response)
    form = form_with(response, "Send a new link")
    answered = form.send(anas, LIST, "Send a new link")
    new = Link.objects.get(reissue_of=request.link)
    assert (new.recipient_name, new.recipient_email, new.max_uses) == ("Priya Shah", "priya@example.com", 1)
    assert (new.owner, new.expires_at, new.dead_reason(NOW)) == (
        ana,
        NOW + timedelta(days=ana.organization.link_life),
        None,
    )
    text = "Hello Priya Shah,\n\nHere is the new link you asked for. Please choose a time that suits you.\n\nAna Ruiz"
    assert sent() == [("priya@example.com", f"A new link: {new.target.name}", text)]
    (words,) = said(answered)
    assert words.startswith("A new link is on its way to priya@example.com. Open until ")
    request.refresh_from_db()
    assert (request.answer, request.answered_by, names(anas)) == (new, ana, [])
    # Pressed twice, it says the same and sends no more.
    assert said(form.send(anas, LIST, "Send a new link")) == [words]
    assert (len(sent()), Link.objects.filter(reissue_of=request.link).count()) == (1, 1)


@pytest.mark.feature("B6")
def test_answer_with_choices_is_sent_as_written(anas, ana):
    request = asked(ana)
    path = url("answer-request", request)
    typed = {"expires": "date", "expires_on": "2030-01-20", "subject": "Here", "text": "Hello\nagain"}
    form_with(anas.get(path), "Send a new link").send(anas, path, "Send a new link", **typed)
    new = Link.objects.get(reissue_of=request.link)
    assert (new.expires_at.isoformat(), sent()) == (
        "2030-01-20T23:00:00+00:00",
        [("priya@example.com", "Here", "Hello\nagain")],
    )


@pytest.mark.feature("B6")
def test_what_is_wrong_is_said_and_kept(anas, ana):
    request = asked(ana)
    typed = {"expires": "date", "expires_on": "2029-01-01", "subject": "", "text": "Hello"}
    response = anas.post(url("answer-request", request), typed)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"expires_on", "subject"})
    assert (response.context["form"]["text"].value(), sent()) == ("Hello", [])


@pytest.mark.feature("B6")
def test_the_last_day_is_of_one_link(anas, ana):
    path = url("answer-request", asked(ana))
    explained = anas.get(path).context["form"]["expires_on"].help_text
    assert explained == "The link works until the end of that day, Madrid time."
    refused = anas.post(path, {"expires": "date", "subject": "Here", "text": "Hello"}).context["form"]
    assert refused.errors == {"expires_on": ["Choose the last day the link works."]}


def test_no_strangers_address_is_sent_on(anas, ana):
    # As the form takes no name like this, somebody else must have written it.
    request = asked(ana, "Win at https://evil.example")
    anas.post(url("answer-request", request), {"at_once": "1"})
    assert sent()[0][2].startswith("Hello,\n\nHere is the new link you asked for.")
    assert "evil.example" not in sent()[0][2]


@pytest.mark.feature("B6")
def test_setting_aside_tells_nobody(anas, ana):
    request = asked(ana)
    response = form_with(anas.get(LIST), "Dismiss").send(anas, LIST, "Dismiss")
    assert (said(response), names(anas), sent()) == (["Request dismissed. Priya Shah is not notified."], [], [])
    for press in (anas.get, anas.post):
        assert said(press(url("answer-request", request), follow=True)) == ["This request was dismissed."]
    assert sent() == []


@pytest.mark.feature("B6")
def test_what_was_answered_is_not_set_aside(anas, ana):
    request = asked(ana)
    anas.post(url("answer-request", request), {"at_once": "1"})
    response = anas.post(url("set-aside-request", request), follow=True)
    assert said(response)[-1].startswith("A new link is on its way to priya@example.com.")
    request.refresh_from_db()
    assert request.answer is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"archived_at": NOW}, "has been archived, so a new link would not work"),
        ({"accepts_bookings": False}, "is paused"),
    ],
)
@pytest.mark.feature("B6")
def test_closed_page_is_answered_by_email_only(anas, ana, change, words):
    request = asked(ana)
    Page.objects.update(**change)
    refused(anas, request, words)


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (lambda parent: Page.objects.update(archived_at=NOW), PageArchived),
        (lambda parent: Page.objects.update(accepts_bookings=False), PagePaused),
        (lambda parent: Link.objects.filter(pk=parent.pk).update(revoked_at=NOW), ParentEnded),
        (lambda parent: Link.objects.filter(pk=parent.pk).update(expires_at=NOW), ParentEnded),
    ],
)
@pytest.mark.feature("B6")
def test_request_ended_meanwhile_refuses_answer(anas, ana, end, why, monkeypatch):
    parent = reusable(ana)
    request = asked(ana, link=mint_version(actor=ana, parent=parent, now=NOW))
    end(parent)
    with pytest.raises(why):
        answer_request(actor=ana, request=request, expires_at=None, subject="Here", text="Hello", now=NOW)
    request.refresh_from_db()
    assert (request.answered_at, Link.objects.filter(reissue_of=request.link).exists(), sent()) == (None, False, [])
    # As when it ends between the view's own look and the action's.
    monkeypatch.setattr("owner.links.views.requests.new_link_refusal", lambda link, now: None)
    assert said(anas.post(url("answer-request", request), {"at_once": "1"}, follow=True)) == [str(why())]


@pytest.mark.feature("B6")
def test_refused_answer_keeps_what_was_typed(anas, ana):
    """The page is closed while the answer is written: it can still be sent as an email."""
    request = asked(ana)
    typed = anas.get(url("answer-request", request)).context["form"].initial | {"text": "Typed at length."}
    Page.objects.update(accepts_bookings=False)
    response = anas.post(url("answer-request", request), typed)
    page = markup(response)
    assert (response.status_code, "Typed at length." in page, str(PagePaused()) in page) == (422, True, True)
    assert (sent(), LinkRequest.objects.get().answered_at) == ([], None)


@pytest.mark.feature("B6")
def test_version_of_ended_link_needs_email(anas, ana):
    parent = reusable(ana)
    version = mint_version(actor=ana, parent=parent, now=NOW)
    request = asked(ana, link=version)
    revoke(actor=ana, link=parent, now=NOW)
    refused(anas, request, "no longer works, so a new one would not work either. Restore it")


@pytest.mark.feature("B6")
def test_reusable_link_is_answered_by_email_only(anas, ana):
    link = reusable(ana)
    revoke(actor=ana, link=link, now=NOW)
    refused(anas, asked(ana, link=link), "This was a reusable link")


def refused(client, request: LinkRequest, words: str) -> None:
    """The list says why and offers to write; nothing is made or sent, whatever is pressed."""
    html = markup(client.get(LIST))
    assert words in html
    assert "Write an email" in html
    assert "Send a new link" not in html
    count = Link.objects.count()
    for press in (client.get, client.post):
        (sentence,) = said(press(url("answer-request", request), {"at_once": "1"}, follow=True))
        assert words in sentence
    assert (Link.objects.count(), sent()) == (count, [])


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("B6")
def test_members_see_own_admins_see_all(client, ana, ben, zoe):
    requests = {"Ana’s": asked(ana, "Ana’s"), "Ben’s": asked(ben, "Ben’s")}
    cleo = add_colleague(ana, "Cleo Diaz", "cleo@acme.example")
    for user, seen in ((ana, {"Ana’s", "Ben’s"}), (ben, {"Ben’s"}), (cleo, set()), (zoe, set())):
        client.force_login(user)
        assert set(names(client)) == seen
        for name, request in requests.items():
            if name not in seen:
                for path in (url("answer-request", request), url("set-aside-request", request)):
                    assert client.post(path, {"at_once": "1"}).status_code == 404
    assert (sent(), LinkRequest.objects.filter(answered_at=None).count()) == ([], 2)


@pytest.mark.feature("B6")
def test_an_admin_answers_for_a_member(anas, ana, ben):
    request = asked(ben)
    anas.post(url("answer-request", request), {"at_once": "1"})
    new = Link.objects.get(reissue_of=request.link)
    # It stays Ben's: whoever asks again asks him.
    assert (new.owner, new.created_by, new.target, len(sent())) == (ben, ana, ben.pages.get(), 1)
    assert [line.request for line in anas.get(LIST).context["lines"]] == []


@pytest.mark.feature("B6")
def test_link_of_departed_owner_goes_to_answerer(anas, ana, ben):
    request = asked(ben)
    ben.is_active = False
    ben.save()
    anas.post(url("answer-request", request), {"at_once": "1"})
    assert Link.objects.get(reissue_of=request.link).owner == ana


# Session, user, requests, their links, the organization; who asks.
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("B6")
def test_list_costs_constant_number_of_queries(anas, ana, ben, count, django_assert_num_queries):
    for number in range(count):
        asked(ben, f"Priya {number}", link=mint_version(actor=ben, parent=reusable(ben), now=NOW) if number else None)
    with django_assert_num_queries(5):
        assert len(anas.get(LIST).context["lines"]) == count


@pytest.mark.feature("B6")
def test_list_is_paged_and_answers_return_there(anas, ana, monkeypatch):
    monkeypatch.setattr(paging, "ROWS", 2)
    for number in range(1, 6):
        asked(ana, f"Priya {number}")
    response, seen = anas.get(LIST), []
    assert "Newest</a>" not in markup(response)
    while True:
        seen.append([line.request.name for line in response.context["lines"]])
        if response.context["older"] is None:
            break
        address = re.search(r'href="(\?before=\d+)">Older', markup(response))[1]
        response = anas.get(LIST + address)
        assert f'<a href="{LIST}">Newest</a>' in markup(response)
    assert seen == [["Priya 5", "Priya 4"], ["Priya 3", "Priya 2"], ["Priya 1"]]
    # From the last page, and back to it, where nobody is left now.
    answered = form_with(response, "Dismiss").send(anas, LIST + address, "Dismiss")
    assert answered.redirect_chain == [(LIST + address, 302)]
    assert "No older requests" in markup(answered)
    assert names(anas) == ["Priya 5", "Priya 4"]
    with_choices = anas.get(re.search(rf'href="({LIST}\d+/answer/[^"]*)"', markup(anas.get(LIST)))[1])
    assert with_choices.context["back"] == LIST


@pytest.mark.parametrize("place", ["0", "-1", "x", "9" * 30, ""])
@pytest.mark.feature("B6")
def test_senseless_place_is_ignored(anas, ana, place):
    asked(ana)
    assert len(anas.get(f"{LIST}?before={place}").context["lines"]) == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("B6")
def test_an_older_page_needs_no_more_queries(anas, ana, count, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(paging, "ROWS", 3)
    last = [asked(ana, f"Priya {number}") for number in range(count + 1)][-1]
    with django_assert_num_queries(5):
        assert len(anas.get(f"{LIST}?before={last.pk}").context["lines"]) == count


@pytest.mark.usefixtures("first_pages")
@examples(30)
@example(all_junk("expires", "expires_on", "subject", "text", "at_once"))
@given(st.dictionaries(st.sampled_from(["expires", "expires_on", "subject", "text", "at_once"]), nasty, max_size=5))
@pytest.mark.feature("B6")
def test_junk_is_answered(anas, ana, junk):
    request = asked(ana)
    sent_as = {name: text.encode("utf-8", "replace").decode() for name, text in junk.items()}
    assert anas.post(url("answer-request", request), sent_as).status_code in {302, 422}


FACTS: dict[str, Any] = {
    "stamp": "2030-01-07T08:00:00+00:00",
    "organization": "Acme",
    "organizer": "meet@example.org",
    "page": "Meet Ana",
    "link": {"pk": 7, "kid": "a", "handle": "0102030405060708", "personal": True},
    "message_id": "<5f0c6a3e@example.org>",
    "boundary": "b6a1",
}
ANA = {"name": "Ana Ruiz", "email": "ana@acme.example", "zone": "Europe/Madrid", "clock": "24", "language": "en-gb"}
SENT = {
    "recipient": ANA | {"name": "Priya Shah", "email": "priya@example.com"},
    "subject": "A new link: Meet Ana",
    "text": "Hello Priya Shah,\n\nyou asked for a new link.\n\nAna Ruiz",
    "sender": {"name": "Ana Ruiz", "email": "ana@acme.example"},
    "once": True,
    "expires_at": "2030-01-14T08:00:00+00:00",
}
ASKED = {
    "recipient": ANA,
    "asked_by": {"name": "Priya Shah", "email": "priya@example.com"},
    "message": "May I have another?\nMine is at https://files.example.net/old.",
    "label": "Fair",
}
KINDS: dict[str, dict[str, Any]] = {LINK_SENT: FACTS | SENT, LINK_ASKED: FACTS | ASKED}


def letter_of(kind: str, **changes: Any):
    facts = KINDS[kind] | changes
    return message(Delivery(kind=kind, recipient=facts["recipient"]["email"], facts=facts))


@pytest.fixture
def installation(settings):
    settings.BASE_URL = "https://meet.example.org"
    settings.LINK_KEYS = {"a": b"k" * 32}


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("kind", [LINK_SENT, LINK_ASKED])
@pytest.mark.feature("B6", "D3")
def test_the_whole_mail_is_the_stored_one(kind):
    stored = SNAPSHOTS / f"{kind}.eml"
    raw = letter_of(kind).message().as_bytes()
    assert raw == letter_of(kind).message().as_bytes()
    if os.environ.get("UPDATE_SNAPSHOTS"):
        stored.parent.mkdir(exist_ok=True)
        stored.write_bytes(raw.replace(b"\r\n", b"\n"))
    assert raw.replace(b"\r\n", b"\n").decode() == stored.read_text()


@pytest.mark.usefixtures("installation")
@given(name=HOSTILE, label=HOSTILE, subject=HOSTILE, text=HOSTILE, organization=HOSTILE)
def test_no_text_becomes_header_or_recipient(name, label, subject, text, organization):
    changes = {"organization": organization, "page": label, "label": label, "subject": subject, "text": text}
    changes |= {"message": text, "sender": {"name": name, "email": "ana@acme.example"}}
    changes |= {"asked_by": {"name": name, "email": "priya@example.com"}}
    for kind, recipient, answered_to in (
        (LINK_SENT, "priya@example.com", "ana@acme.example"),
        (LINK_ASKED, "ana@acme.example", "priya@example.com"),
    ):
        letter = letter_of(kind, **changes)
        raw = letter.message().as_bytes()
        parsed = message_from_bytes(raw, policy=SMTP)
        assert letter.recipients() == [recipient]
        assert sorted(parsed.keys()) == [
            "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Reply-To", "Subject", "To",
        ]  # fmt: skip
        assert [(one.addr_spec, one.display_name) for one in parsed["To"].addresses] == [(recipient, "")]
        assert [one.addr_spec for one in parsed["Reply-To"].addresses] == [answered_to]
        assert [one.addr_spec for one in parsed["From"].addresses] == ["meet@example.org"]
        assert raw.isascii()
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
