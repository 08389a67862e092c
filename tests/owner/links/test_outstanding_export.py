"""D1, O22, O24: the list of links as a file for spreadsheets."""

import csv
import io
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bookings.actions import book
from links.actions import mint_version, revoke
from links.models import Link, Opening
from links.queries import Filters, all_rows
from links.status import LinkStatus
from owner.spreadsheet import BYTE_ORDER_MARK, CALCULATED_STARTS, cell, csv_lines
from pages.actions import switch_event_type
from tests.builders import NOW, one_time_link, submission
from tests.junk import CLASSICS, forms, junk_settings

pytestmark = pytest.mark.django_db
EXPORT = reverse("export-links")
HEAD = [
    "Link", "Name", "Email", "Label", "Private note", "Page", "Kind", "Status", "Bookings", "Bookings allowed", "Owner",
    "Made", "Opened", "Booked", "Expires", "Revoked", "Time zone",
]  # fmt: skip


def exported(client, query=""):
    response = client.get(f"{EXPORT}?{query}")
    assert response.status_code == 200
    text = response.getvalue().decode()
    assert text.startswith(BYTE_ORDER_MARK)
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""))
    assert head == HEAD
    return rows


@pytest.mark.feature("D1")
def test_line_tells_all_with_times_and_zone(anas, ana, event_type):
    link = one_time_link(
        ana,
        recipient_name="Priya Shah",
        recipient_email="priya@example.com",
        label="Spring",
        note="Two\nlines, “quoted”",
        expires_at=NOW + timedelta(days=7),
        now=NOW - timedelta(days=1),
    )
    Opening.objects.create(link=link, at=NOW - timedelta(hours=2), by="browser")
    book(submission=submission(event_type.pk), link=link, now=NOW)
    assert exported(anas, "status=all") == [
        [
            str(link.pk), "Priya Shah", "priya@example.com", "Spring", "Two\nlines, “quoted”", "Ana Ruiz", "One-time",
            "Booked", "1", "1", "Ana Ruiz", "2030-01-06T09:00:00+01:00", "2030-01-07T07:00:00+01:00",
            "2030-01-07T09:00:00+01:00", "2030-01-14T09:00:00+01:00", "", "Europe/Madrid",
        ]
    ]  # fmt: skip
    response = anas.get(EXPORT)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="links-2030-01-07.csv"'
    assert response.streaming


@pytest.mark.feature("D1")
def test_no_token_is_in_the_file(anas, ana):
    token = one_time_link(ana).token()
    assert token not in anas.get(EXPORT).getvalue().decode()


@pytest.mark.feature("O22")
def test_export_honours_filters_or_ticks(anas, ana, ben):
    spring, autumn = one_time_link(ana, label="Spring"), one_time_link(ben, label="Autumn")
    assert [row[0] for row in exported(anas)] == [str(autumn.pk), str(spring.pk)]
    assert [row[0] for row in exported(anas, "q=spring")] == [str(spring.pk)]
    assert [row[0] for row in exported(anas, f"q=spring&pk={autumn.pk}")] == [str(autumn.pk)]
    assert [row[0] for row in exported(anas, f"q=spring&pk={autumn.pk}&all=on")] == [str(spring.pk)]
    assert exported(anas, "status=revoked") == []


@pytest.mark.feature("O24")
def test_export_includes_hidden_old_links(anas, ana):
    link = one_time_link(ana, expires_at=NOW - timedelta(days=300))
    assert anas.get("/links/?status=all").context["lines"] == []
    assert [row[0] for row in exported(anas, "status=all")] == [str(link.pk)]
    assert exported(anas) == []


@pytest.mark.feature("D1")
def test_nobody_elses_links_are_in_the_file(client, ana, ben, zoe):
    links = {user: one_time_link(user) for user in (ana, ben, zoe)}
    everything = "&".join(f"pk={link.pk}" for link in links.values())
    for user, seen in ((ana, {ana, ben}), (ben, {ben}), (zoe, {zoe})):
        client.force_login(user)
        for query in ("", everything, "all=on"):
            assert {row[0] for row in exported(client, query)} == {str(links[one].pk) for one in seen}


@pytest.mark.feature("D1")
def test_a_version_expires_with_its_parent(anas, ana):
    parent = one_time_link(ana, max_uses=None, label="Website", expires_at=NOW + timedelta(days=1))
    version = mint_version(actor=ana, parent=parent, now=NOW, expires_at=NOW + timedelta(days=9))
    revoke(actor=ana, link=version, now=NOW)
    (row,) = exported(anas, "status=all")
    assert (row[6], row[7], row[14], row[15]) == (
        "One-time, from Website",
        "Revoked",
        "2030-01-08T09:00:00+01:00",
        "2030-01-07T09:00:00+01:00",
    )


