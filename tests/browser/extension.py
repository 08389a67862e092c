"""A Chromium with the extension in it, as it is packed. The one without windows takes none."""

import hashlib
import io
import zipfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

from owner.settings.packing import extension_zip
from tests.browser.conftest import WHOLE_CHROMIUM


def with_extension(playwright: Playwright, place: Path) -> tuple[BrowserContext, str]:
    """Start a browser that keeps everything in this folder. Return it, and where the extension's pages are."""
    folder = place / "extension"
    zipfile.ZipFile(io.BytesIO(extension_zip())).extractall(folder)
    loaded = [f"--disable-extensions-except={folder}", f"--load-extension={folder}"]
    context = playwright.chromium.launch_persistent_context(
        place / "profile",
        executable_path=WHOLE_CHROMIUM,
        headless=False,
        args=["--headless=new", "--no-sandbox", "--disable-gpu", *loaded],
    )
    # Chromium names an unpacked one by its folder.
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:32]
    return context, "chrome-extension://" + "".join(chr(ord("a") + int(digit, 16)) for digit in digest)
