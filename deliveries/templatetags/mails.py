"""Template filters for mails."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# The characters by which mail programs recognize web and email addresses.
ADDRESS_SIGNS = re.compile(r":(?=//)|(?<=\w)[.\u3002\uff0e\uff61@](?=\w)")


@register.filter
def unlinked(text: str, is_untrusted: bool = True) -> SafeString:
    """Return the text as HTML in which mail programs find no address to turn into a link.

    If `is_untrusted` is false, because no stranger typed the text, it is only escaped. Each of these characters is put
    into an element of its own, so the text stays the same for those who read or copy it.
    """
    escaped = escape(text)
    # The signs are wrapped after escaping, which is safe: `escape` itself writes none of them.
    return mark_safe(ADDRESS_SIGNS.sub(r"<span>\g<0></span>", escaped) if is_untrusted else escaped)  # noqa: S308
