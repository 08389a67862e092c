"""A schedule leaves the list once no booking page uses it; what was booked stays (A15, O37)."""

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from pages.actions import archive_schedule, save_schedule
from pages.errors import NotYours, StillUsed
from pages.models import Page, Schedule
from tests.builders import NOW
from tests.markup import markup


@pytest.fixture
def spare(ana):
    schedule = Schedule(name="Spare", time_zone="UTC")
    return save_schedule(actor=ana, schedule=schedule, weekly=[], dates=[], today=NOW.date(), now=NOW)


def address(schedule):
    return reverse("archive-schedule", args=[schedule.pk])


@pytest.mark.feature("A15")
def test_a_spare_schedule_is_archived_after_asking(anas, ana, spare):
    page = markup(anas.get(address(spare)))
    assert "Archive “Spare”?" in page
    assert "No booking page uses this schedule." in page
    response = anas.post(address(spare), follow=True)
    assert response.redirect_chain == [(reverse("schedules"), 302)]
    assert "“Spare” has been archived. Existing meetings are not affected." in markup(response)
    spare.refresh_from_db()
    assert spare.archived_at is not None
    assert [one.name for one, _hours, _repeating in response.context["rows"]] == ["Working hours"]
    assert HistoryEntry.objects.filter(verb="archived", subject_id=spare.pk, actor=ana).count() == 1
    assert anas.get(address(spare)).status_code == 404


@pytest.mark.feature("A15")
def test_used_schedule_names_its_booking_pages(anas, ana, anas_page):
    schedule = anas_page.schedule
    Page.objects.create(
        organization=ana.organization, owner=ana, host=ana, schedule=schedule, name="Office hours", slug="office"
    )
    for response, status in ((anas.get(address(schedule)), 200), (anas.post(address(schedule)), 422)):
        page = markup(response)
        assert response.status_code == status
        assert "2 booking pages use this schedule." in page
        assert f'<a href="{reverse("booking-page", args=[anas_page.pk])}">Ana Ruiz</a>' in page
        assert 'data-variant="danger" type="submit"' not in page
    schedule.refresh_from_db()
    assert schedule.archived_at is None
    with pytest.raises(StillUsed, match=r"Ana Ruiz and Office hours use this schedule\. Choose another schedule there"):
        archive_schedule(actor=ana, schedule=schedule, now=NOW)
    assert not HistoryEntry.objects.filter(verb="archived").exists()


def test_an_archived_booking_page_uses_nothing(ana, anas_page):
    Page.objects.update(archived_at=NOW)
    archive_schedule(actor=ana, schedule=anas_page.schedule, now=NOW)
    assert Schedule.objects.get(pk=anas_page.schedule_id).archived_at == NOW


def test_others_cannot_archive_a_schedule(client, ana, ben, zoe, anas_page):
    for user in (ben, zoe):
        client.force_login(user)
        assert client.post(address(anas_page.schedule)).status_code == 404
        with pytest.raises(NotYours):
            archive_schedule(actor=user, schedule=anas_page.schedule, now=NOW)


def test_the_list_leads_there(anas, spare):
    page = markup(anas.get(reverse("schedules")))
    assert f'<a href="{address(spare)}" data-variant="danger">Archive</a>' in page
    assert f'<a href="{reverse("new-schedule")}?copy={spare.pk}">Duplicate</a>' in page
