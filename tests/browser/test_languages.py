"""Other languages on real screens: text a third longer, and everything from right to left."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_customer import NARROW, WIDE, each_state, open_page  # noqa: F401 (a fixture)
from tests.languages import longer, offering_languages, write_catalogue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Words of ordinary length that are broken over lines: whatever holds them is narrower than one word.
BROKEN = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const around = node.parentElement;
    if (!around.checkVisibility() || around.closest("svg, option, script, style, .sr-only")) continue;
    for (const word of node.data.matchAll(/[\\p{L}]{2,20}/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
      if (lines.size > 1) found.push(word[0]);
    }
  }
  return found;
}
"""


# The texts of both are as long; the one from right to left is tried with every change.
@pytest.fixture(params=[pytest.param("en-xa", marks=pytest.mark.slow), "ar-xb"])
def lang(request, settings, tmp_path):
    write_catalogue(tmp_path, {"en-xa": "en_XA", "ar-xb": "ar_XB"}[request.param], longer)
    with offering_languages(settings, tmp_path, request.param):
        yield request.param


@pytest.mark.parametrize("viewport", [NARROW, pytest.param(WIDE, marks=pytest.mark.slow)], ids=["390", "1280"])
@pytest.mark.feature("V51", "V53", "V54")
def test_customers_screens_take_longer_text(open_page, ana, viewport, lang):  # noqa: F811
    page = open_page(viewport=viewport)
    found = {}
    for state in each_state(page, ana, lang):
        assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar-xb" else "ltr")
        sideways = page.evaluate("document.documentElement.scrollWidth") - viewport["width"]
        violations = [one["id"] for one in Axe().run(page).response["violations"]]
        found[state] = (max(sideways, 0), page.evaluate(BROKEN), violations)
    assert {state: one for state, one in found.items() if one != (0, [], [])} == {}


def test_check_sees_a_broken_word(page):
    page.set_content("<p style='inline-size: 1em; overflow-wrap: anywhere'>Coaching</p><p>Coaching</p>")
    assert page.evaluate(BROKEN) == ["Coaching"]
