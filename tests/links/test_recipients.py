"""Reading lists of people: pasted lines, CSV and TSV, with and without header rows, in the encodings that occur."""

import csv
import io
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import read_email
from links.cells import Fault, RecipientRow
from links.decoding import UnreadableFile, WorkbookFile, decode
from links.placeholders import fill, find_unknown
from links.recipients import parse_recipients
from tests.tables import table

PRIYA = ("Priya Shah", "priya@example.com")


def people(text):
    return [(row.name, read_email(row.email)) for row in parse_recipients(text).rows]


@table(
    "line",
    [
        "Priya Shah, priya@example.com",
        "Priya Shah,priya@example.com",
        "priya@example.com; Priya Shah",
        "Priya Shah <priya@example.com>",
        '"Priya Shah" <priya@example.com>;',
        "Priya Shah\tpriya@example.com",
        "Priya Shah priya@example.com",
        '"Priya Shah";"priya@example.com"',
        "\ufeff  Priya   Shah ,\u200b priya@example.com ",
        "Priya Shah, mailto:priya@example.com",
        "Priya Shah <mailto:priya@example.com?subject=Hi>",
        "Priya Shah, <priya@example.com>.",
        "Priya Shah；priya＠example.com",
        "Priya Shah，priya@example.com",
        "Priya Shah, priya＠example.com",
        "Priya Shah\tpriya＠example.com",
        "priya＠example.com; Priya Shah",
        "Priya Shah <priya＠example.com>",
        "Priya Shah priya＠example.com",
        "Priya Shah, “priya@example.com”",
    ],
)
@pytest.mark.feature("D4")
def test_a_line_says_who(line):
    assert people(line) == [PRIYA]


@pytest.mark.feature("D4")
def test_wide_signs_need_no_column():
    assert people("Name,Email\nPriya Shah,priya＠example.com\nTom,tom＠example.com") == [
        PRIYA,
        ("Tom", "tom@example.com"),
    ]
    assert people("Priya Shah, priya＠example.com\nBerg, Tom; tom＠example.com") == [
        PRIYA,
        ("Berg, Tom", "tom@example.com"),
    ]
    assert [row.fault for row in parse_recipients("a＠example.com, b＠example.com").rows] == [Fault.SEVERAL_EMAILS]


@pytest.mark.feature("D4")
def test_names_may_hold_separators():
    assert people('Shah, Priya <p@example.com>\n"Berg; Tom",t@example.com\nlena@example.com') == [
        ("Shah, Priya", "p@example.com"),
        ("Berg; Tom", "t@example.com"),
        ("", "lena@example.com"),
    ]


@table(
    ("line", "row"),
    [
        ("Priya Shah", RecipientRow(1, "Priya Shah", fault=Fault.NO_EMAIL)),
        ("Priya <>", RecipientRow(1, fault=Fault.NO_EMAIL)),
        ("a@example.com; b@example.com", RecipientRow(1, fault=Fault.SEVERAL_EMAILS)),
        ("A <a@example.com>, B <b@example.com>", RecipientRow(1, fault=Fault.SEVERAL_EMAILS)),
        ("Priya, Acme, p@example.com", RecipientRow(1, email="p@example.com", fault=Fault.UNCLEAR)),
        ("x" * 1_001, RecipientRow(1, fault=Fault.TOO_LONG)),
        # Read as it stands; whether mail can be sent there is the form's question.
        ("Priya, priya@", RecipientRow(1, "Priya", "priya@")),
        ('"Priya, priya@example.com', RecipientRow(1, "", "Priya, priya@example.com")),
    ],
)
@pytest.mark.feature("D4")
def test_unclear_line_says_why(line, row):
    assert parse_recipients(line).rows == [row]


@pytest.mark.feature("D4")
def test_rows_are_counted_as_shown():
    reading = parse_recipients("a@example.com\r\n\r\n  \r\nb@example.com\r\n")
    assert [(row.number, row.email) for row in reading.rows] == [(1, "a@example.com"), (4, "b@example.com")]
    assert (reading.count, reading.lines[3]) == (2, "b@example.com")


