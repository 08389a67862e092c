"""Template tags for fragments that are on every page and never change. Each is rendered once and cached.

They are built in, so templates need no `{% load %}`. An `{% include %}` takes thirty times as long.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import zones

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=100)
def icon(name: str) -> SafeString:
    """Return a decorative icon."""
    return render_to_string("shared/icon.html", {"name": name})


@register.simple_tag
@lru_cache(maxsize=2_000)
def avatar(name: str, size: str = "") -> SafeString:
    """Return initials in a circle. `size` is "small", "large" or empty."""
    return render_to_string("shared/avatar.html", {"name": name, "size": size})


@register.filter
def called(zone: str) -> str:
    """Return how people call a time zone, such as “New York time”."""
    return zones.zone_name(zone)


@register.simple_tag
def brand() -> SafeString:
    """Return the product's mark and name, in the active language."""
    return _brand(get_language())


@lru_cache(maxsize=100)
def _brand(_language: str | None) -> SafeString:
    return render_to_string("shared/brand.html")
