"""Rows whose names are equal are told apart in choices."""

from types import SimpleNamespace

from accounts.unique_labels import unique_labels
from tests.tables import table


class Row(SimpleNamespace):
    def __str__(self) -> str:
        return self.name


@table(
    ("rows", "names"),
    [
        ([], []),
        ([Row(name="Intro", owner="Ana"), Row(name="Demo", owner="Ana")], ["Intro", "Demo"]),
        ([Row(name="Intro", owner="Ana"), Row(name=" intro ", owner="Ben")], ["Intro (Ana)", " intro  (Ben)"]),
        (
            [Row(name="Intro", owner="Ana", duration=30), Row(name="Intro", owner="Ana", duration=45)],
            ["Intro (Ana) (30)", "Intro (Ana) (45)"],
        ),
        (
            [Row(name="Ana", email="a@x.example"), Row(name="Ana", email="b@x.example")],
            ["Ana (a@x.example)", "Ana (b@x.example)"],
        ),
        # Nothing else is known of them.
        ([Row(name="Pool"), Row(name="Pool")], ["Pool", "Pool"]),
    ],
)
def test_equal_names_are_told_apart(rows, names):
    assert unique_labels(rows) == names
