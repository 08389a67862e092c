"""The standard fields of booking forms stand in one table, which everything else reads."""

import re
from pathlib import Path

from django.conf import settings

from bookings.facts import details
from bookings.models import Admission
from bookings.required_answers import asked_fields
from customer.params import LENGTHS
from owner.pages.forms.event_types import EventTypeForm
from pages.actions.event_types import EVENT_TYPE_FIELDS
from pages.models import Ask, EventType
from pages.questions import RESERVED_NAMES
from pages.standard_fields import STANDARD_FIELDS, STORED_FIELDS
from tests.tables import table

# The columns, an index over them, and a made-up mail; demo data may too.
MAY_NAME = {
    "pages/standard_fields.py",
    "pages/models/event_types.py",
    "bookings/models/bookings.py",
    "bookings/search.py",
    "owner/deliveries/gallery.py",
    # Parameters of addresses, for people who look them up.
    "owner/settings/help_texts.py",
}
APPS = ("core", "accounts", "deliveries", "pages", "links", "bookings", "customer", "owner", "scheduler")


def test_no_other_module_names_a_plain_field():
    """A field that nothing else has a rule about is named in the table and in its columns only."""
    named = re.compile(r"""["']company["']|\bcompany\s*[:=]|\.company\b|ask_(company|phone|guests|note)\b""")
    root = Path(settings.BASE_DIR)
    modules = {str(path.relative_to(root)): path for app in APPS for path in (root / app).rglob("*.py")}
    found = [
        f"{name}:{number}"
        for name, path in modules.items()
        if name not in MAY_NAME and "/migrations/" not in name and "/_demo_" not in name
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if named.search(line)
    ]
    found += [
        str(path.relative_to(root))
        for path in (root / "templates").rglob("*.html")
        if re.search(r"\.company\b|ask_(company|phone|guests|note)\b", path.read_text())
    ]
    assert found == []


def test_each_field_has_columns_and_own_name():
    columns = {field.name: field for field in Admission._meta.get_fields()}
    asks = {field.name: field for field in EventType._meta.get_fields()}
    for field in STORED_FIELDS:
        assert field.key in columns
        assert asks[field.setting].choices == Ask.choices
        assert getattr(columns[field.key], "max_length", None) in {None, field.longest}
    assert len({field.key for field in STANDARD_FIELDS} & RESERVED_NAMES) == len(STANDARD_FIELDS)


@table("field", STORED_FIELDS)
@table("ask", Ask.values)
def test_an_event_type_asks_for_each_row(field, ask):
    asked = asked_fields(EventType(**{one.setting: Ask.NO for one in STORED_FIELDS} | {field.setting: ask}), ["video"])
    assert asked == ({} if ask == Ask.NO else {field.key: ask == Ask.REQUIRED})


def test_forms_and_addresses_know_each_row():
    settings_asked = {field.setting for field in STORED_FIELDS}
    assert settings_asked <= EventTypeForm.base_fields.keys()
    assert settings_asked <= set(EVENT_TYPE_FIELDS)
    assert {field.key for field in STANDARD_FIELDS} <= LENGTHS.keys()


def test_mails_tell_each_row_but_the_note():
    facts = {field.key: [f"{field.key}@example.com"] if field.empty == () else field.key for field in STORED_FIELDS}
    told = {label for label, _text in details(facts)}
    assert told == {str(field.label) for field in STORED_FIELDS if field.key != "note"}
