"""Each screen that the search leads to, and customers’ pages: axe in four variants, no sideways scroll at 320.

And no button there that opens nothing.
"""

import pytest

from owner.settings.screens import SCREENS
from tests.browser.test_owner import PHONE, ana, anas, every_state, violations  # noqa: F401 (fixtures)
from tests.builders import one_time_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 860}
FURTHER = [
    "/meetings/week/", "/share/?reusable=1", "/availability/time-off/new/", "/availability/public-holidays/",
    "/availability/calendars/outgoing/", "/booking-pages/new/", "/event-types/new/", "/master-pages/new/",
    "/pools/new/", "/schedules/new/", "/links/managed/new/", "/team/invite/", "/settings/webhooks/new/",
    "/settings/api-tokens/new/", "/search/?q=setup", "/search/?q=nowhere",
]  # fmt: skip
# How far a screen reaches beyond the window, and what does.
BEYOND = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 0) return [];
  const out = [...document.querySelectorAll("main *, header *")];
  const beyond = out.filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
  return [wide, ...beyond.slice(0, 3).map((one) => one.outerHTML.slice(0, 90))];
}"""
# Buttons that are to open what is no popover, or not there.
DEAD = """() => [...document.querySelectorAll("[popovertarget]")].map((one) => one.getAttribute("popovertarget"))
  .filter((id) => !document.getElementById(id)?.popover)"""


def customers_screens(ana):  # noqa: F811
    """A live link, its public page, and what stands in place of a link that is unknown."""
    page = ana.pages.get()
    return [one_time_link(ana).address(), f"/p/acme/{page.slug}/", f"/l/{'x' * 36}/"]


def addresses(ana, site):  # noqa: F811
    found = [*(one.address for one in SCREENS), *FURTHER, *every_state(ana), *customers_screens(ana)]
    return [one if one.startswith("http") else f"{site}{one}" for one in dict.fromkeys(found)]


@pytest.mark.feature("V54", "V2", "O39")
def test_screens_fit_320_and_their_buttons_open(anas, ana, site):  # noqa: F811
    anas.set_viewport_size(NARROW)
    found = {}
    for address in addresses(ana, site):
        anas.goto(address)
        found[address.removeprefix(site)] = anas.evaluate(BEYOND) + anas.evaluate(DEAD)
    assert {name: wide for name, wide in found.items() if wide} == {}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
@pytest.mark.feature("V54", "O39")
def test_axe_finds_nothing_anywhere(anas, site, scheme, size):  # noqa: F811
    anas.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    anas.set_viewport_size(size)
    found = {}
    for address in [*(one.address for one in SCREENS), *FURTHER]:
        anas.goto(f"{site}{address}")
        found[address] = violations(anas)
    assert {name: rules for name, rules in found.items() if rules} == {}
