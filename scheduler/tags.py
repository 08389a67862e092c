"""Template tags that every template knows: fragments that never change, badges, and filters.

They are built in, so templates need no `{% load %}`.
"""

import html
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from core import cldr, zones
from core.text import LazyText, label_pattern
from customer.languages import language_links
from owner.settings.areas import Area, areas_of

register = template.Library()

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
