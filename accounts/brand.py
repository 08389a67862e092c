"""What of an organization customers see: its colour, its logo, and whether they read the product's name."""

from dataclasses import dataclass

from accounts.colour import stylesheet_name
from accounts.models import Organization


@dataclass(frozen=True, slots=True)
class Brand:
    """The organization's name, its colour with its stylesheet's name, the digest of its logo, the product's absence.

    What is not set is empty.
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
