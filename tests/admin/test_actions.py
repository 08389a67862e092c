"""The admin's actions do what the application's own buttons do."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invite
from accounts.models import HistoryEntry, Invitation, User
from bookings.actions import book
from bookings.models import Booking
from deliveries.models import Delivery
from links.models import Link
from pages.admin.base import OfferAdmin
from pages.models import EventType, Page, Pool, Schedule
from tests.builders import NOW, START, add_colleague, admin_form, one_time_link, pool_of, submission

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def act(client, model, action, *rows):
    """Chooses the action for the rows; returns what the screen then says."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    response = client.post(address, {"action": action, "_selected_action": [row.pk for row in rows]})
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)][-2:]


def test_revoke_ends_links_and_records_it(client, ana):
    client.force_login(ana)
    links = [one_time_link(ana), one_time_link(ana)]
    assert act(client, Link, "revoke", *links) == ["Done: 2."]
    assert Link.objects.filter(revoked_at=None).count() == 0
    assert list(HistoryEntry.objects.filter(verb="revoked").values_list("actor", flat=True)) == [ana.pk] * 2
    assert act(client, Link, "revoke", links[0])[-1] == "Nothing to do: 1."


def test_a_strangers_rows_cannot_be_acted_upon(client, ana, zoe):
    link = one_time_link(ana)
    client.force_login(zoe)
    act(client, Link, "revoke", link)
    act(client, Page, "archive", ana.pages.get())
    link.refresh_from_db()
    assert (link.revoked_at, ana.pages.get().archived_at) == (None, None)


def test_superuser_is_refused_other_organizations_deeds(client, ana):
    root = User.objects.create_superuser("root@admit.example", "correct horse battery", name="Root")
    client.force_login(root)
    link = one_time_link(ana, label="For Priya")
    assert act(client, Link, "revoke", link) == [
        "For Priya: you are not allowed to do this. Only administrators of its organization can."
    ]
    invitation = invite(actor=ana, email="new@acme.example", role="member", now=NOW)
    assert act(client, Invitation, "withdraw", invitation)[-1] == (
        "New@acme.example: you are not allowed to do this. Only administrators of its organization can."
    )
    assert Invitation.objects.count() == 1


def test_resend_confirmation_owes_customer_one_copy(client, ana, event_type):
    client.force_login(ana)
    book(submission=submission(event_type.pk), link=one_time_link(ana), now=NOW)
    Delivery.objects.update(created_at=NOW.replace(year=2020))
    booking = Booking.objects.get()
    assert act(client, Booking, "resend_confirmation", booking) == ["Done: 1."]
    assert act(client, Booking, "resend_confirmation", booking)[-1] == "Nothing to do: 1."
    copies = Delivery.objects.filter(kind="customer_confirmation").order_by("copy")
    assert list(copies.values_list("recipient", "copy")) == [("priya@example.com", 0), ("priya@example.com", 1)]


def test_withdraw_ends_open_invitations_only(client, ana):
    client.force_login(ana)
    opened = invite(actor=ana, email="new@acme.example", role="member", now=NOW)
    accepted = invite(actor=ana, email="old@acme.example", role="member", now=NOW)
    Invitation.objects.filter(pk=accepted.pk).update(accepted_at=timezone.now())
    assert act(client, Invitation, "withdraw", opened, accepted) == ["Done: 1.", "Nothing to do: 1."]
    assert list(Invitation.objects.values_list("email", flat=True)) == ["old@acme.example"]


@pytest.mark.parametrize("model", [Page, EventType])
def test_archive_takes_out_of_what_is_offered(model, client, ana):
    client.force_login(ana)
    row = model.objects.get(owner=ana)
    assert act(client, model, "archive", row) == ["Done: 1."]
    row.refresh_from_db()
    assert row.archived_at is not None
    assert act(client, model, "archive", row)[-1] == "Nothing to do: 1."
    assert list(HistoryEntry.objects.values_list("verb", "subject_id", "actor")) == [("archived", row.pk, ana.pk)]


