"""The API's description: written anew with each change, and only added to."""

import json
from pathlib import Path

from api.description import FILE, load_description, render_description
from api.mount import api
from tests.tables import table

RELEASED = Path(__file__).with_name("released.json")


def missing(now, then, place=""):
    """Whatever a program could rely on and is there no more: addresses, fields, values that were taken or answered."""
    found = []
    if isinstance(then, dict) and isinstance(now, dict):
        for name, value in then.items():
            if name in {"description", "summary", "title", "examples", "example"}:
                continue
            if name == "required":
                continue
            # A list may become longer.
            if name == "maxItems" and now.get(name, 0) >= value:
                continue
            found += [f"{place}/{name}"] if name not in now else missing(now[name], value, f"{place}/{name}")
    elif isinstance(then, list) and isinstance(now, list):
        found += [f"{place}: {one}" for one in then if not any(missing(other, one) == [] for other in now)]
    elif then != now:
        found.append(f"{place}: {then} is {now}")
    return found


def newly_required(now, then):
    """Fields that have to be sent, and had not to be before."""
    sent = {
        name
        for operations in now["paths"].values()
        for operation in operations.values()
        if "requestBody" in operation
        for name in [operation["requestBody"]["content"]["application/json"]["schema"].get("$ref", "").split("/")[-1]]
    }
    before, after = then["components"]["schemas"], now["components"]["schemas"]
    return [
        f"{name}: {sorted(more)}"
        for name in sent & before.keys() & after.keys()
        if (more := set(after[name].get("required", [])) - set(before[name].get("required", [])))
    ]


def test_file_is_written_anew():
    assert FILE.read_text() == render_description(api), "Run `manage.py openapi`, and look at the difference."


def test_api_is_only_added_to():
    now, then = json.loads(FILE.read_text()), json.loads(RELEASED.read_text())
    assert (missing(now, then), newly_required(now, then)) == ([], [])


@table(
    ("then", "now"),
    [
        ({"paths": {"/me": {}}}, {"paths": {}}),
        ({"type": "string"}, {"type": "integer"}),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}),
        ({"maxItems": 13}, {"maxItems": 12}),
        ({"anyOf": [{"enum": ["a", "b"]}, {"type": "null"}]}, {"anyOf": [{"enum": ["a"]}, {"type": "null"}]}),
    ],
)
def test_what_is_taken_away_is_seen(then, now):
    assert (len(missing(now, then)), missing(now, now)) == (1, [])


def test_served_description_names_the_product(settings):
    settings.PRODUCT_NAME = "Acme Booking"
    load_description.cache_clear()
    try:
        served = json.loads(load_description()[0])
        assert served["info"].pop("title") == "Acme Booking"
        own = json.loads(FILE.read_text())
        assert own["info"].pop("title") == "Admit One"
        assert served == own
    finally:
        load_description.cache_clear()
