"""What the screens are looked at with sees faults: those of one scheme, and those of both."""

import pytest

from tests.browser.axe import violations

pytestmark = pytest.mark.browser

# Dark on dark, or bright on bright, in the one scheme that is named.
FAINT = {"dark": ("light-dark(#000, #222)", "light-dark(#fff, #000)"), "light": ("#eee", "light-dark(#fff, #000)")}
PAGE = """<!doctype html><html lang="en"><head><title>Page</title><style>
:root {{ color-scheme: light dark; }}
p {{ color: {}; background: {}; transition: color 0.2s, background-color 0.2s; }}
</style></head><body><main><h1>Page</h1><p>Text <span>inside</span></p>{}</main></body></html>"""
PICTURE = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">'


@pytest.mark.parametrize("begun", ["light", "dark"])
@pytest.mark.parametrize(
    ("colours", "more", "seen"),
    [
        (FAINT["dark"], "", {"color-contrast"}),
        (FAINT["light"], "", {"color-contrast"}),
        (("light-dark(#000, #fff)", "light-dark(#fff, #000)"), PICTURE, {"image-alt"}),
        (("light-dark(#000, #fff)", "light-dark(#fff, #000)"), "", set()),
    ],
    ids=["dark", "light", "both", "none"],
)
def test_faults_of_either_scheme_are_seen(page, begun, colours, more, seen):
    page.emulate_media(color_scheme=begun)
    page.set_content(PAGE.format(*colours, more))
    assert {rule for rule, _nodes in violations(page)} == seen
