"""What a customer types reaches every reader as it was typed: in mails, calendar entries, add-links and on pages."""

from itertools import cycle, product
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from bookings.emails import message
from bookings.ical import calendar
from bookings.models import Booking
from bookings.notifications import MailKind
from bookings.steps import judge as steps
from core.text import clean_lines, clean_one_line, validate_no_website
from core.text import validate_lines as check_lines
from core.text import validate_one_line as check_one_line
from deliveries.models import Delivery
from links.emails import RENDERERS as LINK_MAILS
from links.notifications import LINK_ASKED
from pages.models import Ask, EventType, Page
from tests.bookings.facts_of_mails import EVENTS, facts_for
from tests.bookings.test_emails import CALENDARS, Words, mail_of, part
from tests.builders import NOW, one_time_link
from tests.customer.customers import read, send, times
from tests.owner.links.test_requests import ASKED, FACTS
from tests.sample import examples
from tests.tables import table

PLACE = "https://zoom.us/j/123456789?pwd=ab.cd"
NAMES = [
    "J.R. Ewing", "Dr.med. Weber", 'Dwayne "The Rock" Johnson', "山田　太郎", "Li  Wei", "O'Hara; Smith, John \\ Co",
    "عائشة\u200f (A.B.)", "Zoë & <Ana>", "100% ^n {name}", "B.Sc/MBA",
]  # fmt: skip
PLACES = [PLACE, "www.cafe.example/é?x=1&y=2", "C:\\new; Room 5, 2.Stock", "Café  Central", "half.past@five"]
TEXTS = ["See https://files.example.net/a.b\n\n  - one\t1.5\n  - two.three", 'Say "hi" & <b>bye</b>\n>x', "Café.Bar  "]
# What a form takes on one line, and nothing that leaves a turn of direction open.
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=TURNS))
WORDS = LINE.map(str.strip).filter(bool)


@pytest.fixture(autouse=True)
def _installation(settings):
    settings.LINK_KEYS = {"a": b"k" * 32}


def read_as_text(parsed, kind: str) -> str:
    """A body as its reader sees it: of HTML the words, of plain text without what sets further lines in."""
    found = part(parsed, kind).replace("\r\n", "\n")
    return Words(found).text if kind == "text/html" else found


@given(WORDS)
@example("two  blanks")
@example("山田　太郎\u00a0x")
def test_accepted_line_is_not_changed(text):
    check_one_line(text)
    assert clean_one_line(text) == text


@given(st.lists(LINE, min_size=1).map("\n".join).map(str.strip))
def test_accepted_text_changes_only_line_ends(text):
    check_lines(text)
    assert clean_lines(text) == clean_lines(text.replace("\n", "\r\n")) == text


@table(
    ("typed", "shown"),
    [
        ("two\r\nlines\u2028and more", "two lines and more"),
        ("\u202eturned", "\u202eturned\u202c"),
        ("\u202aPriya\u202c", "\u202aPriya\u202c"),
        ("\u2067a \u202bb", "\u2067a \u202bb\u202c\u2069"),
        ("\ud800", ""),
    ],
)
def test_line_ends_and_text_direction_are_contained(typed, shown):
    assert clean_one_line(typed) == shown
    assert "\n" not in clean_one_line(f"{typed}\n")


@table(("kind", "name"), [*zip(EVENTS, cycle(NAMES)), *((MailKind.HOST_CHANGE, name) for name in NAMES)])
def test_every_mail_names_the_customer_as_typed(kind, name):
    parsed = mail_of(kind, customer={"name": name, "email": "priya@example.com"}, by=None, text="")
    for body in ("text/plain", "text/html"):
        assert name in read_as_text(parsed, body)
    if kind.startswith("host"):
        assert name in parsed["Subject"]


@table(
    ("kind", "place"),
    [*product([MailKind.CUSTOMER_CONFIRMATION, MailKind.GUEST_CONFIRMATION, MailKind.HOST_REQUEST], PLACES)],
)
def test_every_mail_says_the_place_as_typed(kind, place):
    parsed = mail_of(kind, location_kind="ask", location=place)
    assert f"\nWhere: {place}\n" in read_as_text(parsed, "text/plain")
    assert place in read_as_text(parsed, "text/html")


@table(("kind", "text"), [*product([MailKind.CUSTOMER_REQUEST, MailKind.HOST_CONFIRMATION], TEXTS)])
def test_note_company_and_answers_mailed_as_typed(kind, text):
    answer, company = text.replace("one", "1"), text.split("\n")[0]
    answers = [{"label": "Topics", "value": answer, "hidden": False}]
    parsed = mail_of(kind, note=text, company=company, answers=answers)
    plain, html = (read_as_text(parsed, body) for body in ("text/plain", "text/html"))
    assert f"\nCompany: {company.strip()}\n" in plain
    assert f"\nTopics: {answer.strip()}".replace("\n", "\n  ")[3:] in plain
    assert "".join(f"> {line}\n" for line in text.strip().split("\n")) in plain
    assert all(one.strip() in html for one in (text, answer, company))


