"""Headers, decoded by what did not write them: the very text that was meant, in every script."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import clean_one_line
from deliveries.headers import mailbox, text
from tests.sample import examples

SCRIPTS = [
    "abc XYZ 09.-'",
    "àéîöüßñçøłğ ",
    "αβγδ ΑΒΓ",
    "жщюё ЖЩ",
    "山田太郎日本　語",
    "한국어 이름",
    "עברית ",
    "عربى فارسی \u200f",
    "हिन्दी ",
    "ไทย",
    "👨\u200d👩 😀🇪🇸 ",
    '()<>[]:;@,\\". ',
    "=?utf-8?q?a?= _=",
    " \u00a0\u3000 a",
    "abcdefghijklmn opq rstuv",
]
LINES = (
    st.lists(st.sampled_from(SCRIPTS), min_size=1, max_size=3)
    .flatmap(lambda some: st.text("".join(some), min_size=1, max_size=150))
    .map(clean_one_line)
    .filter(bool)
)
SEVENTY = "New booking: Contract review and negotiation with Priya Shah, Monday 7 January, 15:00"


def write_header(name: str, header: str) -> tuple[bytes, EmailMessage]:
    mime = EmailMessage(policy=SMTP)
    mime[name] = header
    raw = mime.as_bytes()
    parsed = message_from_bytes(raw, policy=default)
    assert isinstance(parsed, EmailMessage)
    return raw, parsed


def old_way(raw: bytes) -> str:
    """The value of the one header, for the decoder that knows no policy."""
    return raw.decode("ascii").partition(": ")[2].replace("\r\n", "")


def is_well_folded(raw: bytes) -> bool:
    first, *lines = raw.removesuffix(b"\r\n\r\n").split(b"\r\n")
    return bool(first.partition(b": ")[2].strip()) and all(0 < len(one.strip()) <= 78 for one in [first, *lines])


@examples(2_000)
@given(LINES)
@example(SEVENTY)
@example("a  b")
@example("=?utf-8?q?a?=")
@example("x" * 300)
def test_subjects_are_read_back_as_meant(subject):
    raw, parsed = write_header("Subject", text("Subject", subject))
    assert parsed["Subject"] == str(make_header(decode_header(old_way(raw)))) == subject
    assert is_well_folded(raw)


@examples(2_000)
@given(LINES)
@example('Dwayne "The Rock" Johnson via Admit One')
@example("J.R. Ewing (Dallas), Dr. <x@evil.example>")
@example("Zoë O'Hara; Smith \\ Co: " * 6)
def test_names_beside_addresses_are_read_back(name):
    raw, parsed = write_header("From", mailbox("From", "meet@example.org", name))
    said, address = parseaddr(old_way(raw))
    assert (str(make_header(decode_header(said))) if "=?" in said else said, address) == (name, "meet@example.org")
    (one,) = parsed["From"].addresses
    # This reader makes one blank of several, and in some releases puts one where a line was folded.
    assert ("".join(one.display_name.split()), one.addr_spec) == ("".join(name.split()), "meet@example.org")
    assert is_well_folded(raw)


def test_long_subject_begins_on_its_line():
    raw, _parsed = write_header("Subject", text("Subject", SEVENTY))
    assert raw.split(b"\r\n")[:2] == [
        b"Subject: New booking: Contract review and negotiation with Priya Shah,",
        b" Monday 7 January, 15:00",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", b"To: ana@acme.example\r\n"),
        ("Ana Ruiz", b"To: Ana Ruiz <ana@acme.example>\r\n"),
        ("J.R. Ewing", b'To: "J.R. Ewing" <ana@acme.example>\r\n'),
        ("Zoë", b"To: =?utf-8?q?Zo=C3=AB?= <ana@acme.example>\r\n"),
    ],
)
def test_names_are_encoded_only_if_needed(name, said):
    assert write_header("To", mailbox("To", "ana@acme.example", name))[0] == said + b"\r\n"
