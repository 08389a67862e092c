"""The Chrome extension as a zip: the same sources always give the same bytes.

So files are stored uncompressed, since versions of zlib compress differently. The zip is built at each request, since a
stored one could contain another product name or older sources.
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
# The name of the product in the sources.
OWN_NAME = "Admit One"


def extension_version() -> str:
    """Return the version of the project, which is the extension's, too."""
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def file_name() -> str:
    """Return the name of the zip."""
    return f"admit-one-extension-{extension_version()}.zip"


def extension_zip() -> bytes:
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
    """Return the files by their names in the zip, without hidden files and backup copies."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in files.items() if "/." not in f"/{name}" and not name.endswith("~")}


def _content(path: Path) -> bytes:
    """Return the content of the file, with the product name of this installation."""
    name = settings.PRODUCT_NAME
    if path.name == "messages.json":
        return path.read_text("utf-8").replace(OWN_NAME, json.dumps(name, ensure_ascii=False)[1:-1]).encode()
    if path.suffix == ".html":
        return path.read_text("utf-8").replace(OWN_NAME, escape(name)).encode()
    if path.name != "manifest.json":
        return path.read_bytes()
    manifest = json.loads(path.read_text("utf-8")) | {"version": extension_version()}
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
