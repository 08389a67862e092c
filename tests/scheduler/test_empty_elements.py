"""Elements that are filled by a script are hidden while they are `:empty`: white space in them would show their box."""

import re

from django.conf import settings

ONLY_SPACE = re.compile(r"<(\w+)\b[^<>]*>\s+</\1>")


def test_no_element_holds_only_white_space():
    pages = settings.BASE_DIR.joinpath("templates").rglob("*.html")
    assert {
        str(page.relative_to(settings.BASE_DIR)): found[0]
        for page in pages
        if (found := ONLY_SPACE.search(page.read_text()))
    } == {}
