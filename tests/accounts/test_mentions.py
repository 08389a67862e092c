"""Whoever is named in texts or JSON is found by an index: more rows may be found, never fewer."""

from itertools import product
from string import punctuation

import pytest
from django.db import connection

from accounts.mentions import rows_mentioning
from accounts.models import HistoryEntry
from bookings.privacy import TEXTS, CustomerData
from core.tokens import new_handle
from links.models import Link
from tests.builders import NOW

pytestmark = pytest.mark.django_db
AROUND = [
    "",
    *punctuation,
    " ",
    "\n",
    "\t",
    "\x07",
    "\\n",
    "a",
    "1",
    "é",
    "李",
    "\u00a0",
    "…",
    "..",
    ". ",
    "a@",
    "@a",
    "n@m@",
]
EMAILS = [
    "priya@example.com",
    "p.s+news@example.co.uk",
    "o'brien@example.com",
    '"a@b"@example.com',
    '"a\\"b"@example.com',
    "li@bücher.example",
    "priya@[192.0.2.1]",
    "-x-@example.com",
    "PRIYA@Example.COM",
]


def entries(organization_id, details):
    HistoryEntry.objects.bulk_create(
        HistoryEntry(organization_id=organization_id, subject="x", subject_id=1, verb="x", at=NOW, details=one)
        for one in details
    )


@pytest.mark.parametrize("email", EMAILS)
@pytest.mark.feature("D11")
def test_an_address_is_found_in_any_text(ana, email):
    pairs = [*product(AROUND, ["", "."]), *product([""], AROUND), *zip(AROUND, AROUND, strict=True)]
    texts = [before + email.swapcase() + after for before, after in pairs]
    entries(ana.organization_id, [{"reason": {"deep": ["", text]}} for text in texts])
    pattern = CustomerData(ana.organization_id, email).pattern
    found = rows_mentioning(HistoryEntry.objects.all(), email, "details").values_list("details", flat=True)
    missed = {text for text in texts if pattern.search(text)} - {one["reason"]["deep"][1] for one in found}
    assert missed == set()


@pytest.mark.parametrize("email", EMAILS)
@pytest.mark.feature("D11")
def test_texts_beside_json_hide_no_address(ana, email):
    """In JSON a backslash escapes; in the text beside it, it is a sign like any other."""
    page = ana.pages.get()
    texts = [before + email + after for before, after in zip(AROUND, AROUND[::-1], strict=True)]
    made = [{"note": text, "answers": {}} for text in texts] + [{"note": "", "answers": {"q": one}} for one in texts]
    same = {"organization": ana.organization, "page": page, "owner": ana, "created_by": ana, "created_at": NOW}
    Link.objects.bulk_create(Link(**same, **one, kid="a", handle=new_handle()) for one in made)
    pattern = CustomerData(ana.organization_id, email).pattern
    found = rows_mentioning(Link.objects.all(), email, *TEXTS[Link]).values_list("note", "answers__q")
    named = {text for text in texts if pattern.search(text)}
    assert (named - {note for note, _answer in found}, named - {answer for _note, answer in found}) == (set(), set())


@pytest.mark.feature("D11")
def test_each_table_has_its_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for model, columns in TEXTS.items():
        assert "_mentions" in rows_mentioning(model.objects.all(), "priya@example.com", *columns).explain(), model


@pytest.mark.feature("D11")
def test_only_rows_that_mention_it_are_read(ana):
    others = ({"reason": f"Ask customer{number}@example.com, or nobody"} for number in range(3_000))
    entries(ana.organization_id, [*others, {"reason": "Ask priya@example.com."}])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_historyentry")
        # As of a table that is large: a small one is soonest read as a whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
    asked = rows_mentioning(HistoryEntry.objects.all(), "priya@example.com", "details")
    assert "history_mentions" in asked.explain()
    assert [one.details for one in asked] == [{"reason": "Ask priya@example.com."}]