@table("delimiter", [",", ";", "\t"])
@table("header", ["Name{}E-Mail", "full name{}Email Address", "Customer{}EMAIL"])
@pytest.mark.feature("D4")
def test_a_header_row_is_recognised(header, delimiter):
    text = f"{header.format(delimiter)}\nPriya Shah{delimiter}priya@example.com\n"
    assert people(text) == [PRIYA]


@table(
    ("header", "cells"),
    [
        ("Prénom;Nom;Courriel", "Zoé;Dupont;z@example.com"),
        ("Nom;Prénom;Adresse e-mail", "Dupont;Zoé;z@example.com"),
        ("Nom complet;Prénom;Nom;E-mail", "Zoé Dupont;Z.;D.;z@example.com"),
        ("Vorname;Name;E-Mail", "Zoé;Dupont;z@example.com"),
        ("Vorname;Nachname;E-Mail-Adresse", "Zoé;Dupont;z@example.com"),
        ("Nombre;Apellidos;Correo electrónico", "Zoé;Dupont;z@example.com"),
        ("NOMBRE;CORREO", "Zoé Dupont;z@example.com"),
        ("Nome;Cognome;E-mail", "Zoé;Dupont;z@example.com"),
        ("Voornaam;Achternaam;E-mailadres", "Zoé;Dupont;z@example.com"),
        ("Имя;Фамилия;Электронная почта", "Zoé;Dupont;z@example.com"),
        ("氏名;メールアドレス", "Zoé Dupont;z@example.com"),
        ("名;姓;邮箱", "Dupont;Zoé;z@example.com"),
        ("이름;성;이메일", "Dupont;Zoé;z@example.com"),
        ("First Name;Last Name;Email Address;Company Name", "Zoé;Dupont;z@example.com;Acme"),
        ("Name;E-mail 1 - Value", "Zoé Dupont;z@example.com"),
        ("Invitee Name;Invitee Email", "Zoé Dupont;z@example.com"),
        (
            "User Name;User Email;Invitee Name;Invitee First Name;Invitee Last Name;Invitee Email;Guest Email(s)",
            "Ana Ruiz;ana@acme.example;Zoé Dupont;Zoé;Dupont;z@example.com;tom@example.com",
        ),
        ("Company;Contact Name;Work Email", "Acme;Zoé Dupont;z@example.com"),
        ("Customers;Emails", "Zoé Dupont;mailto:z@example.com"),
        ("Name (Original Name);User Email", "Zoé Dupont;z@example.com"),
        ("ADI;SOYADI;E-POSTA", "Zoé;Dupont;z@example.com"),
        ("Jméno;Příjmení;E-mail", "Zoé;Dupont;z@example.com"),
        ("Keresztnév;Vezetéknév;E-mail cím", "Dupont;Zoé;z@example.com"),
        ("Όνομα;Επώνυμο;Ηλεκτρονικό ταχυδρομείο", "Zoé;Dupont;z@example.com"),
        ("Nume;Prenume;E-mail", "Dupont;Zoé;z@example.com"),
        ("Ім'я;Прізвище;Ел. пошта", "Zoé;Dupont;z@example.com"),
        ("الاسم الأول;اسم العائلة;البريد الإلكتروني", "Zoé;Dupont;z@example.com"),
        ("الاسم;البريد الإلكتروني", "Zoé Dupont;z@example.com"),
        ("שם פרטי;שם משפחה;אימייל", "Zoé;Dupont;z@example.com"),
        ("नाम;ईमेल", "Zoé Dupont;z@example.com"),
        ("ชื่อ;นามสกุล;อีเมล", "Zoé;Dupont;z@example.com"),
        ("Tên;Họ;Email", "Dupont;Zoé;z@example.com"),
        ("نام;نام خانوادگی;ایمیل", "Zoé;Dupont;z@example.com"),
        ('"First Name";"Last Name";"Email"', '"=""Zoé""";"=""Dupont""";"=""z@example.com"""'),
    ],
)
@pytest.mark.feature("D4")
def test_exported_headers_name_the_whole_person(header, cells):
    for delimiter in ";\t,|":
        text = f"{header}\n{cells}\n".replace(";", delimiter)
        assert people(text) == [("Zoé Dupont", "z@example.com")]


