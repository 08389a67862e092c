"""Which translations are offered, by the completeness that `compile_languages` recorded."""

from collections.abc import Collection

from accounts.languages import ENGLISH, NAMES
from scheduler import catalogues

# A translation counts as complete from this percentage on.
ENOUGH = 98


def choose(requested: Collection[str] | None, default: str) -> list[str]:
    """Return the codes of the languages that customers are offered.

    These are the ones that the operator named, else all whose customers' part is nearly complete. Only compiled
    languages are offered, and always English and the site's own language.
    """
    recorded = catalogues.read_completeness()
    complete = {code for code, shares in recorded.items() if shares["customer"] >= ENOUGH}
    chosen = complete if requested is None else recorded.keys() & set(requested)
    chosen |= {*ENGLISH, default}
    return [code for code in NAMES if code in chosen]


def customer_only_languages(default: str) -> frozenset[str]:
    """Return the codes of the languages that only customers are offered: the rest of the application lacks words."""
    lacking = {code for code, shares in catalogues.read_completeness().items() if shares["all"] < ENOUGH}
    return frozenset(lacking - {default})


def unreviewed_languages() -> frozenset[str]:
    """Return the codes of the languages whose translation no speaker has read."""
    return frozenset(code for code, shares in catalogues.read_completeness().items() if not shares["reviewed"])
