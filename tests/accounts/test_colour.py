"""Whatever colour an organization chooses, what is written in it or on it can be read, in light and in dark."""

from random import Random

import pytest

from accounts.colour import (
    CONTROL_CONTRAST,
    DARK,
    LIGHT,
    TEXT_CONTRAST,
    TINTS,
    at_lightness,
    brand_colours,
    contrast,
    mix,
    oklch,
    read_colour,
    stylesheet,
    stylesheet_name,
)
from tests.tables import table

EDGES = ["#000000", "#ffffff", "#808080", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#767676"]


def some_colours(number, seed):
    """Random ones, each time the same."""
    random = Random(seed)
    return [f"#{random.randrange(1 << 24):06x}" for _ in range(number)]


def unreadable(colour):
    """What of the colour cannot be read: empty if everything can."""
    found = []
    for scheme in (LIGHT, DARK):
        made, card = brand_colours(colour, scheme), scheme.grounds[0]
        tinted = [mix(made.strong, card, tint) for tint in TINTS]
        pairs = [
            *((made.text, ground, TEXT_CONTRAST) for ground in (*scheme.grounds, *tinted)),
            *((made.on, filled, TEXT_CONTRAST) for filled in (made.strong, made.hover)),
            *((filled, ground, CONTROL_CONTRAST) for filled in (made.strong, made.hover) for ground in scheme.grounds),
        ]
        found += [(colour, *pair) for pair in pairs if contrast(*pair[:2]) < pair[2]]
    return found


def test_every_colour_can_be_read():
    assert [one for colour in (*EDGES, *some_colours(300, 1)) for one in unreadable(colour)] == []


@pytest.mark.slow
def test_ten_thousand_colours_can_be_read():
    assert [one for colour in some_colours(10_000, 2) for one in unreadable(colour)] == []


def test_readable_colour_stays_as_chosen():
    assert (brand_colours("#0b6e64", LIGHT).strong, brand_colours("#62d3c4", DARK).strong) == ("#0b6e64", "#62d3c4")


def test_colour_keeps_its_hue():
    """Yellow on white becomes a dark yellow, no brown of another hue, and no darker than it must be."""
    made = brand_colours("#ffd400", LIGHT).strong
    assert oklch(made)[2] == pytest.approx(oklch("#ffd400")[2], abs=0.03)
    assert CONTROL_CONTRAST <= min(contrast(made, ground) for ground in LIGHT.grounds) < CONTROL_CONTRAST + 0.1


def test_lightness_goes_there_and_back():
    for colour in some_colours(50, 3):
        assert at_lightness(colour, oklch(colour)[0]) == colour


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@table(
    ("typed", "read"),
    [
        ("#0B6E64", "#0b6e64"),
        (" 0b6e64 ", "#0b6e64"),
        ("#0b6", "#00bb66"),
        ("", None),
        ("red", None),
        ("#0b6e6", None),
        ("#0b6e641", None),
        ("#0b6e64;}", None),
        ("#٠٠٠", None),
    ],
)
def test_colour_is_read_as_typed(typed, read):
    assert read_colour(typed) == read


def test_stylesheet_is_a_few_lines():
    light, dark = brand_colours("#0b6e64", LIGHT), brand_colours("#0b6e64", DARK)
    assert stylesheet("#0b6e64").splitlines() == [
        "@layer app {",
        "  :root {",
        f"    --accent-strong: light-dark(#0b6e64, {dark.strong});",
        f"    --accent-hover: light-dark({light.hover}, {dark.hover});",
        f"    --accent-text: light-dark({light.text}, {dark.text});",
        "    --on-accent: light-dark(#ffffff, #0e1220);",
        "  }",
        "}",
    ]
    assert stylesheet_name("#0b6e64").startswith("0b6e64-")
