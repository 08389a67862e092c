"""Sessions: how long they last, what ends them, and where their owner sees them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from accounts.actions import begin_email_change, change_member, invitation_key, invite
from accounts.admin import UserAdminForm
from accounts.models import Invitation, SignIn, User
from accounts.queries import pending_addresses
from accounts.sessions import begin, is_over
from owner.settings.devices import device_text
from tests.accounts.totp import app_code
from tests.builders import admin_form
from tests.databases import connect_to
from tests.markup import markup

pytestmark = pytest.mark.page

PASSWORD = "correct horse battery"
NOW = datetime(2027, 3, 3, 10, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


def browser(user, address="203.0.113.7"):
    """A browser in which the user has signed in."""
    client = Client(REMOTE_ADDR=address, headers={"user-agent": FIREFOX})
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def signed_in(client):
    return client.get(reverse("profile")).status_code == 200


@pytest.mark.parametrize(
    ("age", "unused", "over"),
    [
        (0 * DAY, 0 * DAY, False),
        (7 * DAY, 7 * DAY - MINUTE, False),
        (7 * DAY, 7 * DAY, True),
        (30 * DAY - MINUTE, 0 * DAY, False),
        (30 * DAY, 0 * DAY, True),
    ],
)
def test_a_session_ends_in_time(age, unused, over):
    assert is_over({"began": (NOW - age).timestamp(), "used": (NOW - unused).timestamp()}, NOW) is over


def test_an_unused_session_ends(ana, clock):
    client = browser(ana)
    clock.move_to(NOW + 7 * DAY - MINUTE)
    assert signed_in(client)
    clock.move_to(NOW + 14 * DAY - 2 * MINUTE)
    assert signed_in(client)
    clock.move_to(NOW + 21 * DAY)
    assert not signed_in(client)


def test_an_old_session_ends_despite_use(ana, clock):
    client = browser(ana)
    for day in range(30):
        clock.move_to(NOW + day * DAY)
        assert signed_in(client)
    clock.move_to(NOW + 30 * DAY)
    assert not signed_in(client)


def test_earlier_sessions_go_on(ana, clock):
    client = Client()
    client.force_login(ana)
    assert "began" not in client.session
    assert signed_in(client)
    other = browser(ana)
    confirm(other)
    other.post(reverse("usersessions_list"))
    assert not signed_in(client)


def test_use_is_noted_every_five_minutes(ana, clock):
    client = browser(ana)
    signed_in(client)
    clock.shift(4 * MINUTE)
    signed_in(client)
    assert UserSession.objects.get().last_seen_at == NOW
    clock.shift(MINUTE)
    signed_in(client)
    assert UserSession.objects.get().last_seen_at == NOW + 5 * MINUTE


def test_signing_in_gives_a_new_id(client, ana):
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    assert signed_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_signing_out_elsewhere_ends_others_only(ana, ben):
    here, there, bens = browser(ana), browser(ana, "198.51.100.9"), browser(ben)
    confirm(here)
    id_before = here.session.session_key
    response = here.post(reverse("usersessions_list"), follow=True)
    assert "You are signed out everywhere else." in markup(response)
    assert (signed_in(here), signed_in(there), signed_in(bens)) == (True, False, True)
    assert here.session.session_key != id_before


def test_signing_out_elsewhere_asks_for_password(ana):
    here, there = browser(ana), browser(ana)
    response = here.post(reverse("usersessions_list"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
    assert signed_in(there)


def test_giving_the_password_renews_the_id(ana):
    here = browser(ana)
    before = here.session.session_key
    confirm(here)
    assert (signed_in(here), Session.objects.filter(pk=before).exists()) == (True, False)
    assert UserSession.objects.filter(session_key=here.session.session_key).exists()


def confirm(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def change_password(client):
    new = {"oldpassword": PASSWORD, "password1": "quite another one", "password2": "quite another one"}
    client.post(reverse("account_change_password"), new)


def add_factor(client):
    confirm(client)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})


def remove_factor(client):
    confirm(client)
    client.post(reverse("mfa_deactivate_totp"))


def renew_codes(client):
    confirm(client)
    client.post(reverse("mfa_generate_recovery_codes"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_password, "Password Changed"),
        (add_factor, "Authenticator App Activated"),
        (remove_factor, "Authenticator App Deactivated"),
        (renew_codes, "New Recovery Codes Generated"),
    ],
)
def test_changes_to_signing_in_end_others(ana, change, told):
    here, there = browser(ana), browser(ana)
    if change in (remove_factor, renew_codes):
        TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    change(here)
    assert (signed_in(here), signed_in(there)) == (True, False)
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([ana.email], told)
    assert "From the address: 203.0.113.7" in letter.body


def test_a_refused_change_ends_nothing(ana):
    here, there = browser(ana), browser(ana)
    new = {"oldpassword": "wrong", "password1": "quite another one", "password2": "quite another one"}
    here.post(reverse("account_change_password"), new)
    assert (signed_in(here), signed_in(there), mail.outbox) == (True, True, [])


def test_deactivation_ends_sessions_for_good(ana, ben):
    client = browser(ben)
    change_member(actor=ana, member=ben, role="member", is_active=False)
    assert not signed_in(client)
    change_member(actor=ana, member=ben, role="member", is_active=True)
    assert not signed_in(client)


ENDED = []


def note_end(user):
    """As another app would end what is its own."""
    ENDED.append(user.pk)


def by_team_page(admin, member):
    return admin.post(reverse("member", args=[member.pk]), {"role": "member"})


def by_form(admin, member):
    form = admin_form(member)
    form.pop("is_active")
    return admin.post(reverse("admin:accounts_user_change", args=[member.pk]), form)


def by_list(admin, member):
    ticked = {"action": "switch_off", ACTION_CHECKBOX_NAME: member.pk}
    return admin.post(reverse("admin:accounts_user_changelist"), ticked)


@pytest.mark.parametrize("switch_off", [by_team_page, by_form, by_list])
def test_deactivation_ends_all_ways_in(ana, ben, settings, switch_off):
    settings.ON_DEACTIVATION = [f"{__name__}.note_end"]
    ENDED.clear()
    client, admin, stranger = browser(ben), browser(ana), Client()
    begin_email_change(actor=ben, email="ben@home.example")
    stranger.post(reverse("account_reset_password"), {"email": ben.email})
    reset = re.search(r"http://localhost:8000(\S+/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    theirs = invite(actor=ben, email="friend@home.example", role="admin", now=timezone.now())
    others = invite(actor=ana, email="new@acme.example", role="member", now=timezone.now())
    assert not Client().get(reset, follow=True).context.get("token_fail")

    assert switch_off(admin, ben).status_code == 302
    assert not User.objects.get(pk=ben.pk).is_active
    assert [ben.pk] == ENDED
    assert list(Invitation.objects.all()) == [others]
    assert not pending_addresses(ben).exists()
    # Whoever comes back begins anew.
    User.objects.filter(pk=ben.pk).update(is_active=True)
    begin_email_change(actor=ben, email="ben@home.example")
    assert not signed_in(client)
    assert Client().get(reset, follow=True).context.get("token_fail")
    assert Client().get(reverse("join", args=[invitation_key(theirs)])).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_admin_form_keeps_what_others_write(ana, ben, monkeypatch):
    """The form saves all columns. Whoever changes one of them meanwhile waits until it has."""
    admin, clean, refused = browser(ana), UserAdminForm.clean, []

    def clean_meanwhile(form):
        with connect_to(connection.settings_dict["NAME"]) as other:
            other.execute("SET lock_timeout = 100")
            try:
                other.execute("UPDATE accounts_user SET password = 'another' WHERE id = %s", [ben.pk])
            except LockNotAvailable:
                refused.append(True)
        return clean(form)

    monkeypatch.setattr(UserAdminForm, "clean", clean_meanwhile)
    form = admin_form(ben) | {"name": "Ben Renamed"}
    assert admin.post(reverse("admin:accounts_user_change", args=[ben.pk]), form).status_code == 302
    assert (User.objects.get(pk=ben.pk).name, refused) == ("Ben Renamed", [True])


def test_other_changes_of_members_end_nothing(ana, ben):
    client = browser(ben)
    change_member(actor=ana, member=ben, role="admin", is_active=True)
    assert signed_in(client)


def test_the_list_names_each_browser(ana, ben, clock):
    here, _there, _bens = browser(ana), browser(ana, ""), browser(ben, "198.51.100.1")
    page = markup(here.get(reverse("usersessions_list")))
    sessions, sign_ins = page.split("Latest sign-ins")
    assert sessions.count("Firefox on Linux") == 2
    assert (sessions.count("This one"), sessions.count("203.0.113.7"), sessions.count("Unknown")) == (1, 1, 1)
    assert "Wed 3 Mar, 11:00" in sessions
    assert (sign_ins.count("Password"), sign_ins.count("203.0.113.7"), sign_ins.count("Unknown")) == (2, 1, 1)
    assert "198.51.100.1" not in page


def test_sessions_that_are_over_are_not_listed(ana, clock):
    browser(ana, "198.51.100.1")
    clock.shift(8 * DAY)
    page = markup(browser(ana).get(reverse("usersessions_list")))
    assert "198.51.100.1" not in page.split("Latest sign-ins")[0]


def sign_in_methods():
    return list(SignIn.objects.order_by("pk").values_list("how", "second_step"))


def test_each_way_of_signing_in_is_noted(client, ana, settings):
    settings.SIGNUPS = "open"
    browser(ana)
    client.post(reverse("account_request_login_code"), {"email": ana.email})
    code = mail.outbox[0].body.split("\n\n")[1].strip()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    paper = RecoveryCodes.activate(ana).generate_codes()[0]
    TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    two = browser(ana)
    two.post(reverse("mfa_authenticate"), {"code": paper})
    form = {"name": "Dora", "organization": "Lind", "email": "dora@lind.example", "password1": PASSWORD}
    Client().post(reverse("account_signup"), form | {"time_zone": "Europe/Oslo"})
    assert sign_in_methods() == [("password", ""), ("code", ""), ("password", "recovery_codes"), ("first", "")]


def test_a_failed_sign_in_is_logged(ana, caplog):
    Client(REMOTE_ADDR="203.0.113.7").post(reverse("account_login"), {"login": ana.email, "password": "my secret"})
    assert (sign_in_methods(), "A sign-in failed, from 203.0.113.7." in caplog.text) == ([], True)
    assert "my secret" not in caplog.text


@pytest.mark.parametrize(
    ("agent", "text"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
        ("<b>", "Unknown browser"),
    ],
)
def test_a_device_has_a_name(agent, text):
    assert device_text(agent) == text


def test_beginning_sets_both_times():
    session = {}
    begin(session, NOW)
    assert session == {"began": int(NOW.timestamp()), "used": int(NOW.timestamp())}


def test_the_list_writes_nothing(ana, clock, django_assert_num_queries):
    here = browser(ana)
    for number in range(3):
        browser(ana, f"198.51.100.{number}")
    here.get(reverse("usersessions_list"))
    before = UserSession.objects.count()
    with django_assert_num_queries(5):
        page = here.get(reverse("usersessions_list"))
    assert (len(page.context["sessions"]), UserSession.objects.count()) == (4, before)
