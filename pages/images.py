"""Uploaded pictures, made small and harmless before they are stored. Knows no database."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

WIDEST, HIGHEST = 1_200, 600
# A file of few bytes can unpack to any size. This many pixels fit into the memory of a web process.
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class NotAPicture(Exception):
    """What was uploaded cannot be read as a PNG, JPEG or WebP."""


class TooManyPixels(Exception):
    """The picture would unpack to more than MOST_PIXELS."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP of at most WIDEST by HIGHEST that holds only pixels. `digest` is the SHA-256 of its content."""

    content: bytes
    digest: str
    width: int
    height: int


def shrink(uploaded: bytes) -> Picture:
    """Return the picture turned upright, scaled down and written anew. Raise NotAPicture or TooManyPixels."""
    try:
        image = _read(uploaded)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except TooManyPixels:
        raise
    except Exception as error:  # Pillow raises errors of many kinds for files that are no picture
        raise NotAPicture from error
    written = BytesIO()
    # Remove metadata explicitly: it may hold the place where the photo was taken and the camera's serial number.
    image.save(written, "WEBP", quality=82, method=4, exif=b"", xmp=b"", icc_profile=None)
    content = written.getvalue()
    return Picture(content, sha256(content).hexdigest(), image.width, image.height)


def _read(uploaded: bytes) -> Image.Image:
    with Image.open(BytesIO(uploaded), formats=FORMATS) as opened:
        # The size is read from the header, before anything is unpacked.
        if opened.width * opened.height > MOST_PIXELS:
            raise TooManyPixels
        # Lets JPEG photographs be unpacked at a fraction of their size.
        opened.draft("RGB", (2 * WIDEST, 2 * WIDEST))
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    image.thumbnail((WIDEST, WIDEST))
    # Turn the picture upright if the camera was held sideways, and fit it once more.
    image = ImageOps.exif_transpose(image)
    image.thumbnail((WIDEST, HIGHEST))
    return image
