"""The team: who is there, inviting, roles, leaving."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given

from accounts.actions import invite
from accounts.models import Invitation, Organization, User
from calendars.models import Connection
from tests.builders import NOW, add_colleague
from tests.calendars.builders import connected, connection_of
from tests.core.test_text import UNMAILABLE
from tests.junk import all_junk, check_answer, forms, junk_settings
from tests.markup import markup


def invited(actor, email="dora@acme.example", role="member"):
    return invite(actor=actor, email=email, role=role, now=timezone.now())


@pytest.mark.parametrize("rows", [1, 3])
def test_team_costs_constant_number_of_queries(client, ana, django_assert_num_queries, rows):
    for number in range(rows - 1):
        add_colleague(ana, f"Colleague {number}", f"c{number}@acme.example")
    for number in range(rows):
        invited(ana, f"i{number}@acme.example")
    client.force_login(ana)
    client.get(reverse("team"))
    with django_assert_num_queries(5):
        page = markup(client.get(reverse("team")))
    assert page.count('<th scope="row">') == 2 * rows


def test_team_shows_states_of_calendars_only(client, ana, ben, zoe):
    connected(ana)
    broken = connected(ben).connection
    connection_of(ben, account="works", url="https://other.example/")
    Connection.objects.filter(pk=broken.pk).update(state="refused", failing_since=NOW, last_error="No: s3cr3t.")
    add_colleague(ana, "Cleo Diaz", "cleo@acme.example")
    client.force_login(ana)
    page = markup(client.get(reverse("team")))
    rows = [re.sub(r"<[^>]*>", " ", one.partition("</td>")[0]) for one in page.split(' data-label="Calendars">')[1:]]
    assert [" ".join(row.split()) for row in rows] == ["Works", "Not read since 7 January", "None"]
    assert not any(secret in page for secret in ("dav.example", "other.example", "s3cr3t", "Work<"))


def test_team_shows_only_its_own(client, ana, ben, zoe):
    invited(ana)
    invited(zoe, "elsewhere@other.example")
    Invitation.objects.filter(email="elsewhere@other.example").update(expires_at=timezone.now() + timedelta(days=1))
    client.force_login(ana)
    page = markup(client.get(reverse("team")))
    assert "Ben Ode" in page
    assert "dora@acme.example" in page
    assert "Zoe" not in page
    assert "elsewhere" not in page


def test_inviting_mails_the_shown_address(client, ana):
    client.force_login(ana)

    page = client.post(reverse("invite"), {"email": "Dora@acme.example", "role": "admin"}, follow=True)

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.organization) == (
        "dora@acme.example",
        "admin",
        ana.organization,
    )
    message = mail.outbox[0]
    assert (message.to, message.reply_to, message.subject) == (
        ["dora@acme.example"], ["ana@acme.example"], "Join Acme on Admit One",
    )  # fmt: skip
    address = next(word for word in message.body.split() if "/join/" in word)
    assert address in markup(page)
    assert "We sent an email to dora@acme.example." in markup(page)


def test_organization_name_adds_no_mail_headers(client, ana):
    type(ana.organization).objects.update(name="Acme\r\nBcc: victim@example.com")
    client.force_login(User.objects.get(pk=ana.pk))
    client.post(reverse("invite"), {"email": "dora@acme.example", "role": "member"})
    assert mail.outbox[0].subject == "Join Acme Bcc: victim@example.com on Admit One"
    assert mail.outbox[0].recipients() == ["dora@acme.example"]


def test_failed_mail_leaves_address_to_copy(client, ana, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client.force_login(ana)
    page = client.post(reverse("invite"), {"email": "dora@acme.example", "role": "member"}, follow=True)
    assert "the email to dora@acme.example could not be sent" in markup(page)
    assert "/join/" in markup(page)


def test_inviting_existing_user_is_refused(client, ana, zoe):
    client.force_login(ana)
    response = client.post(reverse("invite"), {"email": "ZOE@other.example", "role": "member"})
    assert response.status_code == 422
    assert "There is already an account with this email address." in markup(response)
    assert mail.outbox == []


def test_inviting_again_renews_the_one_invitation(client, ana):
    client.force_login(ana)
    for role in ("member", "admin"):
        client.post(reverse("invite"), {"email": "dora@acme.example", "role": role})
    assert [(one.email, one.role) for one in Invitation.objects.all()] == [("dora@acme.example", "admin")]


def test_withdrawing_ends_the_address_at_once(client, ana):
    invitation = invited(ana)
    client.force_login(ana)
    response = client.post(reverse("withdraw-invitation", args=[invitation.pk]))
    assert (response.status_code, response["Location"]) == (302, reverse("team"))
    assert not Invitation.objects.exists()


def test_get_withdraws_nothing(client, ana):
    invitation = invited(ana)
    client.force_login(ana)
    client.get(reverse("withdraw-invitation", args=[invitation.pk]))
    assert Invitation.objects.exists()


def test_foreign_invitations_and_members_are_not_found(client, ana, ben, zoe):
    invitation = invited(ana)
    client.force_login(zoe)
    assert client.post(reverse("withdraw-invitation", args=[invitation.pk])).status_code == 404
    assert client.post(reverse("member", args=[ben.pk]), {"role": "admin"}).status_code == 404
    ben.refresh_from_db()
    assert (ben.role, ben.is_active, Invitation.objects.count()) == ("member", True, 1)


def test_admin_changes_role_and_switches_off(client, ana, ben):
    client.force_login(ana)
    client.post(reverse("member", args=[ben.pk]), {"role": "admin"})
    ben.refresh_from_db()
    assert (ben.role, ben.is_active) == ("admin", False)


def test_last_admin_stays_admin(client, ana, ben):
    client.force_login(ana)
    for form in ({"role": "member", "is_active": "on"}, {"role": "admin"}):
        response = client.post(reverse("member", args=[ana.pk]), form)
        assert response.status_code == 422
        assert "An organization needs at least one administrator." in markup(response)
    ana.refresh_from_db()
    assert (ana.role, ana.is_active) == ("admin", True)


def test_former_admin_lands_on_open_page(client, ana, ben):
    User.objects.filter(pk=ben.pk).update(role="admin")
    client.force_login(ana)
    response = client.post(reverse("member", args=[ana.pk]), {"role": "member", "is_active": "on"}, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain == [(reverse("home"), 302)]


def test_extra_fields_change_nothing(client, ana, ben, zoe):
    client.force_login(ana)
    client.post(
        reverse("member", args=[ben.pk]),
        {"role": "member", "is_active": "on", "is_superuser": "on", "email": "x@y.example", "organization": zoe.pk},
    )
    before = (ben.is_superuser, ben.email, ben.organization_id)
    ben.refresh_from_db()
    assert (ben.is_superuser, ben.email, ben.organization_id) == before


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("email", "role"))
@given(sent=forms("email", "role", role="member"))
def test_junk_in_an_invitation(client, ana, sent):
    client.force_login(ana)
    check_answer(client.post(reverse("invite"), sent), sent)


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("role", "is_active"))
@given(sent=forms("role", "is_active", role="member"))
def test_junk_in_a_members_form(client, ana, ben, sent):
    client.force_login(ana)
    response = client.post(reverse("member", args=[ben.pk]), sent)
    assert response.status_code in {302, 422}


def test_nobody_is_flooded_with_invitations(client, ana):
    client.force_login(ana)
    for _ in range(3):
        client.post(reverse("invite"), {"email": "dora@acme.example", "role": "member"})
    response = client.post(reverse("invite"), {"email": "DORA@acme.example", "role": "member"})
    assert (response.status_code, len(mail.outbox)) == (422, 3)
    page = markup(response)
    assert "Too many attempts. Try again in an hour." in page
    assert "DORA@acme.example" in page
    assert client.post(reverse("invite"), {"email": "eli@acme.example", "role": "member"}).status_code == 302


@pytest.mark.parametrize("email", UNMAILABLE)
def test_unmailable_address_is_not_invited(client, ana, email):
    client.force_login(ana)
    response = client.post(reverse("invite"), {"email": email, "role": "member"})
    assert (response.status_code, Invitation.objects.count(), mail.outbox) == (422, 0, [])
    assert "This address cannot receive email." in markup(response)


def test_superuser_is_changed_by_nobody_else(client, ana):
    root = add_colleague(ana, "Root", "root@acme.example", role="admin")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    client.force_login(ana)
    response = client.post(reverse("member", args=[root.pk]), {"role": "member"})
    assert response.status_code == 422
    assert "This account manages the whole site." in markup(response)
    root.refresh_from_db()
    assert (root.role, root.is_active) == ("admin", True)
    client.force_login(root)
    assert client.post(reverse("member", args=[root.pk]), {"role": "member", "is_active": "on"}).status_code == 302


def test_superuser_joins_no_organization_by_name(ana):
    Organization.objects.filter(pk=ana.organization_id).update(slug="administration")
    root = User.objects.create_superuser("root@admit.example", "correct horse battery", name="Root")
    assert root.organization_id != ana.organization_id