def test_only_unused_schedule_is_archived(client, ana):
    client.force_login(ana)
    used, spare = ana.schedules.get(), Schedule.objects.create(organization=ana.organization, owner=ana, name="Spare")
    assert act(client, Schedule, "archive", used, spare) == [
        "Working hours: Ana Ruiz uses this schedule. Choose another schedule there first.",
        "Done: 1.",
    ]
    assert list(Schedule.objects.filter(archived_at=None)) == [used]


def test_superusers_and_last_admin_stay_on(client, ana, ben):
    client.force_login(ana)
    boss = add_colleague(ana, "Boss", "boss@acme.example")
    User.objects.filter(pk=boss.pk).update(is_superuser=True)
    assert sorted(act(client, User, "switch_off", ben, boss)) == [
        "Boss: you are not allowed to do this. Only administrators of its organization can.",
        "Done: 1.",
    ]
    assert "An organization needs at least one administrator" in act(client, User, "switch_off", ana)[-1]
    assert sorted(User.objects.values_list("name", "is_active")) == [
        ("Ana Ruiz", True),
        ("Ben Ode", False),
        ("Boss", True),
    ]


def test_history_names_who_added_and_changed(client, ana):
    client.force_login(ana)
    event_type = ana.event_types.get()
    form = admin_form(event_type) | {"name": "Demo"}
    for address in ("add/", f"{event_type.pk}/change/"):
        assert client.post(f"/admin/pages/eventtype/{address}", form).status_code == 302
    entries = HistoryEntry.objects.filter(subject="eventtype").order_by("pk")
    assert list(entries.values_list("verb", "actor")) == [("made", ana.pk), ("changed", ana.pk)]


def test_try_again_owes_what_was_given_up(client, ana, event_type):
    client.force_login(ana)
    book(submission=submission(event_type.pk), link=one_time_link(ana), now=NOW)
    given_up, owed = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=given_up.pk).update(failed_at=NOW, attempts=8)
    assert act(client, Delivery, "retry", given_up, owed) == ["Done: 1.", "Nothing to do: 1."]
    given_up.refresh_from_db()
    assert (given_up.failed_at, given_up.attempts, given_up.sent_at) == (None, 0, None)


def test_everything_that_is_offered_can_be_archived(client, ana, anas_page):
    client.force_login(ana)
    pool = pool_of(ana, [anas_page])
    rows = {EventType: ana.event_types.get(), Page: anas_page, Pool: pool, Schedule: ana.schedules.get()}
    screens = {model: screen for model, screen in site._registry.items() if isinstance(screen, OfferAdmin)}
    assert set(screens) == set(rows)
    for model in (Pool, Page, EventType, Schedule):
        assert act(client, model, "archive", rows[model])[-1] == "Done: 1."
        rows[model].refresh_from_db()
        assert rows[model].archived_at is not None


def test_cancel_ends_meetings_as_their_hosts_would(client, ana):
    client.force_login(ana)
    first, second = (
        book(submission=submission(ana.event_types.get().pk, START + number * timedelta(hours=1)), now=NOW,
             link=one_time_link(ana)).bookings.get()
        for number in range(2)
    )  # fmt: skip
    assert act(client, Booking, "cancel_meetings", first, second) == ["Done: 2."]
    assert set(Booking.objects.values_list("status", "decided_by")) == {("cancelled", ana.pk)}
    assert Delivery.objects.filter(kind="customer_cancellation").count() == 2
    assert act(client, Booking, "cancel_meetings", first)[-1] == "Nothing to do: 1."


def test_a_superuser_does_not_cancel_anothers_meetings(client, ana):
    root = User.objects.create_superuser("root@admit.example", "correct horse battery", name="Root")
    client.force_login(root)
    booking = book(submission=submission(ana.event_types.get().pk), link=one_time_link(ana), now=NOW).bookings.get()
    said = act(client, Booking, "cancel_meetings", booking)[-1]
    assert said.endswith("you are not allowed to do this. Only administrators of its organization can.")
    booking.refresh_from_db()
    assert booking.status == "scheduled"
