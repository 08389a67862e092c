"""The help inside the application."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from owner.settings.help_texts import PARAMETERS
from owner.settings.screens import SCREENS, Screen
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


def addresses(response):
    return [one.address for one in response.context["screens"]]


@pytest.mark.feature("H6")
def test_all_screens_found_can_be_opened(client, ana, ben):
    for user, admin in ((ana, True), (ben, False)):
        client.force_login(user)
        found = addresses(client.get(reverse("search")))
        assert found == [one.address for one in SCREENS if admin or not one.admins]
        # `?again=1` and the like may follow; a confirmation of the password is a screen of its own.
        assert {one: client.get(one, follow=True).status_code for one in found} == dict.fromkeys(found, 200)
        places = client.get(reverse("help")).context["places"]
        assert {one.address for screens in places.values() for one in screens} <= set(found)


@pytest.mark.feature("H6")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("setup", ["booking-pages", "event-types", "master-pages", "pools", "schedules"]),
        ("SETUP pool", ["pools"]),
        ("calendar settings", ["booking-pages"]),
        ("activity stream", ["meetings", "meeting-logs"]),
        ("links wizard", ["new-link"]),
        ("link management", ["all-links", "managed-links"]),
        ("round robin", ["pools"]),
        ("nowhere at all", []),
    ],
)
def test_search_knows_names_of_other_programs(anas, words, names):
    assert addresses(anas.get(reverse("search"), {"q": words})) == [reverse(name) for name in names]


@pytest.mark.feature("H6")
def test_search_knows_english_names_in_german():
    name = lazy(lambda: {"de": "Abwesenheit"}.get(get_language(), "Time off"), str)()
    with override("de"):
        fits = [Screen(name, "time-off").fits([word]) for word in ("abwesen", "TIME", "urlaub")]
    assert fits == [True, True, False]


@pytest.mark.feature("H6")
@pytest.mark.parametrize("junk", [{"q": "%_\\\x00"}, {"q": "x" * 200}, {"rows": "x"}, {"q": '"><script>'}])
def test_junk_in_the_search_does_no_harm(anas, junk):
    response = anas.get(reverse("search"), junk)
    assert response.status_code == 200
    assert "<script>" not in markup(response).partition("<form")[2].partition("</form>")[0]


@pytest.mark.feature("H6")
def test_search_leads_on_to_people(anas):
    html = markup(anas.get(reverse("search"), {"q": "Bo & Co"}))
    for name in ("meetings", "links"):
        assert f'href="{reverse(name)}?q=Bo%20%26%20Co"' in html
