"""The Chrome extension as one file: the same bytes from the same sources, wherever and whenever it is made.

So files are stored as they are, since each zlib packs a little differently; and nothing is kept from one time to the
next, since what was packed under another name or from other sources would be handed out.
"""

import io
import json
import tomllib
import zipfile
from pathlib import Path

from django.conf import settings
from django.utils.html import escape

# The earliest time that a zip can hold: every file gets it.
EARLIEST = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16
# What the sources call the product.
OWN_NAME = "Admit One"


def extension_version() -> str:
    """Return the version of the project, which is the extension's, too."""
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def file_name() -> str:
    """Return what the file is called."""
    return f"admit-one-extension-{extension_version()}.zip"


def packed() -> bytes:
    """Return the extension as a zip."""
    folder = Path(settings.BASE_DIR) / "extension"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, path in sorted(_sources(folder).items()):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_STORED, READABLE, 3
            archive.writestr(entry, _content(path))
    return content.getvalue()


def _sources(folder: Path) -> dict[str, Path]:
    """Return the files by their names in the zip, without those that editors and systems hide beside them."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if not f"/{name}".count("/.") and not name.endswith("~")}


def _content(path: Path) -> bytes:
    """Return the file as it is packed: its words say what this installation is called."""
    name = settings.PRODUCT_NAME
    if path.name == "messages.json":
        return path.read_text("utf-8").replace(OWN_NAME, json.dumps(name, ensure_ascii=False)[1:-1]).encode()
    if path.suffix == ".html":
        return path.read_text("utf-8").replace(OWN_NAME, escape(name)).encode()
    if path.name != "manifest.json":
        return path.read_bytes()
    manifest = json.loads(path.read_text("utf-8")) | {"version": extension_version()}
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
