"""Generated input: a tenth of the examples in `make test`, and all of them in `make test-races`."""

from hypothesis import settings

# The profile of `make test`. Examples that a test names itself are tried in any case.
SAMPLE = "sample"
TENTH = 10


def examples(number: int) -> settings:
    """The settings of a test that tries so many examples, where it is not for a sample only."""
    return settings(max_examples=number // TENTH if settings.get_current_profile_name() == SAMPLE else number)
