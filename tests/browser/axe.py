"""What axe finds on a screen: all its rules in one scheme, and those that look at colours in the other too."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}
# Colours that are on their way from one scheme to the other are neither's. They are brought to their end, and then what
# inherits them: waiting for it can take for ever, because nobody looks and no frame is drawn.
SETTLED = """() => {
  const moving = () => document.getAnimations()
    .filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime < Infinity);
  for (let some = moving(); some.length; some = moving()) some.forEach((one) => one.finish());
}"""


def violations(page: Page) -> list[Any]:
    """What axe finds in both schemes, in short: all that there is in this one, and in the other what colours make.

    They differ in nothing else (`tests/scheduler/test_static_files.py`). The page stays in the other.
    """
    found = run(page, EVERYTHING)
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if dark else "dark")
    page.evaluate(SETTLED)
    return found + run(page, COLOURS)


def run(page: Page, options: dict[str, Any]) -> list[Any]:
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [(rule["id"], [(node["target"], node["failureSummary"]) for node in rule["nodes"]]) for rule in found]
