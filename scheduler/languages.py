"""Which translations are offered, by the completeness that `compile_languages` recorded."""

from collections.abc import Collection

from accounts.languages import ENGLISH, NAMES
from scheduler import catalogues

# A translation counts as complete from this percentage on.
ENOUGH = 98


def choose(named: Collection[str] | None, default: str) -> list[str]:
    """Return the codes of the languages that customers are offered.

    These are the ones that the operator named, else all whose customers' part is as good as whole. English and the
    site's own language are always among them, and none that is not compiled.
    """
    noted = catalogues.read_completeness()
    whole = {code for code, shares in noted.items() if shares["customer"] >= ENOUGH}
    chosen = (whole if named is None else noted.keys() & set(named)) | {*ENGLISH, default}
    return [code for code in NAMES if code in chosen]


def customer_only_languages(default: str) -> frozenset[str]:
    """Return the codes of the languages that only customers are offered: the rest of the application lacks words."""
    lacking = {code for code, shares in catalogues.read_completeness().items() if shares["all"] < ENOUGH}
    return frozenset(lacking - {default})


def unreviewed_languages() -> frozenset[str]:
    """Return the codes of the languages whose translation no speaker has read."""
    return frozenset(code for code, shares in catalogues.read_completeness().items() if not shares["reviewed"])
