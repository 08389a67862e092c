"""The help inside the application."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from owner.settings.help_texts import PARAMETERS
from tests.markup import markup

DOCS = Path(__file__).resolve().parents[3] / "docs" / "url-parameters.md"


@pytest.mark.feature("H6")
def test_help_explains_parameters_words_and_keys(anas):
    html = markup(anas.get(reverse("help")))
    for part in ("<code>skip</code>", "One-time link</dt>", "<kbd>Esc</kbd>", "Setup</dt>"):
        assert part in html
    assert f'href="{reverse("help")}"' in markup(anas.get(reverse("links")))
    assert f'href="{reverse("help")}#parameters"' in markup(anas.get("/share/?reusable=1"))


@pytest.mark.feature("A5", "H6")
def test_help_names_all_documented_parameters():
    cells = re.findall(r"^\| (`[^|]*) \|", DOCS.read_text(), flags=re.M)
    documented = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    assert {str(one.name) for one in PARAMETERS} == documented - {"utm_medium"}


@pytest.mark.feature("H6")
def test_places_of_help_lead_somewhere(anas):
    places = anas.get(reverse("help")).context["places"]
    addresses = [address for _name, links in places for _label, address in links]
    assert len(addresses) >= len(places) > 1
    assert {one: anas.get(one).status_code for one in addresses} == dict.fromkeys(addresses, 200)
