"""What is mailed from an installation, and what each address of it must answer."""

from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client, override_settings

from tests.upgrade.ground import KEYS


@dataclass(frozen=True)
class Address:
    """`reason` says why a dead one does not work: its page says it in words."""

    name: str
    path: str
    status: int
    reason: str = ""


@dataclass
class Mailed:
    """The addresses that people have by now."""

    addresses: list[Address] = field(default_factory=list)

    def note(self, name: str, address: str | None, status: int = 200, reason: str = "") -> None:
        assert address is not None, name
        path = address.removeprefix(settings.BASE_URL)
        self.addresses.append(Address(name, path, status, reason))

    def check(self, client: Client) -> None:
        """That each answers now as it is noted."""
        answers = {address: client.get(address.path).status_code for address in self.addresses}
        wrong = [
            f"{address.name}: {found}, not {address.status}"
            for address, found in answers.items()
            if found != address.status
        ]
        if wrong:
            raise SystemExit("\n".join(wrong))


def signed_by(*kids: str) -> override_settings:
    """The keyring holds the keys of these kids, the current one first."""
    return override_settings(LINK_KEYS={kid: bytes.fromhex(KEYS[kid]) for kid in kids})
