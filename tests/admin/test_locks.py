"""What the admin changes of what is offered waits for the bookings under way, before anything is read."""

import threading

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import locks
from accounts.models import Organization, User
from pages.models import EventType, Page, PageEventType, Pool, Schedule
from tests.admin.addresses import url
from tests.builders import admin_form

pytestmark = pytest.mark.django_db(transaction=True)

LOCK = "pg_advisory_xact_lock("


def own(user):
    return {
        EventType: user.event_types.get(),
        Schedule: user.schedules.get(),
        Page: user.pages.get(),
        User: user,
        Organization: user.organization,
    }


def test_these_change_what_is_offered():
    assert {model for model, screen in admin.site._registry.items() if getattr(screen, "changes_offers", False)} == {
        EventType,
        Schedule,
        Page,
        PageEventType,
        Pool,
        User,
        Organization,
    }


@pytest.mark.parametrize("by_superuser", [False, True])
@pytest.mark.parametrize("model", [EventType, Schedule, Page, User, Organization])
def test_organization_lock_comes_before_row(model, by_superuser, client, ana):
    row = own(ana)[model]
    user = ana
    if by_superuser:
        user = User.objects.create_superuser("root@admit.example", "correct horse battery", name="Root")
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        client.post(url(model, "change", row.pk), {})
    asked = [query["sql"] for query in queries]
    [at] = [position for position, sql in enumerate(asked) if LOCK in sql]
    assert asked[at].endswith(f"{LOCK}{ana.organization_id})")
    assert f'FROM "{model._meta.db_table}"' in "".join(asked[at:])
    # Before it only: who asks and, of a superuser, whether any organization requires a second factor, and about which
    # organization it is.
    assert len(asked[:at]) == (5 if by_superuser else 3)


def test_reading_and_records_take_no_lock(client, ana):
    client.force_login(ana)
    with CaptureQueriesContext(connection) as queries:
        for model, row in own(ana).items():
            client.get(url(model, "change", row.pk))
            client.get(url(model, "changelist"))
    assert [query for query in queries if LOCK in query["sql"]] == []


@pytest.mark.page
def test_save_and_archive_wait_for_booking(ana):
    event_type = ana.event_types.get()
    form = admin_form(event_type) | {"name": "Renamed"}
    archive = {"action": "archive", "_selected_action": [event_type.pk]}
    answers = []

    def send(address, data):
        client = Client()
        client.force_login(ana)
        answers.append(client.post(address, data).status_code)
        connection.close()

    for address, data in ((url(EventType, "change", event_type.pk), form), (url(EventType, "changelist"), archive)):
        with transaction.atomic():
            locks.share_organization(ana.organization_id)
            thread = threading.Thread(target=send, args=(address, data))
            thread.start()
            thread.join(0.5)
            assert thread.is_alive()
        thread.join(10)
        assert not thread.is_alive()
    event_type.refresh_from_db()
    assert (answers, event_type.name, event_type.archived_at is not None) == ([302, 302], "Renamed", True)
