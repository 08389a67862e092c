"""Names say one thing, shortly.

No public class or function of two domain apps or modules is called alike without a reason, and no class of the whole
project. A test is named in three to seven words.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOORS = ["customer", "owner", "api"]
DOMAIN = ["core", "accounts", "deliveries", "calendars", "pages", "links", "bookings"]
A_MAIL_FOR_EACH_READER = "the same mail for customer, guest and host, each in a module of its own"
A_STEP_OF_THE_WORKER = "a step that tests make fail, around the action of that name"
A_PROVIDER = "one of the five functions that every provider of calendars has"
A_PUSHER = "one of the two functions of every vendor that tells of changes by itself"
ALLOWED = {
    "cancellation": A_MAIL_FOR_EACH_READER,
    "change": A_MAIL_FOR_EACH_READER,
    "confirmation": A_MAIL_FOR_EACH_READER,
    "meeting_rows": A_MAIL_FOR_EACH_READER,
    "questions_sentence": A_MAIL_FOR_EACH_READER,
    "request": A_MAIL_FOR_EACH_READER,
    "decline": "an action, and the mail that tells of it",
    "claim": A_STEP_OF_THE_WORKER,
    "mark_failed": A_STEP_OF_THE_WORKER,
    "mark_sent": A_STEP_OF_THE_WORKER,
    "begin": "a step of the worker and one of the booking transaction, both known to the failpoints",
    "send": "a step of the worker, known to the failpoints, and the action that emails a link",
    "list_calendars": A_PROVIDER,
    "look_at_entry": A_PROVIDER,
    "put_entry": A_PROVIDER,
    "read_calendar": A_PROVIDER,
    "remove_entry": A_PROVIDER,
    "unwatch_calendar": A_PUSHER,
    "watch_calendar": A_PUSHER,
    "Command": "Django's name for a command",
    "populate": "each part of the demo fills its own tables",
}
A_SHAPE_OF_THE_API = "what programs read under that name in the API's description"
CLASSES_ALLOWED = {
    "Command": ALLOWED["Command"],
    "Named": A_SHAPE_OF_THE_API,
    "Recipient": A_SHAPE_OF_THE_API,
}
MOST = 30
CLASS = re.compile(r"^class ([A-Za-z]\w*)", re.MULTILINE)
CLASS_OR_FUNCTION = re.compile(r"^(?:class|def) ([A-Za-z]\w*)", re.MULTILINE)
TEST = re.compile(r"^ *(?:async )?def (test_\w+)", re.MULTILINE)


def defined_twice(folders: Sequence[str], kind: re.Pattern[str]) -> dict[str, list[str]]:
    """Public classes or functions that several modules define, with these modules."""
    found = defaultdict(list)
    for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))):
        if "migrations" not in path.parts:
            for name in kind.findall(path.read_text()):
                found[name].append(str(path.relative_to(ROOT)))
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_name_stands_for_two_things():
    twice = defined_twice(DOMAIN, CLASS_OR_FUNCTION)
    assert {name: places for name, places in twice.items() if name not in ALLOWED} == {}
    assert (ALLOWED.keys() - twice.keys(), len(ALLOWED) <= MOST) == (set(), True)


def test_no_class_is_called_like_another():
    twice = defined_twice([*DOMAIN, *DOORS, "scheduler"], CLASS)
    assert {name: places for name, places in twice.items() if name not in CLASSES_ALLOWED} == {}
    assert CLASSES_ALLOWED.keys() - twice.keys() == set()


def test_tests_have_three_to_seven_words():
    names = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in TEST.findall(path.read_text())
    }
    assert len(names) > 1_000
    assert {name for name in names if not 3 <= name.partition(": ")[2].count("_") <= 7} == set()
