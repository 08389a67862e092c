"""Whatever a person reads can stand in a catalogue: literal messages, which the gettext tools find."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest

from tests.tables import table

ROOT = Path(__file__).resolve().parents[2]
CODE = ["core", "accounts", "deliveries", "calendars", "pages", "links", "bookings", "customer", "owner", "api"]
# Which arguments are messages, by the name of the call; `_` is gettext or gettext_lazy.
MESSAGES = {
    "_": [0],
    "gettext": [0],
    "gettext_lazy": [0],
    "gettext_noop": [0],
    "ngettext": [0, 1],
    "ngettext_lazy": [0, 1],
    "pgettext": [1],
    "pgettext_lazy": [1],
    "npgettext": [1, 2],
    "npgettext_lazy": [1, 2],
}
# As Django's makemessages asks for them.
KEYWORDS = [
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
]  # fmt: skip
# Whose arguments people read, from the place that is given, and the keywords that are read wherever they stand.
SHOWN = {"ValidationError": 0, "add_error": 1, "success": 1, "info": 1, "warning": 1, "error": 1}
# Of the API: what is wrong with a value, or with a message to assistants.
SHOWN |= {"body_problem": 1, "RpcError": 1}
SHOWN_KEYWORDS = {"label", "help_text", "empty_label", "error_messages", "verbose_name", "verbose_name_plural"}
SHOWN_KEYWORDS |= {"detail"}
WORDS = re.compile(r"[^\W\d_]{2,}[ .,:]|^[A-Z][a-z]+$")


class Source:
    """One module, read once."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.tree = name, ast.parse(text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def calls(self) -> list[tuple[ast.Call, str]]:
        return [(node, called(node)) for node in self.nodes if isinstance(node, ast.Call)]

    def at(self, node: ast.expr) -> str:
        return f"{self.name}:{node.lineno}"


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def not_literal(source: Source) -> list[str]:
    """A message that is computed, empty, or called inside an f-string: no tool finds it."""
    found = [
        f"{source.at(node)} no literal message"
        for node, name in source.calls
        if not all(is_words(one) for one in [node.args[place] for place in MESSAGES.get(name, [])])
    ]
    for node in source.nodes:
        if isinstance(node, ast.JoinedStr):
            inner = (one for one in ast.walk(node) if isinstance(one, ast.Call) and called(one) in MESSAGES)
            found += [f"{source.at(one)} gettext inside an f-string" for one in inner]
    return found


def placed(source: Source) -> list[str]:
    """Placeholders without a name cannot change their order."""
    return [
        f"{source.at(node)} a placeholder without a name"
        for node, name in source.calls
        for place in MESSAGES.get(name, [])
        if is_words(node.args[place]) and re.search(r"(?<!%)(?:%%)*%[sd]|\{\}", node.args[place].value)  # type: ignore[attr-defined]
    ]


def bare(source: Source) -> list[str]:
    """Words that are handed to a reader without gettext."""
    found = []
    for node, name in source.calls:
        shown = node.args[SHOWN[name] :] if name in SHOWN and not is_log(node) else []
        shown += [one.value for one in node.keywords if one.arg in SHOWN_KEYWORDS]
        if name == "ValueError" and source.name.startswith("api/"):
            # Of a type: its words become the detail of a refusal.
            shown += node.args
        found += [f"{source.at(one)} words without gettext" for part in shown for one in outside_gettext(part)]
    for node in (one for one in source.nodes if isinstance(one, ast.Dict)):
        details = (value for key, value in zip(node.keys, node.values, strict=True) if is_detail(key))
        found += [f"{source.at(one)} a detail without gettext" for part in details for one in outside_gettext(part)]
    return found


def is_detail(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == "detail"


def is_log(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).lower() in {"log", "logger"}


def outside_gettext(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from outside_gettext(value)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and WORDS.search(node.value):
            yield node
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from outside_gettext(child)


def renamed(source: Source) -> list[str]:
    """The tools know gettext by its own names and `_` only."""
    return [
        f"{source.name}:{node.lineno} {alias.name} as {alias.asname}"
        for node in source.nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname not in (None, "_")
    ]


def silent(source: Source) -> list[str]:
    """Refusals without a message of their own."""
    refusals = {"Refusal"}
    found = []
    for node in (one for one in source.tree.body if isinstance(one, ast.ClassDef)):
        if node.name == "Refusal" or refusals & {ast.unparse(base) for base in node.bases}:
            refusals.add(node.name)
            if not any(says_message(one) for one in node.body):
                found.append(f"{source.name}:{node.lineno} {node.name} has no message")
    return found


def says_message(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id="message")], value=ast.Call() as call):
            return called(call) in MESSAGES
        case ast.AnnAssign(target=ast.Name(id="message"), value=ast.Call() as call):
            return called(call) in MESSAGES
    return False


RULES = [not_literal, placed, bare, renamed, silent]


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    paths = (path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py")))
    kept = [path for path in paths if not {"migrations", "management"} & set(path.parts)]
    return [Source(str(path.relative_to(ROOT)), path.read_text()) for path in kept]


@pytest.mark.feature("G5")
def test_every_text_can_be_translated(sources):
    # One test for all rules: reading the sources takes longer than judging them.
    assert [f"{rule.__name__}: {one}" for source in sources for rule in RULES for one in rule(source)] == []


WRONG = [
    (not_literal, '_(f"Hello {name}")'),
    (not_literal, '_("Hello " + name)'),
    (not_literal, "gettext(text)"),
    (not_literal, '_("")'),
    (not_literal, "gettext(type(self).__doc__)"),
    (not_literal, "f\"{_('Hello')} {name}\""),
    (not_literal, 'ngettext("one", many, number)'),
    (placed, '_("%s of %s")'),
    (placed, '_("{} of all")'),
    (bare, 'messages.success(request, "Saved.")'),
    (bare, 'messages.success(request, f"{name} is saved.")'),
    (bare, 'form.add_error("name", "Choose a name." if new else _("Choose another."))'),
    (bare, 'ValidationError(["Too long, " + name])'),
    (bare, 'forms.CharField(label="Name", error_messages={"required": _("Type it.")})'),
    (bare, 'body_problem("/page", f"{one} is wrong.")'),
    (bare, 'Problem("invalid", detail="Choose one of them.")'),
    (bare, 'Problem("invalid", errors=[{"parameter": name, "detail": "Not known here."}])'),
    (renamed, "from django.utils.translation import gettext as t"),
    (silent, 'class Refusal:\n    message = _("No.")\nclass Late(Refusal):\n    """Too late."""'),
]


@table(("rule", "text"), WRONG)
def test_every_rule_sees_its_fault(rule, text):
    assert len(rule(Source("wrong", text))) == 1


@pytest.mark.feature("G5")
@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not installed")
def test_the_gettext_tools_find_every_message(sources):
    here = [
        node.args[place].value for source in sources for node, name in source.calls for place in MESSAGES.get(name, [])
    ]
    keywords = [f"--keyword={one}" for one in KEYWORDS]
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-wrap", *keywords, "--output=-"]
    made = subprocess.run(
        [*command, *(source.name for source in sources)], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    found = set()
    for entry in made.stdout.split("\n\n"):
        for text in re.findall(r'^(?:msgid|msgid_plural) ((?:".*"\n?)+)', entry, re.MULTILINE):
            found.add("".join(ast.literal_eval(line) for line in text.strip().splitlines()))
    assert (sorted(set(here) - found), len(here) > 1_000) == ([], True)
