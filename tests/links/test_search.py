"""D1: links are found by the words of their customer's name and email, their label and their private note."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from bookings.log_filters import LogFilters
from bookings.logs import meeting_log
from core.database import fresh_plans
from links.models import Link
from links.models.search import search_condition
from links.queries import Filters, matching, newest_links
from tests.bookings.meetings import book_meeting
from tests.builders import NOW, START, one_time_link
from tests.junk import CLASSICS, junk_settings
from tests.markup import markup
from tests.tables import table

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def found(user, text):
    links = matching(user=user, filters=Filters(text=text), now=NOW)
    return {str(link) for link in links}


@pytest.fixture
def priya(ana):
    return one_time_link(
        ana,
        recipient_name="Priya Shah-Özil",
        recipient_email="P.Shah+spring@mail.Acme-Corp.example",
        label="Q3 (north)",
        note="Met in Lyon; prefers Émile's team.\nCall her at 10.30",
    )


@pytest.fixture
def tom(ana):
    return one_time_link(ana, recipient_name="Tom Berg")


@table(
    "text",
    [
        "priya", "PRIYA", "pri", "shah", "shah pri", "shah priya", "özil", "ÖZIL", "öz", "p.shah", "p.shah+spring@mail",
        "P.SHAH+SPRING@MAIL.ACME-CORP.EXAMPLE", "p.shah+spring@", "@mail", "acme-corp", "acme corp", "spring", "q3",
        "(q3)", "north", "acme.example priya@", "lyon;", "émile", "émile's", "10.30", "  priya   lyon ", "priya 🎉",
        "priya p.shah+spring@mail.acme-corp.example q3",
    ],
)  # fmt: skip
@pytest.mark.feature("D1")
def test_link_is_found_by_its_words(ana, priya, tom, text):
    assert found(ana, text) == {"Q3 (north)"}


@table(
    "text",
    [
        "riya",
        "priya tom",
        "pri shah-x",
        "pri lyon x",
        "pr lyon",
        "shah@mail",
        "🎉",
        "...",
        "''",
        "#",
        "'",
        "\\",
        ":*",
        "p.shah@" + "x" * 3_000,
        "priya p.shah@" + "é" * 1_500,
        "x" * 3_000,
    ],
)
@pytest.mark.feature("D1")
def test_link_is_not_found_by_other_words(ana, priya, text):
    assert found(ana, text) == set()


@pytest.mark.feature("D1")
def test_beginnings_are_found_among_the_newest(ana, ben, monkeypatch):
    """Whole words are found everywhere."""
    monkeypatch.setattr("links.queries.planner.WINDOW", 2)
    names, kind = ("Priya Shah", "Tom Li", "Priya Shah"), ben.event_types.get()
    meetings = [
        book_meeting(ben, kind, START + n * DAY, name=name, email=f"{n}@example.com") for n, name in enumerate(names)
    ]
    old, _other, new = (one_time_link(ben, recipient_name=name) for name in names)
    for text, expected in (("pri", 1), ("priya", 2), ("priya sh", 1), ("shah priya", 2)):
        for user in (ana, ben):
            links = newest_links(user=user, now=NOW, filters=Filters(text=text), most=50)[0]
            assert links == [new.pk, old.pk][:expected], text
            log = meeting_log(user=user, now=NOW, filters=LogFilters(text=text))
            assert log.bookings == [meetings[2], meetings[0]][:expected], text


@pytest.mark.parametrize("address", ["/meetings/", "/meetings/logs/", "/links/"])
@pytest.mark.feature("D1")
def test_page_says_how_far_it_searched(anas, ana, monkeypatch, address):
    """Where no more rows are than are searched there is nothing to say."""
    for number in range(2):
        book_meeting(ana, ana.event_types.get(), START + number * DAY)
    for window, expected in ((2, [False, False]), (1, [True, False])):
        monkeypatch.setattr("links.queries.planner.WINDOW", window)
        said = f"Beginnings of words are found among the newest {window} only."
        assert [said in markup(anas.get(f"{address}?q={text}")) for text in ("pri", "")] == expected


@pytest.mark.feature("D1")
def test_a_search_sees_nobody_elses(ana, ben, zoe):
    for user in (ana, ben, zoe):
        one_time_link(user, label=user.name, note="fair")
    assert found(ana, "fair") == {"Ana Ruiz", "Ben Ode"}
    assert found(ben, "fair") == {"Ben Ode"}
    assert found(zoe, "fair") == {"Zoe Stranger"}
    for user in (ana, ben, zoe):
        # The marks that keep organizations apart are no words.
        for mark in (f"#{user.organization_id}", f"={user.pk}", f"'#{user.organization_id}'"):
            assert found(zoe, mark) == set()


@junk_settings
@given(st.one_of(st.sampled_from(CLASSICS), st.text(max_size=60)).filter(lambda text: "\0" not in text))
@pytest.mark.feature("D1")
def test_any_note_text_can_be_searched(ana, text):
    Link.objects.all().delete()
    link = one_time_link(ana, label="The one", note=text[:2_000])
    assert found(ana, text[:100]) <= {"The one"}
    words = [word for word in text.split() if word.isascii() and word.isalnum()]
    if words and len(text) < 100:
        assert found(ana, words[-1]) == {"The one"}
    link.refresh_from_db()


def test_longest_notes_can_be_kept(ana):
    for note in ("x" * 2_000, "é" * 2_000, " ".join("abcdefgh" for _ in range(222))):
        one_time_link(ana, label="Long", note=note)
    assert Link.objects.count() == 3


@pytest.mark.feature("D1")
def test_the_search_uses_its_index(ana):
    """The expression of a query is that of the index, to the letter; otherwise every link would be read."""
    for text in ("fair", "priya@example.com", "fair priya@example.com"):
        with fresh_plans(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = Link.objects.filter(search_condition(text, "#", ana.organization_id)).explain()
        assert "Bitmap Index Scan on link_words" in plan
