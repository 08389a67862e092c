"""The admin's lists cost the same number of queries however many rows they show, and never count a whole history."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import invite, start_pairing
from accounts.admin_list import MOST_COUNTED
from accounts.models import Invitation, Organization, Picture, User, ZoneRecord
from accounts.scoped_admin import InstallationAdmin
from bookings.actions import book, keep_feed
from bookings.models import Booking
from deliveries.actions import beat
from links.actions import make_batch, record_opening, request_link
from links.actions.batches import Recipient
from links.models import Link, Opening
from tests.api.client import token_of
from tests.builders import NOW, START, add_colleague, add_time_away, managed_links, one_time_link, pool_of, submission
from tests.calendars.builders import calendar_with_rows
from tests.webhooks.receiver import make_call

pytestmark = [pytest.mark.django_db, pytest.mark.page]

# The session, the user, the count, the rows; three set up how these are planned. For superusers, whether any
# organization requires a second factor; for others, whose rows these are that belong to users, or to links.
USUAL = 7
OF_USERS = "user__", "host__", "link__"
# Those that show another row of many, which is read for the lines of a page alone, not joined.
READ_APART = {Booking}
SITE = admin.site


def changelist(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def fill(owner, number):
    """As many rows of every kind as asked for, or a few more."""
    for one in range(number):
        person = owner if one == 0 else add_colleague(owner, f"P{one} Q", f"p{one}@acme.example")
        link = one_time_link(person, recipient_name=f"Customer {one}")
        record_opening(link=link, by=Opening.By.BROWSER, now=NOW)
        event_type = person.pages.get().event_types.get()
        book(submission=submission(event_type.pk, START), link=link, now=NOW)
        invite(actor=owner, email=f"new{one}@acme.example", role="member", now=NOW)
        person.emailaddress_set.create(email=person.email, primary=True, verified=True)
        person.authenticator_set.create(type="totp", data={})
        person.sign_ins.create(at=NOW, how="password")
        person.usersession_set.create(ip="203.0.113.7", session_key=str(one))
        pool_of(owner, [person.pages.get()])
        recipients = [Recipient("Priya", f"priya{one}@example.com")]
        make_batch(actor=person, page=person.pages.get(), recipients=recipients, now=NOW)
        request_link(link=link, name="Tom", email=f"tom{one}@example.com", message="", now=NOW)
        managed_links(owner)
        ZoneRecord.objects.create(version=f"2026{one}", seen_at=NOW, until=NOW, points={})
        beat(process=f"web1:{one}", kind="deliver", now=NOW)
        calendar_with_rows(person)
        keep_feed(user=person, details=False, now=NOW)
        make_call(person)
        add_time_away(person)
        Picture.objects.create(digest=f"{one}", organization=owner.organization, content=b"RIFF", width=1, height=1)
        token_of(person)
        start_pairing(address="203.0.113.7", agent="", now=NOW)


@pytest.mark.walk
@pytest.mark.parametrize("by_superuser", [False, True])
@pytest.mark.parametrize("number", [1, 3])
def test_every_list_takes_as_many_queries(number, by_superuser, client, ana):
    fill(ana, number)
    root = User.objects.create_superuser("root@admit.example", "correct horse", name="Root")
    client.force_login(root if by_superuser else ana)
    taken, shown, usual = {}, {}, {}
    for model, screen in SITE._registry.items():
        if isinstance(screen, InstallationAdmin) and not by_superuser:
            continue
        with CaptureQueriesContext(connection) as queries:
            response = client.get(changelist(model))
        taken[model], shown[model] = len(queries), len(response.context["cl"].result_list)
        usual[model] = USUAL + (by_superuser or screen.organization_path.startswith(OF_USERS)) + (model in READ_APART)
    assert taken == usual
    # A superuser has one of their own.
    assert shown.pop(Organization) == (2 if by_superuser else 1)
    assert {model: rows for model, rows in shown.items() if rows < number} == {}


def test_counting_stops_at_a_limit(client, ana, monkeypatch):
    monkeypatch.setattr("accounts.admin_list.MOST_COUNTED", 2)
    for number in range(3):
        invite(actor=ana, email=f"new{number}@acme.example", role="member", now=NOW)
    client.force_login(ana)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(changelist(Invitation)).context["cl"].result_count == 2
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert [("LIMIT 2" in count, "ORDER BY" in count) for count in counts] == [(True, False)]
    assert MOST_COUNTED == 10_000


def test_the_newest_stand_first(client, ana):
    links = [one_time_link(ana).pk for _ in range(3)]
    client.force_login(ana)
    assert [row.pk for row in client.get(changelist(Link)).context["cl"].result_list] == links[::-1]


def test_filters_look_through_the_newest(client, ana, monkeypatch):
    monkeypatch.setattr("accounts.admin_list.WINDOW", 2)
    old, *new = (one_time_link(ana) for _one in range(3))
    client.force_login(ana)
    note = "Filters look through the newest 2 rows."
    shown = client.get(changelist(Link), {"revoked_at__isempty": 1})
    assert [one.pk for one in shown.context["cl"].result_list] == [one.pk for one in reversed(new)]
    assert note in shown.content.decode()
    # Whatever has no older ones is filtered as a whole, and without a filter nothing is left out.
    old.revoked_at = NOW
    old.save()
    monkeypatch.setattr("accounts.admin_list.WINDOW", 3)
    shown = client.get(changelist(Link), {"revoked_at__isempty": 0})
    assert ([one.pk for one in shown.context["cl"].result_list], note in shown.content.decode()) == ([old.pk], False)
    monkeypatch.setattr("accounts.admin_list.WINDOW", 1)
    assert len(client.get(changelist(Link)).context["cl"].result_list) == 3
    # Nobody can sort what grows with the years: that would read all of it.
    assert "sortable" not in shown.content.decode().partition("<thead>")[2].partition("</thead>")[0]
