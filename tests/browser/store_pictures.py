"""Pictures of the Chrome extension for the store, 1280 x 800, of the demo: `make run`, then

python -m tests.browser.store_pictures http://localhost:8000
"""

import base64
import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser.extension import with_extension
from tests.scheduler.test_layers import ROOT

# Of the demo.
EMAIL, PASSWORD = "ana@example.com", "admit one, please"
SIZE = {"width": 1280, "height": 800}
FRAME = """<!doctype html><style>
    body {{ margin: 0; display: grid; grid-template-columns: 1fr auto; gap: 4rem; align-items: center; height: 800px;
        box-sizing: border-box; padding: 0 7rem; background: #e9edfb; color: #14171f; }}
    body {{ font: 22px/1.5 system-ui, sans-serif; }}
    h1 {{ font-size: 46px; line-height: 1.15; margin: 0 0 1rem; text-wrap: balance; }}
    img {{ max-height: 680px; border-radius: 14px; box-shadow: 0 24px 70px rgb(16 20 32 / .25); }}
</style><div><h1>{title}</h1><p>{text}</p></div><img src="data:image/png;base64,{picture}" alt="">"""


def main(site: str) -> None:
    """Connect a browser to the demo, and photograph each step."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        chrome, extension = with_extension(playwright, Path(place))
        photograph(chrome, site, extension)
        chrome.close()


def photograph(chrome: BrowserContext, site: str, extension: str) -> None:
    pair = chrome.new_page()
    pair.set_viewport_size({"width": 560, "height": 560})
    pair.goto(f"{extension}/pair.html")
    pair.get_by_label("Address of your Admit One").fill(site)
    pair.get_by_role("button", name="Continue").click()
    expect(pair.locator("#letters")).to_contain_text("-")
    letters = pair.locator("#letters").inner_text()
    frame(
        chrome, pair, "3-connect", "Connected by eight letters", "Type them in your own Admit One. No password to copy."
    )
    connect(chrome, site, letters)
    expect(pair.get_by_role("status")).to_contain_text("Connected.")
    popup = chrome.new_page()
    popup.set_viewport_size({"width": 360, "height": 600})
    popup.goto(f"{extension}/popup.html")
    expect(popup.locator("#rows li").first).to_be_visible()
    frame(
        chrome, popup, "1-find", "All your links, one press away", "Yours, your colleagues’, and your pages. Just type."
    )
    popup.locator(".once").first.click()
    expect(popup.get_by_role("status")).to_contain_text("Works once")
    text = "Each press makes a new link. It admits one booking, and you can revoke it."
    frame(chrome, popup, "2-copy", "A link that works once", text)


def connect(chrome: BrowserContext, site: str, letters: str) -> None:
    """Sign in as the demo's Ana, and type the letters."""
    owner = chrome.new_page()
    owner.goto(f"{site}/accounts/login/?next=/settings/extension/pair/")
    owner.locator("[name=login]").fill(EMAIL)
    owner.locator("[name=password]").fill(PASSWORD)
    owner.locator("[name=password]").press("Enter")
    owner.wait_for_url("**/reauthenticate/**")
    owner.get_by_label("Password").fill(PASSWORD)
    owner.get_by_role("button", name="Confirm").click()
    owner.get_by_label("Letters that the extension shows").fill(letters)
    owner.get_by_role("button", name="Continue").click()
    owner.get_by_role("button", name="Connect this browser").click()
    expect(owner.get_by_text("You can go back to the extension.")).to_be_visible()


def frame(chrome: BrowserContext, page: Page, name: str, title: str, text: str) -> None:
    """Write a picture of the page, beside what it shows."""
    picture = base64.b64encode(page.screenshot(full_page=True)).decode()
    framed = chrome.new_page()
    framed.set_viewport_size(SIZE)
    framed.set_content(FRAME.format(title=title, text=text, picture=picture))
    path = ROOT / "dist" / f"{name}.png"
    path.parent.mkdir(exist_ok=True)
    framed.screenshot(path=path)
    framed.close()
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scheduler.settings")
    django.setup()
    main(sys.argv[1])