@pytest.mark.parametrize(
    "above",
    [
        "Customers 2027\n\n",
        'Notes:\n"Some addresses may be missing, because people hide them."\n\n',
        "Liste;;;\nStand: 12.1.2027;;;\n",
        "".join(f"Line {number}\n" for number in range(10)),
    ],
)
def test_title_may_stand_above_the_header(above):
    reading = parse_recipients(
        f"{above}First Name,Last Name,URL,Email Address\nZoé,Dupont,https://x.example/zoe,z@example.com\n"
    )
    number = above.count("\n") + 2
    assert [(row.number, row.name, row.email) for row in reading.rows] == [(number, "Zoé Dupont", "z@example.com")]
    assert (reading.count, reading.rows[0].fault) == (1, None)


def test_a_person_is_no_title():
    rows = parse_recipients("Priya Shah\nEmail\ntom@example.com").rows
    assert [(row.name, row.email, row.fault) for row in rows] == [
        ("Priya Shah", "", Fault.NO_EMAIL),
        ("Email", "", Fault.NO_EMAIL),
        ("", "tom@example.com", None),
    ]


@table(
    "text",
    [
        "| Name | Email |\n|---|:---:|\n| Zoé Dupont | z@example.com |\n| Tom Berg | t@example.com |",
        "Name  | Email\n------+------\nZoé Dupont | z@example.com\nTom Berg | t@example.com\n",
        "Zoé Dupont|z@example.com\nt@example.com|Tom Berg",
        "1. Zoé Dupont z@example.com\n2. Tom Berg <t@example.com>",
        "1) Zoé Dupont, z@example.com\n\n2) t@example.com, Tom Berg",
        "- Zoé Dupont z@example.com\n• t@example.com Tom Berg",
        "* Zoé Dupont: z@example.com\n– Tom Berg – t@example.com",
        "Zoé Dupont - z@example.com\nt@example.com - Tom Berg",
        "Zoé Dupont (z@example.com)\nTom Berg [t@example.com]",
    ],
)
def test_signs_of_lists_are_no_names(text):
    assert people(text) == [("Zoé Dupont", "z@example.com"), ("Tom Berg", "t@example.com")]


@table("name", ["1. FC Köln", "Acme | Priya", "Jean-Luc", "A - B Consulting", "X Æ A-12", "3M"])
def test_signs_in_names_stay(name):
    for line in (f"{name} <p@example.com>", f"{name}, p@example.com", f"{name} p@example.com"):
        assert people(line) == [(name, "p@example.com")]


@pytest.mark.feature("D4")
def test_header_row_finds_its_columns():
    text = (
        "sep=;\nId;First Name;Last name;Company;E-Mail;Notes\n"
        '1;Priya;Shah;Acme;priya@example.com;"several\nlines; here"\n'
        "\n"
        "2;Tom;;;t@example.com;\n;;;;;\n3;;;Beta;;\n"
    )
    reading = parse_recipients(text)
    assert reading.rows == [
        RecipientRow(3, "Priya Shah", "priya@example.com"),
        RecipientRow(5, "Tom", "t@example.com"),
        RecipientRow(7, "3", "", Fault.NO_EMAIL),
    ]
    # What is left of it reads the same, and keeps its numbers.
    assert reading.lines[1:3] == ["Name,Email", "Priya Shah,priya@example.com"]
    assert parse_recipients("\n".join(reading.lines)).rows == reading.rows


@pytest.mark.feature("D4")
def test_open_quotation_mark_swallows_nothing():
    assert people('Name,Email\n"Priya,p@example.com\nTom,t@example.com')[1:] == [("Tom", "t@example.com")]


@pytest.mark.feature("D4")
def test_our_own_result_is_read_again():
    text = "name,email,address,expires\nPriya Shah,priya@example.com,https://x.example/l/abc/,2030-01-01T00:00+01:00\n"
    assert people(text) == [PRIYA]


