"""Components: what they are given, and what they are not. Parts that are kept."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.template.base import Template, TextNode
from django.utils import translation
from django.utils.safestring import mark_safe

from scheduler import components
from scheduler.components import ComponentNode
from tests.tables import table

FRAGMENTS = {
    "components/box.html": "<b>{{ title }}</b>[{{ content }}]({{ foot }}){{ secret }}{% if foot %}!{% endif %}",
    "components/pair.html": "{{ content }}+{{ foot }}",
}
TEMPLATES = Path(settings.BASE_DIR / "templates")


def rendered(source: str, **values: object) -> str:
    loaders = [("django.template.loaders.locmem.Loader", FRAGMENTS)]
    return Engine(loaders=loaders, builtins=["scheduler.components"]).from_string(source).render(Context(values))


def test_part_is_kept_by_language_and_values():
    part = "{% kept clock=hours %}{{ clock }}{{ name }}{% now 'F' %} {% endkept %}"
    template = Engine(builtins=["scheduler.components"]).from_string(part)
    rendered = []
    with time_machine.travel(datetime(2030, 1, 7, tzinfo=UTC), tick=False) as clock:
        for language, hours in (("en", "12"), ("de", "12"), ("en", mark_safe("<b>")), ("en", "<b>"), ("en", "12")):
            with translation.override(language):
                rendered.append(template.render(Context({"hours": hours, "name": "Priya"})))
            clock.shift(timedelta(days=31))
    # Nothing of the page but its values, which are escaped; the last one is as it was the first time.
    assert rendered == ["12January ", "12Februar ", "&lt;b&gt;March ", "&lt;b&gt;March ", "12January "]


def test_parts_kept_for_many_values_are_dropped(monkeypatch):
    monkeypatch.setattr(components, "MOST_CACHED", 2)
    template = Engine(builtins=["scheduler.components"]).from_string("{% kept a=b %}{{ a }}{% endkept %}")
    assert [template.render(Context({"b": number})) for number in range(5)] == ["0", "1", "2", "3", "4"]
    (node,) = template.nodelist
    assert len(node.cached) <= 2
    with pytest.raises(TemplateSyntaxError):
        Engine(builtins=["scheduler.components"]).from_string("{% kept b %}{% endkept %}")


def test_components_get_values_slots_and_rest():
    source = '{% component "box" title=name|upper %} one {% fill foot %} {{ two }} {% endfill %}{% endcomponent %}'
    assert rendered(source, name="pool", two=2) == "<b>POOL</b>[one](2)!"


def test_values_are_escaped_and_slots_once():
    source = '{% component "box" title=name %}{{ name }}<i>{% fill foot %}{{ name }}{% endfill %}{% endcomponent %}'
    assert rendered(source, name="a&b") == "<b>a&amp;b</b>[a&amp;b<i>](a&amp;b)!"


def test_nothing_of_pages_gets_in_or_out():
    source = '{% component "box" title="x" %}{% endcomponent %}{{ title }}{{ foot }}'
    assert rendered(source, secret="page", foot="of the page") == "<b>x</b>[]()of the page"


def test_an_empty_slot_counts_as_none():
    source = '{% component "box" title="x" %}{% fill foot %} {% if no %}x{% endif %} {% endfill %}{% endcomponent %}'
    assert rendered(source) == "<b>x</b>[]()"


def test_components_stand_in_components():
    inner = '{% component "pair" %}a{% fill foot %}b{% endfill %}{% endcomponent %}'
    source = f'{{% component "box" title="x" %}}{inner}{{% fill foot %}}{inner}{{% endfill %}}{{% endcomponent %}}'
    assert rendered(source) == "<b>x</b>[a+b](a+b)!"


@table(
    "source",
    [
        "{% fill foot %}alone{% endfill %}",
        '{% component "box" %}{% if 1 %}{% fill foot %}in a tag{% endfill %}{% endif %}{% endcomponent %}',
        '{% component "box" title %}{% endcomponent %}',
        "{% component box %}{% endcomponent %}",
        '{% component "box" %}',
    ],
)
def test_what_would_be_lost_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


def uses_of_components() -> Iterator[tuple[str, ComponentNode]]:
    """Every use of a component in the project's templates, with the name of the template."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        loaded: Template = engines["django"].get_template(name).template
        for node in loaded.nodelist.get_nodes_by_type(ComponentNode):
            yield name, node


def test_components_know_what_they_are_given():
    unknown = set()
    for name, node in uses_of_components():
        words = re.findall(r"\w+", (TEMPLATES / "components" / f"{node.name}.html").read_text())
        blank = not any(not isinstance(part, TextNode) or part.s.strip() for part in node.slots["content"])
        given = {*node.values, *node.slots} - ({"content"} if blank else set())
        unknown |= {f"{name}: {node.name} has no {given}" for given in given.difference(words)}
    assert unknown == set()


def test_each_component_is_used_more_than_once():
    uses = [node.name for _, node in uses_of_components()]
    assert [path.stem for path in (TEMPLATES / "components").iterdir() if uses.count(path.stem) < 2] == []
