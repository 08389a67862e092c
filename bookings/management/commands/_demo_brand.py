"""The demo's brand: a colour, a logo, and the photo of whoever customers meet most, drawn here."""

from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw

from accounts.actions import change_logo, change_organization, change_photo
from accounts.models import User
from accounts.pictures import logo, photo, shrink

TEAL, SAND, SKIN, HAIR = "#0b6e64", "#d6c4b0", "#e8b088", "#4a2f25"


def populate(ana: User, now: datetime) -> None:
    """Give the organization its brand, and Ana a photo."""
    change_organization(actor=ana, now=now, brand_colour=TEAL)
    change_logo(actor=ana, logo=shrink(_encode(_draw_logo()), logo))
    change_photo(actor=ana, photo=shrink(_encode(_draw_portrait()), photo))


def _draw_logo() -> Image.Image:
    image = Image.new("RGBA", (420, 96))
    pen = ImageDraw.Draw(image)
    pen.polygon([(4, 88), (48, 6), (92, 88), (66, 88), (48, 50), (30, 88)], fill=TEAL)
    pen.text((112, 20), "Acme Consulting", fill=TEAL, font_size=40)
    return image


def _draw_portrait() -> Image.Image:
    image = Image.new("RGB", (512, 512), SAND)
    pen = ImageDraw.Draw(image)
    pen.ellipse((136, 70, 376, 400), fill=HAIR)
    pen.rectangle((136, 230, 376, 400), fill=HAIR)
    pen.ellipse((96, 380, 416, 700), fill=TEAL)
    pen.rectangle((222, 320, 290, 410), fill=SKIN)
    pen.ellipse((176, 130, 336, 350), fill=SKIN)
    pen.pieslice((166, 90, 346, 300), 180, 360, fill=HAIR)
    return image


def _encode(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
