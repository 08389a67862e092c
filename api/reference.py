"""The API's reference for people: one page, made of the description and the table of codes."""

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from api.codes import API_PROBLEMS, DEAD, REFUSALS
from api.description import load_description
from links.errors import DeadLink

Schema = Mapping[str, Any]


@cookieless
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show every operation with its fields and an example that runs, and what each problem means."""
    context = {"nouns": _nouns(), "shapes": _shapes(), "problems": _problems(), "base": settings.BASE_URL}
    return render(request, "api/reference.html", context)


def _load_schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(load_description()[0])
    return schema


@cache
def _nouns() -> dict[str, list[dict[str, Any]]]:
    """Return the operations by the noun they are about, in the order of their addresses."""
    schema = _load_schema()
    nouns = defaultdict(list)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            nouns[operation["tags"][0]].append(_operation(path, method.upper(), operation, schema))
    return dict(nouns)


def _operation(path: str, method: str, operation: Schema, schema: Schema) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    sent = _resolve(body, schema)
    answers = operation["responses"].items()
    summary, _blank, more = operation["description"].partition("\n")
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": summary.rstrip("."),
        "more": _paragraphs(more),
        "scope": operation["x-scope"],
        "open": operation.get("x-open", False),
        "parameters": [
            _field(parameter["name"], parameter["schema"], parameter["required"])
            for parameter in operation["parameters"]
        ],
        "body": _paragraphs(sent.get("description", "")),
        "fields": _fields(sent),
        "answers": [(status, _shape_of(answer)) for status, answer in answers if status != "default"],
        "curl": _curl(path, method, sent.get("example"), secret="x-open" not in operation),
    }


def _paragraphs(text: str) -> list[list[tuple[str, bool]]]:
    """Return the paragraphs of a text, each in pieces."""
    return [_pieces(paragraph) for paragraph in text.strip().split("\n\n") if paragraph]


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return a paragraph in pieces, each with whether it stood in backticks."""
    return [(piece, bool(number % 2)) for number, piece in enumerate(text.replace("\n", " ").split("`"))]


def _curl(path: str, method: str, body: object, *, secret: bool) -> str:
    """Return the operation as a command. `$TOKEN` is for the reader to set."""
    lines = [f"curl {settings.BASE_URL}{path}" if method == "GET" else f"curl -X {method} {settings.BASE_URL}{path}"]
    if secret:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if body is not None:
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(body, ensure_ascii=False)}'"]
    return " \\\n  ".join(lines)


@cache
def _shapes() -> dict[str, dict[str, Any]]:
    """Return each shape that is answered or sent, by its name: its fields, or the values of which it is one."""
    schemas = _load_schema()["components"]["schemas"]
    return {name: _shape(schema) for name, schema in sorted(schemas.items())}


def _shape(schema: Schema) -> dict[str, Any]:
    if values := schema.get("enum"):
        # The description of an enum is for readers of the code.
        return {"more": [], "fields": [], "values": values}
    return {"more": _paragraphs(schema.get("description", "")), "fields": _fields(schema), "values": []}


def _fields(schema: Schema) -> list[dict[str, Any]]:
    needed = schema.get("required", [])
    return [_field(name, field, name in needed) for name, field in schema.get("properties", {}).items()]


def _field(name: str, schema: Schema, needed: bool) -> dict[str, Any]:
    return {"name": name, "type": _type(schema), "needed": needed, "about": _pieces(_field_description(schema))}


def _field_description(schema: Schema) -> str:
    """Return the description of a field: its own, or that of its type if it may be null."""
    kinds = (schema, *schema.get("anyOf", ()))
    return next((str(kind["description"]) for kind in kinds if "description" in kind), "")


def _resolve(schema: Schema, whole: Schema) -> Schema:
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved: Schema = whole["components"]["schemas"][name] if name else schema
    return resolved


def _shape_of(answer: Schema) -> str:
    for content in answer.get("content", {}).values():
        return str(content["schema"].get("$ref", "")).rpartition("/")[2]
    return ""


def _type(schema: Schema) -> str:
    """Return in words what a value is."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if several := schema.get("anyOf") or schema.get("allOf"):
        return " or ".join(_type(schema) for schema in several)
    if "enum" in schema:
        return " or ".join(f"“{value}”" for value in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    kind = str(schema.get("format") or schema.get("type", "anything"))
    return f"list of {_type(schema['items'])}" if kind == "array" and "items" in schema else kind


def _problems() -> list[tuple[str, int, str]]:
    """Return each code with its status and its sentence, in the reader's language, by status."""
    own = {code: (int(status), str(sentence)) for code, (status, sentence) in API_PROBLEMS.items()}
    refusals = {
        code: (int(status), str(kind.message)) for kind, (status, code) in REFUSALS.items() if kind is not DeadLink
    }
    dead = {code: (410, str(DeadLink.message)) for code in DEAD.values()}
    problems = refusals | dead | own
    return sorted(((code, *rest) for code, rest in problems.items()), key=lambda row: (row[1], row[0]))
