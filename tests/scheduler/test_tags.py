"""Badges, initials, lists and labels."""

import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe

from scheduler.tags import linked_label


def rendered(source: str, **values: object) -> str:
    return Engine(builtins=["scheduler.tags"]).from_string(source).render(Context(values))


def test_badges_are_words_with_optional_colour():
    plain = '<span class="badge">a&lt;b</span>'
    assert rendered('{% badge word %}{% badge word "" %}', word="a<b") == plain * 2
    assert rendered('{% badge word "danger" %}', word="Off") == '<span class="badge" data-variant="danger">Off</span>'


def test_initials_are_of_first_and_last_name():
    names = {"": "", "ana": "A", "Ana María de la Cruz": "AC", " ben  li ": "BL", "<b>": "&lt;"}
    assert {name: rendered("{{ name|initials }}", name=name) for name in names} == names


LOOP = """{% for one in few %}<b>{{ one }}</b>{% comma %}{% endfor %}|\
{% for one in few %}{{ one }}{% comma more %}{% endfor %}"""


@pytest.mark.parametrize(
    ("language", "named", "looped"),
    [
        ("en", "Q&amp;A, <i>Ana</i>, Ben", "<b>Q&amp;A</b>, <b>Ben</b>|Q&amp;A, Ben, "),
        ("ja", "Q&amp;A、<i>Ana</i>、Ben", "<b>Q&amp;A</b>、<b>Ben</b>|Q&amp;A、Ben、"),
    ],
)
def test_lists_have_their_languages_comma(language, named, looped):
    names = ["Q&A", mark_safe("<i>Ana</i>"), "Ben"]
    with translation.override(language):
        assert rendered("{{ names|listed }}", names=names) == named
        assert rendered(LOOP, few=["Q&A", "Ben"], more=["Zoe"]) == looped
        assert rendered("{{ none|listed|default:'Nobody' }}", none=[]) == "Nobody"


@pytest.mark.parametrize(
    ("language", "label", "html"),
    [
        ("en-gb", "Name", '<a href="#id_name">Name</a>: Not &lt;b&gt;.'),
        ("en-gb", "What for?", '<a href="#id_name">What for?</a> Not &lt;b&gt;.'),
        ("fr", "Nom", '<a href="#id_name">Nom</a>\N{NO-BREAK SPACE}: Not &lt;b&gt;.'),
        ("ja", "お名前", '<a href="#id_name">お名前</a>：Not &lt;b&gt;.'),
    ],
)
@pytest.mark.feature("G5")
def test_label_of_a_fault_is_punctuated(language, label, html):
    with translation.override(language):
        assert linked_label("id_name", label, "Not <b>.") == html
