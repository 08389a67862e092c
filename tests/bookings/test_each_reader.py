"""Every kind of mail, and the calendar entries in them, in its reader's language only; one UID has one title."""

import json
import re
from typing import Any

import pytest
from icalendar import Calendar

from bookings.emails import OTHERS, RENDERERS, message
from bookings.notifications import MailKind
from deliveries.models import Delivery
from links.notifications import LINK_SENT
from tests.bookings.facts_of_mails import EVENTS, facts_for
from tests.bookings.frozen_others import ROWS
from tests.bookings.test_emails import mail_of
from tests.languages import offering_languages, write_spanish_and_german

# The frozen facts of every kind of mail that waits in the outbox, in all its forms.
MAILS = [*((kind, facts_for(kind)) for kind in EVENTS), *ROWS]
TITLE = "Intro call: Priya Shah & Ana Ruiz"
WORDS = re.compile(r"[^\W\d_]{3,}")
# What no catalogue says: names of the file and the product, parts of addresses, and what CLDR calls times and places.
NOT_SAID = {
    "Admit", "One", "invite", "ics", "UTC", "Montag", "Januar", "Freitag", "Dienstag", "Uhr", "Ortszeit", "Indien",
    "Madrid", "lunes", "enero", "viernes", "martes", "hora", "India",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory):
    return write_spanish_and_german(tmp_path_factory.mktemp("locale"))


@pytest.fixture(autouse=True)
def two_languages(settings, catalogues):
    settings.BASE_URL, settings.LINK_KEYS = "https://meet.example.org", {"a": b"k" * 32}
    with offering_languages(settings, catalogues, "es", "de"):
        yield


def outside(text: str) -> str:
    """What stands outside of all brackets, and is no address."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return re.sub(r"\S+://\S+|\S+@\S+", " ", text)


def said(kind: str, facts: dict[str, Any], language: str) -> tuple[list[str], set[str]]:
    """The subject and texts of a mail with those of its calendar entry, and the titles of the entry."""
    told = facts | {"recipient": facts["recipient"] | {"language": language}}
    mime = message(Delivery(kind=kind, facts=told)).message()
    texts, titles = [str(mime["Subject"])], set()
    for part in mime.walk():
        if part.get_content_type() == "text/plain":
            texts.append(part.get_content())
        if part.get_content_type() == "text/calendar":
            [event] = Calendar.from_ical(part.get_payload(decode=True)).events
            texts.append(str(event["DESCRIPTION"]))
            titles.add(str(event["SUMMARY"]))
    return texts, titles


def faults(kind: str, facts: dict[str, Any], language: str) -> list[object]:
    """What a mail says in no language, or in another than its reader's."""
    texts, titles = said(kind, facts, language)
    known = NOT_SAID | set(WORDS.findall(json.dumps(facts, ensure_ascii=False).replace("\\n", " ")))
    other = "es" if language == "de" else "de"
    # Whoever sends a link writes its subject.
    typed = [facts["subject"]] if kind == LINK_SENT else []
    found: list[object] = [text for text in texts if f"⟦{language}:" not in text and text not in typed]
    found += [f"no word of {language} in {text}" for text in typed if text not in texts]
    found += [text for text in texts if f"⟦{other}:" in text]
    found += {word for text in texts for word in WORDS.findall(outside(text))} - known
    return found + list(titles - {TITLE})


def test_every_kind_of_mail_is_tried():
    """What is sent at once and waits in no outbox: `tests/accounts/test_mails_at_once.py`."""
    assert {kind for kind, _facts in MAILS} == RENDERERS.keys() | OTHERS.keys()


@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.feature("G5")
def test_each_kind_speaks_its_readers_language(language):
    found = [(kind, faults(kind, facts, language)) for kind, facts in MAILS]
    assert [(kind, wrong) for kind, wrong in found if wrong] == []


@pytest.mark.feature("G5")
def test_one_meeting_has_one_title():
    """Whoever reads it, in whatever language, before and after it moved, and when it is cancelled."""
    found = {kind: said(kind, facts_for(kind), language)[1] for kind in EVENTS for language in ("de", "es")}
    assert {kind for kind, titles in found.items() if titles} == {kind for kind in EVENTS if facts_for(kind)["method"]}
    assert {title for titles in found.values() for title in titles} == {TITLE}


def test_mirrored_mails_keep_other_directions():
    """A title that begins with a number would be turned round; an address is left as programs find it."""
    mail = mail_of(MailKind.CUSTOMER_CONFIRMATION, {"language": "ar"}, title="30-minute meeting")
    text = mail.get_body(["plain"]).get_content()
    html = re.sub(r"\s+", " ", mail.get_body(["html"]).get_content())
    assert "\N{FIRST STRONG ISOLATE}30-minute meeting\N{POP DIRECTIONAL ISOLATE}" in text
    assert [
        line for line in text.splitlines() if ("@" in line or "://" in line) and "\N{FIRST STRONG ISOLATE}" in line
    ] == []
    assert re.search(r'<span dir="auto"[^>]*>30-minute meeting</span>', html)
    start, end = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
    assert f": {start}30-minute meeting{end} with {start}Ana Ruiz{end}, " in mail["Subject"]
    assert (start in mail["From"], start in mail_of(MailKind.CUSTOMER_CONFIRMATION)["Subject"]) == (False, False)
    asked = mail_of(MailKind.HOST_REQUEST, {"language": "ar"}).get_body(["html"]).get_content()
    assert ("border-right: 3px" in asked, "border-left: 3px" in asked) == (True, False)
