"""P9: home and the list of meetings with a million bookings behind them, against their time with ten thousand."""

from collections.abc import Callable

from accounts.models import User
from bookings.meetings import Tab, meetings
from tests.bench.lists import compare, signed_in
from tests.bench.logs import Logs
from tests.bench.server import Call


class Meetings(Logs):
    """As for the logs; besides somebody who holds nothing, and an organization that has no meetings at all."""

    name = "meetings"

    def __init__(self) -> None:
        super().__init__()
        self.readers = {
            "an admin's": self.admin,
            "a member's": self.hosts[4],
            "an idle member's": self.host(len(self.hosts)),
            "another admin's": self.opened("idle"),
        }

    def calls(self) -> dict[str, Call]:
        """Home and each part of the list, for everybody who looks at them, with the page after the first."""
        calls = {}
        for whose, user in self.readers.items():
            headers = signed_in(user)
            for name, path in self.addresses(user).items():
                calls[f"{whose} {name}"] = Call("GET", path, headers=headers)
        return calls

    def addresses(self, user: User) -> dict[str, str]:
        found = {"home": "/"}
        for tab in Tab:
            found[tab.value] = f"/meetings/?show={tab.value}"
            further = meetings(user=user, now=self.now, tab=tab).further
            if further is not None:
                found[f"further {tab.value}"] = f"{found[tab.value]}&after={further}"
        return found


def run(port: int, at_most: Callable[[str, float, float, float], None]) -> None:
    """Prints the ratios."""
    compare(port, "meetings", Meetings(), at_most)
