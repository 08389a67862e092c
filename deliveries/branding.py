"""An organization's brand in mails. It is frozen with their facts, like everything else in a mail."""

from typing import NotRequired, TypedDict

from django.conf import settings
from django.urls import reverse

from accounts.brand import brand_of
from accounts.colour import DARK, LIGHT, Colours, brand_colours
from accounts.models import Organization

# The product's own colours, the same as in app.css.
DEFAULT_COLOURS = (
    Colours("#2447c8", "#1a379f", "#2242bd", "#ffffff"),
    Colours("#9db2ff", "#bdcbff", "#a8baff", "#0e1220"),
)


class BrandFacts(TypedDict, total=False):
    """A frozen brand: a colour, the digest of a logo, whether the product's name is hidden. All are optional."""

    colour: str
    logo: str
    hide_product: bool


class BrandedFacts(TypedDict):
    """Facts that may hold a brand."""

    brand: NotRequired[BrandFacts]


def brand_facts(organization: Organization) -> BrandedFacts:
    """Return the organization's brand as facts of a mail; empty if it has none."""
    brand, facts = brand_of(organization), BrandFacts()
    if brand.colour:
        facts["colour"] = brand.colour
    if brand.logo:
        facts["logo"] = brand.logo
    if brand.hide_product:
        facts["hide_product"] = True
    return {"brand": facts} if facts else {}


def brand_context(brand: BrandFacts) -> dict[str, object]:
    """Return a brand as context of the templates of mails. The logo is an address of this installation, or empty."""
    colour, digest = brand.get("colour", ""), brand.get("logo", "")
    light, dark = DEFAULT_COLOURS
    if colour:
        light, dark = brand_colours(colour, LIGHT), brand_colours(colour, DARK)
    logo = f"{settings.BASE_URL}{reverse('picture-for-mail', args=[digest])}" if digest else ""
    return {"light": light, "dark": dark, "logo": logo, "hide_product": brand.get("hide_product", False)}
