"""What the templates of mails show texts by."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# By these signs mail programs know the address of a website, or of a mailbox.
SIGNS = re.compile(r":(?=//)|(?<=\w)[.\u3002\uff0e\uff61@](?=\w)")


@register.filter
def unlinked(text: str, strange: bool = True) -> SafeString:
    """The text as HTML in which mail programs find no address to make a link of, where a stranger may have typed it.

    The characters stay as they are, for whoever reads or copies them: each sign of an address is an element of its own.
    """
    escaped = escape(text)
    # Nothing that `escape` writes has one of the signs.
    return mark_safe(SIGNS.sub(r"<span>\g<0></span>", escaped) if strange else escaped)  # noqa: S308