@given(st.text(max_size=60), st.text(max_size=60))
@example("", ";")
@example(";", ",")
@example('"', '";"')
@example("Berg; Tom", "t;")
@example("Berg, Tom", ",t")
@example("a\tb", '"a b"')
@pytest.mark.feature("D4")
def test_what_is_written_is_read(name, email):
    name, email = (" ".join(text.split()).replace("@", "") for text in (name, email))
    written = io.StringIO()
    csv.writer(written).writerows([("Name", "Email"), (name, f"{email}@example.com")])
    row = parse_recipients(written.getvalue()).rows
    if all(character.isprintable() for character in name + email) and not set("<>\u200b\u2060") & set(name + email):
        assert [(recipient.name, recipient.email) for recipient in row] == [(name, f"{email}@example.com")]


@table(
    ("line", "person"),
    [
        # Neither separator leaves an address alone: what is no address is refused as it stands.
        (",;@example.com", ("", ",;@example.com")),
        (";,@example.com", ("", ";,@example.com")),
        ("Berg; Tom, t@", ("", "Berg; Tom, t@")),
        ("t@;x,Tom", ("", "t@;x,Tom")),
        # One does, whatever the name holds.
        ("Berg; Tom,t@example.com", ("Berg; Tom", "t@example.com")),
        ("Berg, Tom;t@example.com", ("Berg, Tom", "t@example.com")),
        ("Berg; Tom, jr.\tt@example.com", ("Berg; Tom, jr.", "t@example.com")),
        ('"Berg; Tom, jr.",t@example.com', ("Berg; Tom, jr.", "t@example.com")),
        ('"Berg, Tom";"t@example.com"', ("Berg, Tom", "t@example.com")),
        ("t@example.com,Berg; Tom", ("Berg; Tom", "t@example.com")),
        ("t@example.com;Berg, Tom", ("Berg, Tom", "t@example.com")),
    ],
)
@pytest.mark.feature("D4")
def test_line_is_split_where_address_stands(line, person):
    assert people(line) == [person]


@table(
    ("line", "person"),
    [
        (",;@example.com", ("", ";@example.com")),
        (";,t@", (";", "t@")),
        ("Berg; Tom,t@;x", ("Berg; Tom", "t@;x")),
        ('"Berg, Tom",t;@example.com', ("Berg, Tom", "t;@example.com")),
        # It shows by itself that it is unlike the others.
        ("Berg, Tom;t@example.com", ("Berg, Tom", "t@example.com")),
    ],
)
@pytest.mark.feature("D4")
def test_doubtful_line_is_split_like_others(line, person):
    assert people(f"Priya Shah,priya@example.com\nLena,lena@example.com\nA;a@example.com\n{line}")[3:] == [person]


@table(
    ("line", "row"),
    [
        (",;@example.com", RecipientRow(2, "", ";@example.com")),
        ("Tom,t@example.com;", RecipientRow(2, "Tom", "t@example.com;")),
        ("Tom,t@example.com,,", RecipientRow(2, "Tom", "t@example.com")),
        (
            "Tom,a@example.com;b@example.com",
            RecipientRow(2, "Tom", "a@example.com;b@example.com", Fault.SEVERAL_EMAILS),
        ),
        # As people please.
        ("t@example.com,Tom", RecipientRow(2, "Tom", "t@example.com")),
        ("Berg; Tom <t@example.com>", RecipientRow(2, "Berg; Tom", "t@example.com")),
        ("Tom;t@example.com", RecipientRow(2, "Tom", "t@example.com")),
        # Nothing is left out in silence.
        ("Berg, Tom,t@example.com", RecipientRow(2, "", "t@example.com", Fault.UNCLEAR)),
        ("Tom,t@example.com,Acme", RecipientRow(2, "", "t@example.com", Fault.UNCLEAR)),
    ],
)
@pytest.mark.feature("D4")
def test_row_below_header_follows_the_header(line, row):
    assert parse_recipients(f"Name,Email\n{line}").rows == [row]


@pytest.mark.feature("D4")
def test_row_with_extra_cells_stays_unclear():
    reading = parse_recipients("Email,Name,Company\np@example.com,Shah, Priya,Acme\nt@example.com,Tom,,\n")
    assert reading.rows == [
        RecipientRow(2, "Shah", "p@example.com", Fault.UNCLEAR),
        RecipientRow(3, "Tom", "t@example.com"),
    ]
    assert [row.fault for row in parse_recipients("\n".join(reading.brief)).rows] == [Fault.UNCLEAR, None]


