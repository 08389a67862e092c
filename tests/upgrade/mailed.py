"""The addresses that an installation has mailed, and how each must respond."""

from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client, override_settings

from tests.upgrade.dumps import KEYS


@dataclass(frozen=True)
class Address:
    """An address. `reason` is why it is dead, if it is; its page says so."""

    name: str
    path: str
    status: int
    reason: str = ""


@dataclass
class Mailed:
    """The addresses that people have."""

    addresses: list[Address] = field(default_factory=list)

    def add(self, name: str, address: str | None, status: int = 200, reason: str = "") -> None:
        assert address is not None, name
        path = address.removeprefix(settings.BASE_URL)
        self.addresses.append(Address(name, path, status, reason))

    def check(self, client: Client) -> None:
        """Check that each address responds with its status."""
        responses = {address: client.get(address.path).status_code for address in self.addresses}
        wrong = [
            f"{address.name}: {found}, not {address.status}"
            for address, found in responses.items()
            if found != address.status
        ]
        if wrong:
            raise SystemExit("\n".join(wrong))


def using_keys(*kids: str) -> override_settings:
    """Set the keyring to the keys of these kids, the current one first."""
    return override_settings(LINK_KEYS={kid: bytes.fromhex(KEYS[kid]) for kid in kids})
