"""Generated input: a tenth of the examples in `make test`, and all of them in `make test-races`."""

from hypothesis import settings

# The profile of `make test`. Examples that a test names itself are always tried.
SAMPLE = "sample"
TENTH = 10


def examples(number: int) -> settings:
    """Return the settings of a test with this number of examples, or a tenth of them in `make test`."""
    return settings(max_examples=number // TENTH if settings.get_current_profile_name() == SAMPLE else number)
