"""Template tags that every template knows: fragments that never change, badges, and components.

They are built in, so templates need no `{% load %}`.
"""

import html
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models import User
from core import cldr, zones
from core.text import LazyText, label_pattern
from customer.languages import language_links
from owner.settings.areas import Area, areas_of

register = template.Library()

# How many renderings of one part of a template are cached.
MOST_CACHED = 500


# Fragments that are on every page: each is rendered once and cached. An `{% include %}` takes thirty times as long.


@register.simple_tag
def product() -> str:
    """Return the product name, which the operator chooses."""
    name: str = settings.PRODUCT_NAME
    return name


@register.simple_tag
@lru_cache(maxsize=100)
def icon(name: str) -> SafeString:
    """Return a decorative icon."""
    return render_to_string("shared/icon.html", {"name": name})


@register.simple_tag
@lru_cache(maxsize=2_000)
def avatar(name: str, size: str = "", photo: str | None = None) -> SafeString:
    """Return somebody's photo, by its digest, or else their initials in a circle.

    `size` is "tiny", "small", "large" or empty. Either is decoration: the name stands beside it.
    """
    return render_to_string("shared/avatar.html", {"name": name, "size": size, "photo": photo})


@register.filter
def initials(name: str) -> str:
    """Return the first letters of somebody's first and last name."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.filter
def hue(name: str) -> int:
    """Return which of twelve hues somebody's initials have: always the same for a name."""
    return crc32(name.encode()) % 12


@register.filter
def zone_name(zone: str) -> str:
    """Return the name of a time zone, such as “New York time”."""
    return zones.zone_name(zone)


@register.filter("listed")
def comma_list(items: Iterable[object]) -> SafeString:
    """Return names, or links with names, as a list with commas, as the active language writes one."""
    return cldr.list_html(items)


@register.filter
def setting_areas(user: User) -> list[Area]:
    """Return the settings that the user may open, in their groups."""
    return areas_of(user)


@register.simple_tag(takes_context=True)
def comma(context: Context, more: object = None) -> str:
    """Return the comma between an item of the loop and the next: for lists whose items are more than a name.

    After the last item, return an empty text, unless `more` items follow the loop.
    """
    return cldr.comma() if more or not context["forloop"]["last"] else ""


@register.simple_tag
def brand() -> SafeString:
    """Return the product's mark and name."""
    return _brand(settings.PRODUCT_NAME)


@lru_cache(maxsize=1)
def _brand(_name: str) -> SafeString:
    return render_to_string("shared/brand.html")


@register.simple_tag(takes_context=True)
def languages(context: Context) -> SafeString:
    """Return the links to a customer's page in other languages."""
    return language_links(context["request"])


@register.simple_tag
def badge(word: object, variant: str = "") -> SafeString:
    """Return a status as a word. `variant`, its colour, is "success", "warning", "danger", "accent" or empty."""
    if variant:
        return format_html('<span class="badge" data-variant="{}">{}</span>', variant, word)
    return format_html('<span class="badge">{}</span>', word)


@register.simple_tag
def linked_label(anchor: str, label: LazyText, text: LazyText) -> SafeString:
    """Return a label that links to its field, with a text about it."""
    link = format_html('<a href="#{}">{}</a>', anchor, label)
    return mark_safe(label_pattern(str(label)) % {"label": link, "text": conditional_escape(text)})  # noqa: S308 - escaped


class KeptNode(Node):
    """A part of a template that depends only on the language and a few values: rendered once for each, then cached."""

    def __init__(self, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist
        self.cached: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return the cached text. The part gets only its values, so it can contain nothing about a visitor.

        Its values are escaped, even if the page has marked them as safe, since the cached text is shown to everybody.
        """
        # A slice of a safe text is a plain one.
        values = {name: str(value.resolve(context))[:] for name, value in self.values.items()}
        key = (get_language(), *values.values())
        if key not in self.cached:
            if len(self.cached) >= MOST_CACHED:
                self.cached.clear()
            self.cached[key] = self.nodelist.render(context.new(values))
        return self.cached[key]


@register.tag("kept")
def compile_kept(parser: Parser, token: Token) -> KeptNode:
    """Compile `{% kept value=... %}content{% endkept %}`, around words, icons and addresses of files."""
    _, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"`kept` takes values by name: {token.contents}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(values, nodelist)


class Fill(Node):
    """The content of a slot of the enclosing component. It is not called `slot`, because allauth has such a tag."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Raise TemplateSyntaxError: a component renders its direct fills, so this one is somewhere else."""
        raise template.TemplateSyntaxError(f"The fill {self.name!r} has to stand directly in a component.")


class ComponentNode(Node):
    """A fragment that is rendered with values and slots. Whatever is in no slot is its `content`."""

    def __init__(self, name: str, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist
        self.slots = {node.name: node.nodelist for node in nodelist if isinstance(node, Fill)}
        self.slots["content"] = NodeList(node for node in nodelist if not isinstance(node, Fill))

    def render(self, context: Context) -> SafeString:
        """Render the slots as part of the page. The component sees nothing of the page but what it is given."""
        values = {name: value.resolve(context) for name, value in self.values.items()}
        values |= {name: SafeString(nodelist.render(context).strip()) for name, nodelist in self.slots.items()}
        fragment = context.template.engine.get_template(f"components/{self.name}.html")  # type: ignore[union-attr]
        return fragment.render(context.new(values))


@register.tag("component")
def compile_component(parser: Parser, token: Token) -> ComponentNode:
    """Compile `{% component "name" value=... %}content{% fill slot %}...{% endfill %}{% endcomponent %}`.

    It renders `templates/components/name.html`.
    """
    _, name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits or name[0] not in "\"'":
        raise template.TemplateSyntaxError(f"A component is its quoted name and values by name: {token.contents}")
    nodelist = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(name[1:-1], values, nodelist)


@register.tag("fill")
def compile_fill(parser: Parser, token: Token) -> Fill:
    """Compile `{% fill slot %}...{% endfill %}`, which stands directly in a component."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endfill",))
    parser.delete_first_token()
    return Fill(name, nodelist)


@register.filter
def options(widget: Mapping[str, Any]) -> SafeString:
    """Return the options of a select, in their groups, as Django's templates write them one by one."""
    groups = []
    for heading, choices, _place in widget["optgroups"]:
        rows = "".join(map(_option, choices))
        groups.append(f'<optgroup label="{escape(heading)}">{rows}</optgroup>' if heading else rows)
    # All parts are escaped.
    return mark_safe("".join(groups))  # noqa: S308


def _option(choice: Mapping[str, Any]) -> str:
    attributes = "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in choice["attrs"].items()
        if value is not False
    )
    # Python's html.escape: Django's wrapper of it would take most of the time of five hundred options.
    value, label = (html.escape(str(choice[name])) for name in ("value", "label"))
    return f'<option value="{value}"{attributes}>{label}</option>'