@pytest.mark.parametrize("text", TEXTS)
def test_reasons_and_link_requests_mailed_as_typed(text):
    reason = mail_of(MailKind.HOST_CHANGE, reason=text)
    facts = FACTS | ASKED | {"message": text, "asked_by": {"name": "J.R. Ewing", "email": "priya@example.com"}}
    letter = message(Delivery(kind=LINK_ASKED, recipient="ana@acme.example", facts=facts)).message()
    for parsed in (reason, letter):
        assert text.strip() in read_as_text(parsed, "text/html")
    assert text.strip() in read_as_text(letter, "text/plain")
    assert letter["Subject"] == "J.R. Ewing asked for a new link"
    assert LINK_ASKED in LINK_MAILS


# Six texts an entry, so about 2,000 in all.
@examples(340)
@given(
    kind=st.sampled_from(sorted(CALENDARS)),
    title=WORDS,
    name=WORDS,
    host=WORDS,
    place=WORDS,
    note=st.lists(LINE).map("\n".join).map(str.strip),
    answer=WORDS,
)
@example(
    kind=MailKind.HOST_CONFIRMATION, title="A; B, C", name='Dwayne "The Rock" Johnson', host="J.R. Ewing",
    place=PLACE, note="a.b\n\n  c.d", answer="\\n",
)  # fmt: skip
@example(
    kind=MailKind.HOST_CONFIRMATION,
    title="100 % \\",
    name="^n",
    host='"',
    place="C:\\new; 5, 6",
    note="\\n",
    answer="^",
)
@example(kind=MailKind.GUEST_CONFIRMATION, title="会議", name="\\", host="עידו", place=".", note="", answer="x")
def test_an_entry_is_read_back_as_typed(kind, title, name, host, place, note, answer):
    facts = facts_for(kind, title=title, location_kind="ask", location=place, note=note, guests=[])
    facts |= {"hosts": [{"name": host, "email": "ana@acme.example"}], "organization": title}
    facts |= {"customer": {"name": name, "email": "priya@example.com"}}
    facts |= {"answers": [{"label": "Topics", "value": answer, "hidden": False}]}
    (event,) = Calendar.from_ical(calendar(facts)).events
    assert event["SUMMARY"] == f"{title}: {name} & {host}"
    assert event["LOCATION"] == place
    assert event["ORGANIZER"].params["CN"] == host
    assert [attendee.params["CN"] for attendee in event["ATTENDEE"]] == [host, name]
    if kind.startswith("host"):
        assert f"\n\nTopics: {answer}\n\n" in event["DESCRIPTION"]
        assert not note or f"{name} wrote:\n{note}\n\n" in event["DESCRIPTION"]
    else:
        assert event["DESCRIPTION"].startswith(f"With {host}, {title}\n")


@table(
    "name",
    ["Win at www.evil.example", "http://evil.example", "HTTPS://X", "See evil.com", "evil。com", "bit.ly/x", "t.me/x",
     "evil.example/now"],
)  # fmt: skip
def test_a_name_with_an_address_is_refused(name):
    with pytest.raises(ValidationError, match="Remove any website addresses"):
        validate_no_website(name)


@table("name", [*NAMES, "will.i.am", "Dr.phil.Müller", "St.John", "Ph.D./M.Sc. Li", "Www. Li"])
def test_names_with_dots_are_names(name):
    validate_no_website(name)


@pytest.fixture
def asks_where(ana, event_type) -> Page:
    """A page whose customers say where, and everything else."""
    EventType.objects.update(
        ask_company=Ask.OPTIONAL, ask_note=Ask.OPTIONAL, cancel_reason=Ask.OPTIONAL, reschedule_reason=Ask.OPTIONAL
    )
    Page.objects.update(location_kind="ask", location="")
    return ana.pages.get()


@pytest.mark.django_db
@pytest.mark.feature("A14")
def test_customers_place_appears_everywhere_as_typed(client, ana, asks_where):
    with time_machine.travel(NOW, tick=False), mock.patch.object(steps, "read_clock", return_value=NOW):
        details = times(client, reverse("link", args=[one_time_link(ana).token()]) + "?day=2030-01-08")[0]
        typed = {"name": "J.R. Ewing", "company": "Ewing.Oil  Ltd", "location": PLACE, "note": "a.b\n  c.d"}
        assert send(client, details, **typed).status_code == 303
        booking = Booking.objects.select_related("admission").get()
        assert (booking.location, booking.admission.customer_name) == (PLACE, "J.R. Ewing")
        own = reverse("booking", args=[booking.token()])
        page = read(client.get(own))
        entry = Calendar.from_ical(client.get(reverse("booking-ics", args=[booking.token()])).content).events[0]
        client.force_login(ana)
        hosts = read(client.get(reverse("meeting", args=[booking.pk])))
    for shown in (page, hosts):
        words = "".join(shown.words)
        assert all(one in words for one in ("J.R. Ewing", "Ewing.Oil  Ltd", PLACE))
    assert PLACE not in {link["href"] for link in page.find("a")}
    assert (entry["LOCATION"], entry["SUMMARY"]) == (PLACE, "30-minute meeting: J.R. Ewing & Ana Ruiz")
    adds = [urlsplit(link["href"]) for link in page.find("a") if link["href"].startswith("https://")]
    assert [parse_qs(address.query)["location"] for address in adds] == [[PLACE]] * 3
