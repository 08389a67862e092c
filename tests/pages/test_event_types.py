"""The list of event types, the form of one, archiving (A16, O37)."""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given

from links.actions import mint
from pages.actions import save_event_type
from pages.models import EventType
from tests.junk import check_answer, forms, junk_settings

FORM = {
    "name": "Intro call",
    "description": "Fifteen minutes to meet.",
    "duration": "15",
    "interval": "30",
    "offset": "5",
    "buffer_before": "10",
    "buffer_after": "20",
    "notice_amount": "3",
    "notice_unit": "1440",
    "horizon_days": "90",
    "limit_per_day": "4",
    "limit_per_week": "",
}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_number_of_queries_for_1_and_3_rows(client, ana, django_assert_num_queries, rows):
    for number in range(rows - 1):
        save_event_type(actor=ana, event_type=EventType(name=f"Type {number}"), now=timezone.now())
    client.force_login(ana)
    client.get(reverse("event-types"))
    with django_assert_num_queries(4):
        page = client.get(reverse("event-types")).content.decode()
    assert page.count('<th scope="row">') == rows


def test_members_see_their_own_and_admins_all_of_their_organization(client, ana, ben, zoe):
    for user, owners in ((ben, {ben}), (ana, {ana, ben}), (zoe, {zoe})):
        client.force_login(user)
        assert {one.owner for one in client.get(reverse("event-types")).context["event_types"]} == owners


def test_a16_everything_about_an_event_type_is_said_in_its_form(client, ana):
    client.force_login(ana)
    response = client.post(reverse("new-event-type"), FORM)

    assert (response.status_code, response["Location"]) == (302, reverse("event-types"))
    made = EventType.objects.get(name="Intro call")
    assert (made.owner, made.organization, made.description) == (ana, ana.organization, "Fifteen minutes to meet.")
    assert (made.duration, made.interval, made.offset, made.buffer_before, made.buffer_after) == (15, 30, 5, 10, 20)
    assert (made.notice, made.horizon_days, made.limit_per_day, made.limit_per_week) == (3 * 1440, 90, 4, None)


def test_a_new_one_starts_with_sensible_values(client, ana):
    client.force_login(ana)
    form = client.get(reverse("new-event-type")).context["form"]
    assert [form[name].value() for name in ("duration", "interval", "offset", "horizon_days")] == [30, None, 0, 60]
    assert (form["notice_amount"].value(), form["notice_unit"].value()) == (2, "60")


@pytest.mark.parametrize(
    ("minutes", "amount", "unit"), [(0, 0, "60"), (45, 45, "1"), (90, 90, "1"), (180, 3, "60"), (2880, 2, "1440")]
)
def test_notice_is_shown_in_the_largest_unit_that_fits(client, ana, event_type, minutes, amount, unit):
    EventType.objects.update(notice=minutes)
    client.force_login(ana)
    form = client.get(reverse("event-type", args=[event_type.pk])).context["form"]
    assert (form["notice_amount"].value(), form["notice_unit"].value()) == (amount, unit)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"duration": "0"}, "duration"),
        ({"duration": "1441"}, "duration"),
        ({"interval": "4"}, "interval"),
        ({"offset": "-1"}, "offset"),
        ({"offset": ""}, "offset"),
        ({"buffer_before": "1441"}, "buffer_before"),
        ({"notice_amount": "366", "notice_unit": "1440"}, "notice_amount"),
        ({"notice_amount": ""}, "notice_amount"),
        ({"notice_unit": "7"}, "notice_unit"),
        ({"horizon_days": "731"}, "horizon_days"),
        ({"limit_per_day": "0"}, "limit_per_day"),
        ({"limit_per_week": "99999999999"}, "limit_per_week"),
    ],
)
def test_v30_what_will_not_do_is_said_at_its_field(client, ana, change, field):
    client.force_login(ana)
    response = client.post(reverse("new-event-type"), FORM | change)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not EventType.objects.filter(description=FORM["description"]).exists()


def test_an_admin_changes_a_colleagues_and_it_stays_theirs(client, ana, ben):
    theirs = ben.event_types.get()
    client.force_login(ana)
    client.post(
        reverse("event-type", args=[theirs.pk]), FORM | {"owner": ana.pk, "organization": 0, "archived_at": "1"}
    )
    theirs.refresh_from_db()
    assert (theirs.name, theirs.owner, theirs.organization, theirs.archived_at) == (
        "Intro call", ben, ana.organization, None,
    )  # fmt: skip


def test_a_strangers_and_a_colleagues_event_type_are_not_found(client, ben, zoe, event_type):
    for user in (ben, zoe):
        client.force_login(user)
        for name in ("event-type", "archive-event-type"):
            url = reverse(name, args=[event_type.pk])
            assert client.get(url).status_code == 404
            assert client.post(url, FORM).status_code == 404
    event_type.refresh_from_db()
    assert (event_type.name, event_type.archived_at) == ("30-minute meeting", None)


def test_o37_archiving_asks_first_and_says_which_calendars_and_how_many_links(client, ana, anas_page, event_type):
    for _ in range(2):
        mint(actor=ana, page=anas_page, now=timezone.now())
    client.force_login(ana)
    url = reverse("archive-event-type", args=[event_type.pk])

    asked = " ".join(client.get(url).content.decode().split())
    assert "1 calendar offers it:</strong> Ana Ruiz." in asked
    assert "2 outstanding links lead there." in asked
    event_type.refresh_from_db()
    assert event_type.archived_at is None

    client.post(url)
    event_type.refresh_from_db()
    assert event_type.archived_at is not None
    assert "Nothing to book: choose an event type" in client.get(reverse("calendars")).content.decode()


def test_o33_with_none_left_the_list_says_what_one_is_and_how_to_get_it(client, ana):
    EventType.objects.update(archived_at=timezone.now())
    client.force_login(ana)
    page = client.get(reverse("event-types")).content.decode()
    assert "You have no event type yet" in page
    assert f'href="{reverse("new-event-type")}"' in page
    assert "First, say what can be booked" in client.get(reverse("new-page")).content.decode()


@junk_settings
@given(sent=forms(*FORM, **FORM))
def test_junk_in_an_event_type(client, ana, sent):
    client.force_login(ana)
    check_answer(client.post(reverse("new-event-type"), sent), {**sent, "notice_unit": None})
