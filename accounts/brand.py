"""An organization's brand: its colour, its logo, and whether customers see the product's name."""

from dataclasses import dataclass

from accounts.colour import stylesheet_name
from accounts.models import Organization


@dataclass(frozen=True, slots=True)
class Brand:
    """An organization's name, colour, stylesheet and logo (its digest), and whether the product's name is hidden.

    Values that are not set are empty.
    """

    name: str
    colour: str
    stylesheet: str
    logo: str
    hide_product: bool


def brand_of(organization: Organization) -> Brand:
    """Return the organization's brand. No query."""
    colour, logo = organization.brand_colour, organization.logo_id or ""
    return Brand(organization.name, colour, colour and stylesheet_name(colour), logo, organization.hide_product)
