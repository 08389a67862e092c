"""Static files: stylesheets put together from their parts, and addresses computed once."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PART = re.compile(r'^@import "(?P<name>[^"]+)";$', re.MULTILINE)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise's storage. It puts the parts of a stylesheet into it, and keeps a cache of the addresses."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of the file, which contains its hash. Raise ValueError for an unknown file."""
        # A page needs a dozen, and they change only with a release.
        if force or name not in self.addresses:
            self.addresses[name] = super().url(name, force)
        return self.addresses[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put parts into their stylesheets, then hash and compress. `collectstatic` calls this with all it found."""
        if not dry_run:
            paths = paths | {name: self.combine(name, paths) for name in paths if name.endswith(".css")}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def combine(self, name: str, paths: dict[str, Any]) -> Any:
        """Write the stylesheet with its parts in place of their `@import`. Return where it is now.

        Parts refer to no other files. If a part is missing, its `@import` stays, and Django reports it.
        """

        def read(file_name: str) -> str:
            storage, path = paths[file_name]
            with storage.open(path) as file:
                return str(file.read().decode())

        def part(match: re.Match[str]) -> str:
            part_name = posixpath.join(posixpath.dirname(name), match["name"])
            return read(part_name) if part_name in paths else match[0]

        source = read(name)
        combined = PART.sub(part, source)
        if combined == source:
            return paths[name]
        self.delete(name)
        self._save(name, ContentFile(combined.encode()))
        return self, name
