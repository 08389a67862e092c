"""/docs/api/: every operation, every shape and every code, for everybody; and its examples can be sent."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from api.codes import API_PROBLEMS, DEAD, REFUSALS
from api.description import FILE
from api.shapes import In
from links.errors import DeadLink
from tests.api.test_permissions import operations
from tests.tables import table


def every_shape(kind=In):
    for one in kind.__subclasses__():
        yield one
        yield from every_shape(one)


EXAMPLES = [
    (shape, extra["example"])
    for shape in every_shape()
    if isinstance(extra := shape.model_config.get("json_schema_extra"), dict) and "example" in extra
]


@pytest.mark.page
def test_reference_has_everything_and_no_cookie(django_assert_num_queries):
    page = Client().get("/docs/api/")
    codes = {code for kind, (_status, code) in REFUSALS.items() if kind is not DeadLink} | {
        *API_PROBLEMS,
        *DEAD.values(),
    }
    shapes = {f"shape-{name}" for name in json.loads(FILE.read_text())["components"]["schemas"]}
    wanted = codes | shapes | operations().keys() | {"errors", "basics"}
    assert {one for one in wanted if f'id="{one}"' not in page.text} == set()
    assert (page.status_code, dict(page.cookies)) == (200, {})


@pytest.mark.page
def test_reference_says_what_the_description_says():
    """Each value of which a field is one, and what is said of each shape and field, wherever that stands."""
    schemas = json.loads(FILE.read_text())["components"]["schemas"].values()
    page = unescape(re.sub(r"<[^>]+>", "", Client().get("/docs/api/").text))
    fields = [one for schema in schemas for one in schema.get("properties", {}).values()]
    kinds = [kind for field in fields for kind in (field, *field.get("anyOf", ()))]
    # What is said of a list of values is for whoever reads the code.
    shapes = [schema for schema in schemas if "enum" not in schema]
    texts = [one["description"] for one in (*shapes, *kinds) if "description" in one]
    wanted = [part for text in texts for part in text.replace("`", "").split("\n\n")]
    wanted += [value for schema in schemas for value in schema.get("enum", ())]
    words = " ".join(page.split())
    assert [one for one in wanted if " ".join(one.split()) not in words] == []


@pytest.mark.page
def test_anchors_of_the_reference_are_unique():
    page = Client().get("/docs/api/").text
    anchors = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert sorted(anchors) == sorted(set(anchors))


@table(("shape", "example"), EXAMPLES)
def test_examples_fit_their_shapes(shape, example):
    assert shape.model_validate(example).model_fields_set == set(example)


def test_every_body_has_an_example():
    schema = json.loads(FILE.read_text())
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for operations in schema["paths"].values()
        for operation in operations.values()
        if "requestBody" in operation
    ]
    assert {name for name in bodies if "example" not in schema["components"]["schemas"][name]} == set()
