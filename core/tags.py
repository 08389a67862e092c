"""Template tags for what is on every page and never changes: each is rendered once, from its template, and kept.

They are built in: no template loads them. An include costs as much as thirty of these.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=100)
def icon(name: str) -> SafeString:
    """A decorative icon."""
    return render_to_string("shared/icon.html", {"name": name})


@register.simple_tag
@lru_cache(maxsize=2_000)
def avatar(name: str, size: str = "") -> SafeString:
    """Initials in a circle; `size` is "small", "large" or none."""
    return render_to_string("shared/avatar.html", {"name": name, "size": size})


@register.simple_tag
def brand() -> SafeString:
    """The product's mark and name, in the active language."""
    return _brand(get_language())


@lru_cache(maxsize=100)
def _brand(_language: str | None) -> SafeString:
    return render_to_string("shared/brand.html")
