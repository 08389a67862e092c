"""Who reads which language: what people chose, what their browsers ask for, and what is offered to whom."""

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.languages import owner_language
from scheduler import languages
from tests.builders import one_time_link
from tests.customer.customers import read

pytestmark = pytest.mark.django_db
HOME = reverse("profile")


@pytest.fixture(autouse=True)
def offered(settings):
    """German for all, Spanish for customers, neither read by a speaker."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch"), ("es", "Español")]
    settings.CUSTOMERS_ONLY, settings.UNREVIEWED = frozenset({"es"}), frozenset({"de", "es"})


def set_language(who, language):
    type(who).objects.filter(pk=who.pk).update(language=language)
    who.refresh_from_db()


@pytest.mark.parametrize(
    ("chosen", "asked", "language"),
    [
        ("", "", "en-gb"),
        ("", "de-AT,de;q=0.9,en;q=0.5", "de"),
        ("", "es,de;q=0.5", "de"),
        ("", "it,fi", "en-gb"),
        ("", "*", "en-gb"),
        ("en", "de", "en"),
        ("de", "en-GB", "de"),
        ("es", "de", "en-gb"),
        ("ja", "de", "en-gb"),
    ],
)
@pytest.mark.feature("V53")
def test_owners_read_what_they_chose(anas, ana, chosen, asked, language):
    set_language(ana, chosen)
    response = anas.get(HOME, HTTP_ACCEPT_LANGUAGE=asked)
    assert (response.headers["Content-Language"], f'<html lang="{language}"' in response.text) == (language, True)
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("address", "asked", "organizations", "language"),
    [
        ("es", "de", "en", "es"),
        ("", "es-MX", "de", "es"),
        ("", "it", "de", "de"),
        ("", "it", "ja", "en-gb"),
        ("", "it", "", "en-gb"),
        ("ja", "", "es", "es"),
    ],
)
@pytest.mark.feature("V53")
def test_customers_read_what_they_ask_for(client, ana, event_type, address, asked, organizations, language):
    set_language(ana.organization, organizations)
    way = reverse("link", args=[one_time_link(ana).token()])
    response = client.get(way, {"lang": address} if address else {}, HTTP_ACCEPT_LANGUAGE=asked)
    assert (response.headers["Content-Language"], f'<html lang="{language}"' in response.text) == (language, True)


@pytest.mark.parametrize(("address", "language"), [("/l/lost/my/way/", "es"), (reverse("meeting", args=[1]), "en-gb")])
@pytest.mark.feature("V53")
def test_lost_readers_are_told_in_any_language(client, ana, address, language):
    """A customer's language is offered where no room of the owners' is."""
    client.force_login(ana)
    response = client.get(address, HTTP_ACCEPT_LANGUAGE="es")
    assert (response.status_code, response.headers["Content-Language"]) == (404, language)
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize(
    ("own", "organizations", "language"),
    [
        ("de", "en", "de"),
        ("", "en", "en"),
        ("", "", "en-gb"),
        ("", "es", "en-gb"),
        ("es", "de", "de"),
        ("es", "", "en-gb"),
    ],
)
def test_mails_follow_user_then_organization(ana, own, organizations, language):
    set_language(ana.organization, organizations)
    set_language(ana, own)
    assert ana.mail_language == language


def test_owners_language_is_the_first_offered():
    assert (owner_language("es", "de"), owner_language("es"), owner_language()) == ("de", "en-gb", "en-gb")


@pytest.mark.feature("V53")
def test_profile_offers_whole_languages(anas, ana):
    shown = anas.get(HOME)
    assert "Deutsch (unreviewed)" in shown.text
    assert "no speaker has read them yet" in shown.text
    assert "Español" not in shown.text
    form = {"name": "Ana Ruiz", "time_zone": "Europe/Madrid", "clock": "auto"}
    saved = anas.post(HOME, form | {"language": "de"})
    ana.refresh_from_db()
    assert (saved.status_code, ana.language, len(list(get_messages(saved.wsgi_request)))) == (302, "de", 1)
    anas.post(HOME, form | {"language": "browser"})
    ana.refresh_from_db()
    assert ana.language == ""
    assert anas.post(HOME, form | {"language": "es"}).status_code == 422


@pytest.mark.feature("V53")
def test_organization_offers_customers_languages(anas, ana):
    address = reverse("organization")
    assert "Español (unreviewed)" in anas.get(address).text
    anas.post(address, {"name": "Acme", "slug": "acme", "link_life": "7", "first_day": "auto", "language": "es"})
    ana.organization.refresh_from_db()
    assert ana.organization.language == "es"


@pytest.mark.parametrize("which", ["user", "organization"])
def test_unknown_languages_are_refused_below(ana, which):
    with pytest.raises(IntegrityError, match=f"{which}_language_known"), transaction.atomic():
        set_language(ana if which == "user" else ana.organization, "xx")


def choices(response):
    return [one for one in read(response).find("a") if "hreflang" in one]


@pytest.mark.feature("V53")
def test_foot_leads_to_the_same_state(client, ana, event_type):
    address = reverse("link", args=[one_time_link(ana).token()])
    response = client.get(f"{address}?month=2030-02&name=Bo+Lee&LANG=es&other=1")
    assert [(one["href"], one["lang"], one["hreflang"], "aria-current" in one) for one in choices(response)] == [
        (f"{address}?month=2030-02&name=Bo+Lee&other=1&lang={code}", code, code, code == "es")
        for code in ("en-gb", "de", "es")
    ]
    assert '<details class="languages">' not in response.text


@pytest.mark.feature("V53")
def test_many_languages_fold_away(client, ana, event_type, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français"), ("ja", "日本語")]
    response = client.get(reverse("link", args=[one_time_link(ana).token()]))
    assert ('<details class="languages">' in response.text, len(choices(response))) == (True, 5)


def test_one_language_needs_no_choice(client, ana, event_type, settings):
    settings.LANGUAGES = [one for one in settings.LANGUAGES if one[0].startswith("en")]
    assert "hreflang=" not in client.get(reverse("link", args=[one_time_link(ana).token()])).text


NOTED = {
    "de": {"digest": "", "all": 99.0, "customer": 98.0, "reviewed": True},
    "es": {"digest": "", "all": 20.0, "customer": 98.0, "reviewed": False},
    "fr": {"digest": "", "all": 20.0, "customer": 97.9, "reviewed": False},
}


@pytest.mark.parametrize(
    ("named", "default", "codes"),
    [
        (None, "en-gb", ["de", "en-gb", "en", "es"]),
        (["fr"], "en-gb", ["en-gb", "en", "fr"]),
        (["ja"], "en-gb", ["en-gb", "en"]),
        (["de"], "fr", ["de", "en-gb", "en", "fr"]),
    ],
)
def test_whole_languages_are_offered(monkeypatch, named, default, codes):
    monkeypatch.setattr(languages.catalogues, "read_completeness", lambda: NOTED)
    assert languages.choose(named, default) == codes
    assert languages.unreviewed_languages() == {"es", "fr"}
    assert languages.customer_only_languages(default) == {"es", "fr"} - {default}
