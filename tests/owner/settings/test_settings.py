"""One's own settings, and the organization's."""

import pytest
from django.urls import reverse
from hypothesis import example, given

from accounts.models import HistoryEntry, Organization, User
from bookings.actions import book
from pages.queries import list_starts, offers_of
from tests.builders import NOW, START, submission
from tests.junk import all_junk, check_answer, forms, junk_settings
from tests.markup import markup

pytestmark = pytest.mark.page

PROFILE = {"name": "Ana María", "time_zone": "America/New_York", "clock": "24", "language": "browser"}
ORGANIZATION = {
    "name": "Acme Ltd", "slug": "Acme-Ltd", "link_life": "30", "first_day": "6", "language": "site",
}  # fmt: skip
REQUIRED = ORGANIZATION | {"requires_second_factor": "on"}
DAY = 86_400


def test_settings_change_name_zone_and_clock(client, ana):
    client.force_login(ana)
    page = markup(client.get(reverse("profile")))
    assert "ana@acme.example" in page
    assert '<option value="Europe/Madrid" selected>' in page

    response = client.post(reverse("profile"), PROFILE, follow=True)

    assert response.redirect_chain == [(reverse("profile"), 302)]
    assert "Saved." in markup(response)
    ana.refresh_from_db()
    assert (ana.name, ana.time_zone, ana.clock) == ("Ana María", "America/New_York", "24")


def test_old_zone_name_is_kept(client, ana):
    User.objects.filter(pk=ana.pk).update(time_zone="Asia/Calcutta")
    client.force_login(ana)
    assert '<option value="Asia/Calcutta" selected>' in markup(client.get(reverse("profile")))
    client.post(reverse("profile"), PROFILE | {"time_zone": "Asia/Calcutta"})
    ana.refresh_from_db()
    assert ana.time_zone == "Asia/Calcutta"


@pytest.mark.feature("V30")
def test_refused_form_names_error_and_keeps_typing(client, ana):
    client.force_login(ana)
    response = client.post(reverse("profile"), PROFILE | {"name": "", "time_zone": "Mars/Olympus"})
    page = markup(response)

    assert response.status_code == 422
    assert "data-focus-errors" in page
    assert '<a href="#id_name">' in page
    assert 'id="id_name_error"' in page
    assert "Choose a time zone from the list." in page
    ana.refresh_from_db()
    assert (ana.name, ana.time_zone) == ("Ana Ruiz", "Europe/Madrid")


def test_extra_fields_change_nothing(client, ben, zoe):
    client.force_login(ben)
    client.post(
        reverse("profile"),
        PROFILE | {"role": "admin", "is_superuser": "on", "email": "x@y.example", "organization": zoe.organization_id},
    )
    before = (ben.role, ben.is_superuser, ben.email, ben.organization_id)
    ben.refresh_from_db()
    assert (ben.role, ben.is_superuser, ben.email, ben.organization_id) == before
    assert ben.name == "Ana María"


@pytest.mark.feature("R16")
def test_hosts_zone_moves_no_hours_or_bookings(client, ana, anas_page, event_type):
    booking = book(submission=submission(event_type.pk), page=anas_page, now=NOW).bookings.get()
    window = (int(NOW.timestamp()), int(NOW.timestamp()) + 5 * DAY)
    before = list_starts(offers_of(anas_page)[0], window, NOW)
    client.force_login(ana)

    client.post(reverse("profile"), PROFILE | {"time_zone": "Pacific/Auckland"})

    ana.refresh_from_db()
    booking.refresh_from_db()
    assert (ana.time_zone, ana.schedules.get().time_zone) == ("Pacific/Auckland", "Europe/Madrid")
    assert list_starts(offers_of(anas_page)[0], window, NOW) == before
    assert booking.starts_at == START


def test_admins_change_their_organization(client, ana):
    client.force_login(ana)
    response = client.post(reverse("organization"), ORGANIZATION)

    assert (response.status_code, response["Location"]) == (302, reverse("organization"))
    organization = Organization.objects.get()
    assert (organization.name, organization.slug, organization.link_life, organization.first_day) == (
        "Acme Ltd", "acme-ltd", 30, 6,
    )  # fmt: skip
    client.post(reverse("organization"), ORGANIZATION | {"first_day": "auto"})
    organization.refresh_from_db()
    assert organization.first_day is None


def test_admin_with_factor_requires_it_of_all(client, ana):
    ana.authenticator_set.create(type="totp", data={"secret": "x"})
    client.force_login(ana)
    assert client.post(reverse("organization"), REQUIRED).status_code == 302
    entry = HistoryEntry.objects.get(subject="organization")
    assert Organization.objects.get().requires_second_factor
    assert (entry.actor, entry.verb, entry.details) == (ana, "changed", {"requires_second_factor": True})

    client.post(reverse("organization"), ORGANIZATION)
    assert not Organization.objects.get().requires_second_factor
    assert HistoryEntry.objects.latest("pk").details == {"requires_second_factor": False}


@pytest.mark.parametrize("kind", [None, "recovery_codes"])
def test_admin_without_factor_requires_none(client, ana, kind):
    if kind:
        ana.authenticator_set.create(type=kind, data={"seed": "x", "used_mask": 0})
    client.force_login(ana)
    response = client.post(reverse("organization"), REQUIRED)
    assert response.status_code == 422
    assert "Set up a second step for yourself first" in markup(response)
    organization = Organization.objects.get()
    assert (organization.requires_second_factor, organization.name) == (False, "Acme")


def test_taken_public_address_is_refused(client, ana, zoe):
    client.force_login(ana)
    response = client.post(reverse("organization"), ORGANIZATION | {"slug": "other"})

    assert response.status_code == 422
    assert 'id="id_slug_error"' in markup(response)
    ana.organization.refresh_from_db()
    assert ana.organization.slug == "acme"


def test_sunday_can_be_the_first_day(client, ana):
    client.force_login(ana)
    client.post(reverse("organization"), ORGANIZATION | {"first_day": "0"})
    assert Organization.objects.get().first_day == 0
    assert '<option value="0" selected>' in markup(client.get(reverse("organization")))


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*PROFILE))
@given(sent=forms(*PROFILE, **PROFILE))
def test_junk_in_ones_settings(client, ana, sent):
    client.force_login(ana)
    check_answer(client.post(reverse("profile"), sent), sent)


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*ORGANIZATION))
@given(sent=forms(*ORGANIZATION, **ORGANIZATION))
def test_junk_in_the_organizations_settings(client, ana, sent):
    client.force_login(ana)
    check_answer(client.post(reverse("organization"), sent), sent)


@pytest.mark.parametrize("name", ["profile", "organization"])
def test_settings_cost_constant_number_of_queries(client, ana, ben, zoe, django_assert_num_queries, name):
    client.force_login(ana)
    client.get(reverse(name))
    with django_assert_num_queries(2):
        client.get(reverse(name))


def test_mails_are_switched_one_by_one(anas, ana):
    names = ["mail_booked", "mail_changed", "mail_cancelled", "mail_requested", "daily_digest"]
    page = anas.get(reverse("notifications"))
    assert [page.context["form"][name].value() for name in names] == [True, True, True, True, False]
    response = anas.post(reverse("notifications"), {"mail_changed": "on", "daily_digest": "on"})
    ana.refresh_from_db()
    assert (response.url, [getattr(ana, name) for name in names]) == (
        reverse("notifications"),
        [False, True, False, False, True],
    )
