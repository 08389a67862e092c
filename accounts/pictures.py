"""Uploaded pictures, made small and harmless before they are stored. Knows no database."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

# No picture is kept larger than this.
WIDEST, HIGHEST = 1_200, 600
# Logos and photos are kept at twice the size at which they are shown, for sharp screens.
LOGO_WIDEST, LOGO_HIGHEST = 240, 48
DENSITY = 2
PHOTO_SIDE = 256
# A file of few bytes can unpack to any size. This many pixels fit into the memory of a web process.
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class NotAPicture(Exception):
    """What was uploaded cannot be read as a PNG, JPEG or WebP."""


class TooManyPixels(Exception):
    """The picture would unpack to more than MOST_PIXELS."""


Shape = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class ShrunkPicture:
    """A WebP that holds only pixels. `digest` is the SHA-256 of its content."""

    content: bytes
    digest: str
    width: int
    height: int


def page_picture(image: Image.Image) -> Image.Image:
    """Fit the image into WIDEST by HIGHEST."""
    image.thumbnail((WIDEST, HIGHEST))
    return image


def logo(image: Image.Image) -> Image.Image:
    """Fit the image into the place of a logo, as high as that place, so that nothing moves when it has loaded."""
    image.thumbnail((DENSITY * LOGO_WIDEST, DENSITY * LOGO_HIGHEST))
    whole = Image.new("RGBA", (image.width, DENSITY * LOGO_HIGHEST))
    whole.paste(image, (0, (whole.height - image.height) // 2))
    return whole


def photo(image: Image.Image) -> Image.Image:
    """Cut the image to a square around its middle."""
    side = min(PHOTO_SIDE, *image.size)
    return ImageOps.fit(image, (side, side))


def shrink(uploaded: bytes, shape: Shape) -> ShrunkPicture:
    """Return the picture turned upright, shaped and written anew. Raise NotAPicture or TooManyPixels."""
    try:
        image = shape(_read(uploaded))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except TooManyPixels:
        raise
    except Exception as error:  # Pillow raises errors of many kinds for files that are no picture
        raise NotAPicture from error
    content = _encode(image, "WEBP", quality=82, method=4)
    return ShrunkPicture(content, sha256(content).hexdigest(), image.width, image.height)


def as_png(webp: bytes) -> bytes:
    """Return the stored picture as a PNG, for mail programs that know no WebP."""
    with Image.open(BytesIO(webp), formats=["WEBP"]) as image:
        return _encode(image, "PNG", optimize=True)


def _encode(image: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = BytesIO()
    # Remove metadata explicitly: it may hold the place where the photo was taken and the camera's serial number.
    image.save(buffer, file_format, exif=b"", xmp=b"", icc_profile=None, **options)
    return buffer.getvalue()


def _read(uploaded: bytes) -> Image.Image:
    with Image.open(BytesIO(uploaded), formats=FORMATS) as opened:
        # The size is read from the header, before anything is unpacked.
        if opened.width * opened.height > MOST_PIXELS:
            raise TooManyPixels
        # Lets JPEG photographs be unpacked at a fraction of their size.
        opened.draft("RGB", (2 * WIDEST, 2 * WIDEST))
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    image.thumbnail((WIDEST, WIDEST))
    # Turn the picture upright if the camera was held sideways.
    return ImageOps.exif_transpose(image)
