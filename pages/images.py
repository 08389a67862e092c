"""Pictures that people upload, made small, plain and harmless before anything keeps them. Knows no database."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

WIDEST, HIGHEST = 1_200, 600
# A picture of few bytes can unpack to any size; this much fits into the memory of a web process.
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class NotAPicture(Exception):
    """What was uploaded cannot be read as a PNG, JPEG or WebP."""


class TooManyPixels(Exception):
    """The picture would unpack to more than MOST_PIXELS."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP of at most WIDEST by HIGHEST, without anything but its pixels; `digest` is the SHA-256 of its content."""

    content: bytes
    digest: str
    width: int
    height: int


def shrink(uploaded: bytes) -> Picture:
    """Reads the picture, turns it upright, makes it fit, and writes it anew. Raises NotAPicture or TooManyPixels."""
    try:
        image = _read(uploaded)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except TooManyPixels:
        raise
    except Exception as error:  # of what is no picture, Pillow's readers fail in every way there is
        raise NotAPicture from error
    written = BytesIO()
    # Said outright: neither the place where it was taken nor the camera's number goes along.
    image.save(written, "WEBP", quality=82, method=4, exif=b"", xmp=b"", icc_profile=None)
    content = written.getvalue()
    return Picture(content, sha256(content).hexdigest(), image.width, image.height)


def _read(uploaded: bytes) -> Image.Image:
    with Image.open(BytesIO(uploaded), formats=FORMATS) as opened:
        # Known from the head, before anything is unpacked.
        if opened.width * opened.height > MOST_PIXELS:
            raise TooManyPixels
        # Photographs are unpacked at a fraction of their size.
        opened.draft("RGB", (2 * WIDEST, 2 * WIDEST))
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    image.thumbnail((WIDEST, WIDEST))
    # The camera may have been held sideways.
    image = ImageOps.exif_transpose(image)
    image.thumbnail((WIDEST, HIGHEST))
    return image
