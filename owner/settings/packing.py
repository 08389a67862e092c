"""The Chrome extension as one file: the same bytes from the same sources, wherever and whenever it is made."""

import io
import json
import tomllib
import zipfile
from functools import cache
from pathlib import Path

from django.conf import settings

# The earliest time that a zip can hold: every file gets it.
EARLIEST = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16


def extension_version() -> str:
    """Return the version of the project, which is the extension's, too."""
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def file_name() -> str:
    """Return what the file is called."""
    return f"admit-one-extension-{extension_version()}.zip"


@cache
def packed() -> bytes:
    """Return the extension as a zip."""
    folder = Path(settings.BASE_DIR) / "extension"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EARLIEST)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, 3
            archive.writestr(entry, _content(path))
    return content.getvalue()


def _content(path: Path) -> bytes:
    if path.name != "manifest.json":
        return path.read_bytes()
    manifest = json.loads(path.read_text()) | {"version": extension_version()}
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
