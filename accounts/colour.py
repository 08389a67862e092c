"""The colours of a brand, derived from the one that an organization chose, with enough contrast to be read.

Only lightness is moved, in OKLCH, where equal steps look equal and the hue stays. Colours are `#rrggbb`. Pure.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import atan2, cos, hypot, sin

HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
# Contrast ratios of WCAG 2.2: of text (1.4.3), and of controls (1.4.11).
TEXT_CONTRAST, CONTROL_CONTRAST = 4.5, 3.0
# The contrast of dark text on colours that were made lighter for the dark scheme.
DARK_TEXT_CONTRAST = 6.0
# Steps of the binary search for a lightness: finer than eight bits.
HALVINGS = 12
HOVER = 0.06
NOTICEABLE_STEP = 0.02
# How much of the colour is in the grounds that are tinted with it: `--accent-soft`, and a day under the pointer.
TINTS = (0.10, 0.24)
WHITE, INK = "#ffffff", "#0e1220"

Linear = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme: `strong` fills, `hover` under the pointer; `text` writes, `on` what is filled."""

    strong: str
    hover: str
    text: str
    on: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """The neutral grounds of a scheme, those of app.css, the card first. `darker` is where contrast is to be found."""

    grounds: tuple[str, ...]
    darker: bool


LIGHT = Scheme(("#ffffff", "#f3f4f7", "#f4f5f8"), darker=True)
DARK = Scheme(("#181a20", "#0e1014", "#22252d"), darker=False)


def read_colour(text: str) -> str | None:
    """Return a colour as typed, such as "0B6" or "#0b6e64", as `#rrggbb`; None if it is not a colour."""
    found = HEX.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


@lru_cache(maxsize=1_000)
def brand_colours(colour: str, scheme: Scheme) -> Colours:
    """Return the colours of a brand in one scheme, as near to its own as can be read."""
    strong = _control_colour(colour, scheme)
    on = WHITE if contrast(WHITE, strong) >= TEXT_CONTRAST else INK
    grounds = [*scheme.grounds, *(mix(strong, scheme.grounds[0], tint) for tint in TINTS)]

    def is_readable(text: str) -> bool:
        return _lowest_contrast(text, grounds) >= TEXT_CONTRAST

    text = _adjust_lightness(strong, scheme.darker, is_readable)
    return Colours(strong, _hover_colour(strong, on, scheme), text, on)


def _control_colour(colour: str, scheme: Scheme) -> str:
    """Return the colour of controls: visible against the grounds, and with white or dark text on it."""

    def is_visible(fill: str) -> bool:
        return _lowest_contrast(fill, scheme.grounds) >= CONTROL_CONTRAST

    def can_bear_white(fill: str) -> bool:
        return contrast(WHITE, fill) >= TEXT_CONTRAST

    def can_bear_text(fill: str) -> bool:
        return can_bear_white(fill) or contrast(INK, fill) >= TEXT_CONTRAST

    def is_light(fill: str) -> bool:
        return is_visible(fill) and contrast(INK, fill) >= DARK_TEXT_CONTRAST

    if is_visible(colour) and can_bear_text(colour):
        return colour
    if not scheme.darker:
        # Light colours with dark text are easy to read in the dark, and leave room for a lighter one under the pointer.
        return _adjust_lightness(colour, scheme.darker, is_light)
    visible = _adjust_lightness(colour, scheme.darker, is_visible)
    # Some are too light for white text and too dark for dark text.
    return visible if can_bear_text(visible) else _adjust_lightness(visible, scheme.darker, can_bear_white)


def _hover_colour(strong: str, on: str, scheme: Scheme) -> str:
    """Return the colour of a control under the pointer: a step away, if text on it can still be read there."""
    lightness = oklch(strong)[0]
    step = -HOVER if scheme.darker else HOVER
    for change in (step, -step, step / 2, -step / 2, step / 4, -step / 4):
        hover = at_lightness(strong, lightness + change)
        if contrast(on, hover) >= TEXT_CONTRAST and _lowest_contrast(hover, scheme.grounds) >= CONTROL_CONTRAST:
            return hover
    return strong


def _adjust_lightness(colour: str, darker: bool, fits: Callable[[str], bool]) -> str:
    """Return the colour, made lighter or darker only as far as needed to fit."""
    if fits(colour):
        return colour
    # A lightness that does not fit, and one that fits or is the most extreme.
    near, far = oklch(colour)[0], 0.0 if darker else 1.0
    best = at_lightness(colour, far)
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        candidate = at_lightness(colour, middle)
        if fits(candidate):
            best, far = candidate, middle
        else:
            near = middle
    return best


def _lowest_contrast(colour: str, grounds: Sequence[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def differs(first: str, second: str) -> bool:
    """Return whether two colours of the same hue differ noticeably in lightness."""
    return abs(oklch(first)[0] - oklch(second)[0]) >= NOTICEABLE_STEP


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """Return what CSS `color-mix(in srgb, colour share, ground)` gives."""
    pairs = zip(_bytes(colour), _bytes(ground), strict=True)
    return _format(share * upper + (1 - share) * lower for upper, lower in pairs)


def at_lightness(colour: str, lightness: float) -> str:
    """Return the colour at this lightness of OKLCH, from 0 to 1, as colourful as sRGB can show it there."""
    lightness = min(max(lightness, 0.0), 1.0)
    _lightness, chroma, hue = oklch(colour)
    linear = _oklch_to_linear(lightness, chroma, hue)
    if _is_in_gamut(linear):
        return _from_linear(linear)
    low, high = 0.0, chroma
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _is_in_gamut(_oklch_to_linear(lightness, middle, hue)):
            low = middle
        else:
            high = middle
    return _from_linear(_oklch_to_linear(lightness, low, hue))


def oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness, chroma and hue (in radians). The matrices are those of OKLab's author, Björn Ottosson."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), atan2(b, a)


def _oklch_to_linear(lightness: float, chroma: float, hue: float) -> Linear:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_in_gamut(linear: Linear) -> bool:
    """Return whether sRGB can show the colour, apart from rounding."""
    return all(-0.0005 <= part <= 1.0005 for part in linear)


def _bytes(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(colour: str) -> Linear:
    red, green, blue = (_linear_part(byte / 255) for byte in _bytes(colour))
    return red, green, blue


def _linear_part(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _from_linear(linear: Linear) -> str:
    return _format(255 * _gamma_part(min(max(part, 0.0), 1.0)) for part in linear)


def _gamma_part(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _format(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=1_000)
def stylesheet(colour: str) -> str:
    """Return the stylesheet that sets the brand's colours on customers' pages. The names are those of app.css."""
    light, dark = brand_colours(colour, LIGHT), brand_colours(colour, DARK)
    names = {
        "--accent-strong": (light.strong, dark.strong),
        "--accent-hover": (light.hover, dark.hover),
        "--accent-text": (light.text, dark.text),
        "--on-accent": (light.on, dark.on),
    }
    lines = "".join(f"    {name}: light-dark({in_light}, {in_dark});\n" for name, (in_light, in_dark) in names.items())
    return f"@layer app {{\n  :root {{\n{lines}  }}\n}}\n"


@lru_cache(maxsize=1_000)
def stylesheet_name(colour: str) -> str:
    """Return the name of the stylesheet. A digest of its content is in it, so browsers may cache it for ever."""
    return f"{colour[1:]}-{sha256(stylesheet(colour).encode()).hexdigest()[:16]}"