@pytest.mark.parametrize("begin", CALCULATED_STARTS)
@pytest.mark.feature("D1")
def test_no_cell_is_a_formula(anas, ana, begin):
    texts = {"recipient_name": f"{begin}A1", "label": f"{begin}HYPERLINK(1)"}
    link = one_time_link(ana)
    if begin != "\0":
        Link.objects.filter(pk=link.pk).update(**texts)
        (row,) = exported(anas)
        assert (row[1], row[3]) == (f"'{begin}A1", f"'{begin}HYPERLINK(1)")
    assert cell(f"{begin}1+1").startswith("'")


@pytest.mark.feature("D1")
def test_an_email_that_calculates_is_text(anas, ana):
    one_time_link(ana, recipient_email="=1+1@c.de")
    assert exported(anas)[0][2] == "'=1+1@c.de"


@pytest.mark.parametrize("text", ["Ana;=1+1", "Ana;  =1+1", 'Ana;"=1+1', "Ana\n@SUM(1)", "Ana\t-1", "=1;=1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.feature("D1")
def test_no_cell_is_a_formula_after_separators(text, delimiter):
    file = "".join(csv_lines([["Zoë", text, "zoe@example.com"]]))
    for line in file[1:].splitlines():
        for one in line.split(delimiter):
            assert not one.strip(' "').startswith(CALCULATED_STARTS)


@pytest.mark.parametrize(
    "text", ["One\r\nTwo", "One\n\nTwo", "One\n\tTwo", "One;\rTwo", "One\n" * 9, "a - b = c", "One, -2", "\u00a0One"]
)
@pytest.mark.feature("D1")
def test_harmless_text_comes_back_unchanged(text):
    assert cell(text) == text
    (row,) = csv.reader(io.StringIO("".join(csv_lines([[text, "Zoë"]]))[1:], newline=""))
    assert row == [text, "Zoë"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" =1+1", "' =1+1"),
        ("\x0b@A1", "'\x0b@A1"),
        ("\u00a0＝1", "'\u00a0＝1"),
        ("One\r\n=1", "One\r\n'=1"),
        ("One\n\t=1", "One\n\t'=1"),
        ("One;\x0b＝1", "One;\x0b'＝1"),
        ("=1\r\n-2", "'=1\r\n'-2"),
    ],
)
@pytest.mark.feature("D1")
def test_formula_becomes_text_keeping_line_breaks(text, shown):
    assert cell(text) == shown


@pytest.mark.feature("D1")
def test_a_text_of_blanks_is_read_once():
    begun = time.process_time()
    assert cell("\n" * 200_000).startswith("'")
    # Where the time grows with the square of the length, it is minutes.
    assert time.process_time() - begun < 20


@junk_settings
@given(st.lists(st.lists(st.one_of(st.sampled_from(CLASSICS), st.text(max_size=40), st.integers()), min_size=1)))
@pytest.mark.feature("O29")
def test_any_cells_come_back_uncalculated(rows):
    text = "".join(csv_lines(rows))
    read = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    assert read == [[cell(value) for value in row] for row in rows]
    assert not [value for row in read for value in row if value.startswith(CALCULATED_STARTS)]


@pytest.mark.feature("D1")
def test_the_file_is_read_piece_by_piece(ana, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("links.queries.lists.CHUNK", 3)
    made = [one_time_link(ana, now=NOW - timedelta(hours=number // 2)).pk for number in range(7)]
    order = list(Link.objects.order_by("-created_at", "-id").values_list("pk", flat=True))
    # Three pieces, each in a transaction of three, with what the planner is told, the ids and then the links.
    with django_assert_num_queries(18):
        rows = [row.link.pk for row in all_rows(user=ana, now=NOW, filters=Filters())]
    assert rows == order
    assert sorted(rows) == sorted(made)


@pytest.mark.feature("D1")
def test_what_is_paused_is_asked_once(ana, event_type, monkeypatch):
    for _number in range(7):
        mint_version(actor=ana, parent=one_time_link(ana, max_uses=None), now=NOW)
    switch_event_type(actor=ana, event_type=event_type, accepts_bookings=False, now=NOW)
    filters = Filters(statuses=frozenset({LinkStatus.PAUSED}), paused_types=True)
    queries = {}
    for size in (100, 3):
        monkeypatch.setattr("links.queries.lists.CHUNK", size)
        with CaptureQueriesContext(connection) as asked:
            assert len(list(all_rows(user=ana, now=NOW, filters=filters))) == 7
        queries[size] = len(asked)
    # A piece more is a transaction of three, with what the planner is told, the ids and then the links with openings.
    assert queries[3] - queries[100] == 2 * 6


@pytest.mark.usefixtures("first_pages")
@junk_settings
@given(fields=forms("pk", "all", "status", "q", "kind", "made_from", "old", status="revoked"))
@pytest.mark.feature("D1")
def test_junk_in_the_address_of_the_file(anas, ana, fields):
    response = anas.get(EXPORT, fields)
    assert (response.status_code, response.getvalue()[:3]) == (200, BYTE_ORDER_MARK.encode())
