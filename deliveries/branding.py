"""An organization's brand in mails: frozen with their facts, as everything that a mail says."""

from typing import NotRequired, TypedDict

from django.conf import settings
from django.urls import reverse

from accounts.brand import brand_of
from accounts.colour import DARK, LIGHT, Colours, brand_colours
from accounts.models import Organization

# The product's own, as app.css has them.
DEFAULT_COLOURS = (
    Colours("#2447c8", "#1a379f", "#2242bd", "#ffffff"),
    Colours("#9db2ff", "#bdcbff", "#a8baff", "#0e1220"),
)


class BrandFacts(TypedDict, total=False):
    """A brand as it is frozen: a colour, the digest of a logo, whether the product's name is hidden.

    What is not there is not set.
    """

    colour: str
    logo: str
    hide_product: bool


class Branded(TypedDict):
    """Facts that may hold a brand."""

    brand: NotRequired[BrandFacts]


def brand_facts(organization: Organization) -> Branded:
    """Return the organization's brand to be frozen; nothing where there is none."""
    brand, facts = brand_of(organization), BrandFacts()
    if brand.colour:
        facts["colour"] = brand.colour
    if brand.logo:
        facts["logo"] = brand.logo
    if brand.hide_product:
        facts["hide_product"] = True
    return {"brand": facts} if facts else {}


def brand_context(brand: BrandFacts) -> dict[str, object]:
    """Return what the templates of mails show of a brand. A picture is an address of this installation, or none."""
    colour, digest = brand.get("colour", ""), brand.get("logo", "")
    light, dark = (brand_colours(colour, LIGHT), brand_colours(colour, DARK)) if colour else DEFAULT_COLOURS
    logo = f"{settings.BASE_URL}{reverse('picture-for-mail', args=[digest])}" if digest else ""
    return {"light": light, "dark": dark, "logo": logo, "hide_product": brand.get("hide_product", False)}