@given(st.text(max_size=300))
@pytest.mark.feature("D4")
def test_no_text_breaks_the_reading(text):
    reading = parse_recipients(text)
    assert len(reading.rows) == reading.count
    assert all(1 <= row.number <= len(reading.lines) for row in reading.rows)


@given(st.binary(max_size=300))
@pytest.mark.feature("D4")
def test_no_file_breaks_the_reading(raw):
    try:
        text, _guess = decode(raw)
    except UnreadableFile:
        return
    parse_recipients(text)


ACCENTS = "Name;Email\nZoë Müller;zoe@example.com"


@table("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.feature("D4")
def test_encodings_that_spreadsheets_write(encoding):
    assert decode(ACCENTS.encode(encoding)) == (ACCENTS, encoding == "cp1252")


@table(
    ("raw", "error"),
    [
        (b"PK\x03\x04rest", WorkbookFile),
        (b"\xd0\xcf\x11\xe0rest", WorkbookFile),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", UnreadableFile),
        (b"a,b\0c", UnreadableFile),
        (b"\x01\x02\x03\x04", UnreadableFile),
        (b"\x81\x8d", UnreadableFile),
        ("é".encode("utf-32"), UnreadableFile),
        (b"\xff\xfea", UnreadableFile),
    ],
)
@pytest.mark.feature("D4")
def test_what_is_no_text_is_refused(raw, error):
    with pytest.raises(error):
        decode(raw)


BOMBS = {
    "one long word": "a" * 400_000,
    "signs": "@" * 400_000,
    "spaces": " " * 400_000 + "<",
    "quotes": ('"' * 999 + "\n") * 400,
    "angles": ("@a" * 490 + " <\n") * 400,
    "an open quote": 'name,email\n"' + "x," * 200_000,
    "cells": "name,email\n" + "x," * 200_000,
    "one cell": "name,email\n" + "x" * 400_000,
    "short rows": "a\n" * 200_000,
    "short rows with a header": "email\n" + "a\n" * 200_000,
}


@table("bomb", BOMBS)
@pytest.mark.feature("D4")
def test_bombs_take_no_time(bomb):
    began = time.process_time()
    reading = parse_recipients(BOMBS[bomb])
    # Where the time grows with the square of the size, it is hours.
    assert time.process_time() - began < 20
    assert len(reading.rows) <= 5_000


@table(
    ("text", "name", "filled"),
    [
        ("Hello {name}, it is {page}.", "Priya", "Hello Priya, it is Intro."),
        ("Hello { Name },", "", "Hello,"),
        ("{name}{email}", "", "p@example.com"),
        ("{other} {0} {}", "Priya", "{other} {0} {}"),
        ("Hello {name}", "{email}", "Hello {email}"),
    ],
)
@pytest.mark.feature("D4")
def test_placeholders_are_filled_in(text, name, filled):
    assert fill(text, {"name": name, "email": "p@example.com", "page": "Intro"}) == filled


@pytest.mark.feature("D4")
def test_placeholders_that_mean_nothing_are_found():
    assert find_unknown("Hello {name}, {nmae}, {Email}, {0}, {a b} {}") == ["nmae", "0"]


def test_further_columns_are_label_and_metadata():
    text = (
        "Company,E-mail,Name,Label,metadata: crm,Metadata.Source\nAcme,p@example.com,Priya,VIP,4711,\n,t@example.com\n"
    )
    reading = parse_recipients(text)
    assert reading.rows == [
        RecipientRow(2, "Priya", "p@example.com", label="VIP", metadata=(("crm", "4711"),)),
        RecipientRow(3, "", "t@example.com"),
    ]
    assert reading.brief[:3] == [
        "Name,Email,Label,metadata:crm,metadata:Source", "Priya,p@example.com,VIP,4711,", ",t@example.com,,,"
    ]  # fmt: skip
    # Read again, as the form shows it, it says the same.
    assert parse_recipients("\n".join(reading.brief)).rows == reading.rows


def test_plain_headers_have_nothing_more():
    (row,) = parse_recipients("Name,Email,Labels,Phone\nPriya,p@example.com,friends,123\n").rows
    assert (row.label, row.metadata) == ("", ())
