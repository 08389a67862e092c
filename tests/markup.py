"""A page's HTML for tests, in which the white space of templates does not matter."""

import re
from typing import Any, SupportsIndex

from django.http import HttpResponse


class Markup(str):
    """HTML without the white space beside its tags. Texts that are searched in it are normalized the same way."""

    def __contains__(self, wanted: object) -> bool:
        return super().__contains__(plain(str(wanted)))

    def count(self, wanted: str, *within: Any) -> int:
        return super().count(plain(wanted), *within)

    def index(self, wanted: str, *within: Any) -> int:
        return super().index(plain(wanted), *within)

    def split(self, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[str]:
        return [Markup(part) for part in super().split(sep and plain(sep), maxsplit)]


def plain(html: str) -> str:
    return re.sub(r" ?(<|/?>) ?", lambda tag: tag[1].lstrip("/"), re.sub(r"\s+", " ", html))


def markup(response: HttpResponse) -> str:
    """The response's HTML; any other response's text as it is."""
    text = response.content.decode()
    return Markup(plain(text)) if response.get("Content-Type", "").startswith("text/html") else text
