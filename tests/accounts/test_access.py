"""Who may open a view, and a form sent after the sign-in had ended."""

import pytest
from django.urls import get_resolver, reverse

from accounts.models import Organization
from tests.builders import with_known_device
from tests.markup import markup

PROFILE = {"name": "Typed in a stale tab", "time_zone": "Asia/Tokyo", "clock": "12"}


def views():
    """Our own views, by the names of their addresses."""
    own = [pattern for part in get_resolver().url_patterns for pattern in getattr(part, "url_patterns", [part])]
    named = {one.name: one.callback for one in own if one.callback is not None}
    return {name: view for name, view in named.items() if view.__module__.startswith(("owner.", "customer."))}


def test_every_view_says_who_may_open_it():
    undecided = [name for name, view in views().items() if not hasattr(view, "access")]
    assert (undecided, len(views()) > 100) == ([], True)


def test_signed_out_visitor_must_sign_in(client, ana):
    response = client.get(reverse("booking-pages") + "?x=1")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/booking-pages/%3Fx%3D1")


def test_members_cannot_open_views_for_admins(client, ben):
    client.force_login(ben)
    assert client.get(reverse("team")).status_code == 403


def test_role_change_counts_from_next_request(client, ana, ben):
    client.force_login(ben)
    type(ben).objects.filter(pk=ben.pk).update(role="admin")
    assert client.get(reverse("team")).status_code == 200


def sign_in_again(client):
    return client.post(
        reverse("account_login"),
        {"login": "ana@acme.example", "password": "correct horse battery", "next": reverse("profile")},
        follow=True,
    )


@pytest.mark.feature("O40")
def test_stale_form_is_kept_but_not_saved(client, ana):
    with_known_device(client)
    response = client.post(reverse("profile"), PROFILE)
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/settings/profile/")

    page = markup(sign_in_again(client))

    assert 'value="Typed in a stale tab"' in page
    assert '<option value="Asia/Tokyo" selected>' in page
    assert "What you typed is still here, but not saved yet." in page
    ana.refresh_from_db()
    assert ana.name == "Ana Ruiz"
    # Once only: the next visit shows what is stored.
    assert 'value="Ana Ruiz"' in markup(client.get(reverse("profile")))


@pytest.mark.feature("O40")
def test_partial_request_redirects_whole_page(client, ana):
    with_known_device(client)
    response = client.post(reverse("profile"), PROFILE, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/login/?next=/settings/profile/")
    assert 'value="Typed in a stale tab"' in markup(sign_in_again(client))


@pytest.mark.feature("O40")
def test_nothing_secret_and_no_flood_is_kept(client, ana):
    with_known_device(client)
    client.post(reverse("profile"), PROFILE | {"password": "secret", "csrfmiddlewaretoken": "token"})
    assert "secret" not in str(dict(client.session))
    assert "token" not in client.session["typed"]["fields"]

    client.session.flush()
    client.post(reverse("profile"), PROFILE | {"name": "x" * 100_000})
    assert "typed" not in client.session


@pytest.mark.feature("O40")
def test_stale_form_shows_only_on_its_page(client, ana):
    with_known_device(client)
    client.post(reverse("organization"), {"name": "Renamed"})
    sign_in_again(client)
    assert "Renamed" not in markup(client.get(reverse("invite")))
    assert "Renamed" in markup(client.get(reverse("organization")))
    assert Organization.objects.get().name == "Acme"
