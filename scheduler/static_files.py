"""Addresses of static files, each worked out once: a page has a dozen of them, and they change with a release only."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise brings no types
    """WhiteNoise's storage, which keeps the addresses it has found."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of the file, by the hash of its content. Raises ValueError for a file that there is not."""
        if force or name not in self.addresses:
            self.addresses[name] = super().url(name, force)
        return self.addresses[name]
