"""The preview beside an editor: the customer's steps with what is typed (A16, A17, O34). It writes nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from pages.actions import switch_event_type, switch_page
from pages.models import EventType, Page, PageEventType
from tests.builders import NOW, add_colleagues, choices_page, managed_event_type, pool_of, team_page
from tests.junk import CLASSICS, junk, junk_settings
from tests.owner.pages.test_event_type_form import FORM
from tests.scheduler.test_safe_methods import changed, state

pytestmark = pytest.mark.page

NEW = reverse("event-type-draft-book", args=[0])
QUESTIONS = {
    "question-0-label": "Which year?",
    "question-0-kind": "choice",
    "question-0-choices": "2024\n2025",
    "question-1-label": "Campaign",
    "question-1-hidden": "on",
    "question-2-label": "Broken",
    "question-2-name": "email",
}


def times_of(event_type):
    return reverse("event-type-draft", args=[event_type.pk])


def form_of(event_type):
    return reverse("event-type-draft-book", args=[event_type.pk])


def page_typed(page, *event_types, **changes):
    """A booking page's form with these event types, in this order."""
    typed = {
        "name": "Desk",
        "welcome": "Come in.",
        "schedule": page.schedule_id,
        "host": page.host_id,
        "event_types": [one.pk for one in event_types],
        "location_kind": "video",
        "location": "",
    }
    return typed | changes


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.feature("O34")
def test_preview_shows_saved_type_without_controls(anas, event_type):
    page = text(anas.get(form_of(event_type)))
    assert "<h1>30-minute meeting</h1>" in page
    assert "Tuesday 8 January 2030, 10:00–10:30" in page
    assert "Book 8 January, 10:00" in page
    fields = page[page.index("<fieldset") : page.index("</fieldset>")]
    assert "disabled" in fields[: fields.index(">")]
    # No control but those of the disabled fieldset, no form that is sent anywhere, no script, one link back.
    assert len(re.findall("<(?:input|textarea|select|button)", page.replace(fields, ""))) == 0
    assert re.findall(r"<form[^>]*>", page) == ['<form class="form">']
    assert re.findall(r"<script|<a [^>]*", page) == [
        '<a class="skip" href="#main"',
        f'<a href="{times_of(event_type)}"',
    ]


@pytest.mark.feature("A16", "A17")
def test_preview_shows_unsaved_typing(anas, ana, anas_page, event_type):
    Page.objects.update(welcome="Nice to meet you.")
    typed = FORM | QUESTIONS | {"name": "Tax advice", "duration": "90", "location_kind": "host_calls"}
    page = text(anas.post(form_of(event_type), typed))
    assert "<h1>Tax advice</h1>" in page
    assert "1 hour 30 minutes" in page
    assert "Phone call: Ana Ruiz calls you" in page
    assert "Fifteen minutes to meet." in page
    assert "Nice to meet you." in page
    event_type.refresh_from_db()
    assert (event_type.name, event_type.duration) == ("30-minute meeting", 30)


@pytest.mark.feature("O34")
def test_typed_times_lead_to_the_form(anas, anas_page, event_type):
    typed = FORM | {"name": "Tax advice", "interval": "120", "offset": "0", "buffer_before": "0", "limit_per_day": ""}
    page = text(anas.post(times_of(event_type), typed))
    times = re.findall(r'class="time" href="([^"]*)"[^>]*>([^<]*)', page)
    assert [said for _address, said in times] == ["09:00", "11:00", "13:00", "15:00"]
    assert ("<h1>Tax advice</h1>" in page, "<script" in page) == (True, False)
    form = text(anas.post(times[1][0].replace("&amp;", "&"), typed))
    assert ("11:00–11:15" in form, "Your details" in form) == (True, True)


@pytest.mark.feature("O34")
def test_typed_page_offers_its_types_in_order(anas, ana, anas_page, event_type):
    other, address = managed_event_type(ana, "Tax advice"), reverse("page-draft", args=[anas_page.pk])
    page = text(anas.post(address, page_typed(anas_page, other, event_type)))
    assert page.index("Tax advice") < page.index("30-minute meeting")
    assert "Come in." in page
    new = text(anas.post(reverse("page-draft", args=[0]), page_typed(anas_page, other)))
    assert ("<h1>Tax advice</h1>" in new, 'class="time"' in new) == (True, True)
    switch_page(actor=ana, page=anas_page, accepts_bookings=False, now=NOW)
    assert "is not taking bookings" in text(anas.post(address, page_typed(anas_page, other)))
    assert PageEventType.objects.filter(page=anas_page).count() == 1


@pytest.mark.feature("O34")
def test_typed_choices_of_others_are_not_shown(client, ana, ben, zoe, anas_page):
    client.force_login(ben)
    bens, zoes, own = Page.objects.get(host=ben), zoe.event_types.get(), ben.event_types.get()
    address = reverse("page-draft", args=[bens.pk])
    assert "Nothing can be booked here at the moment." in text(client.post(address, page_typed(anas_page, zoes)))
    of_ana = text(client.post(address, page_typed(anas_page, own)))
    assert of_ana == text(client.post(address, page_typed(bens, own)))
    assert "Ana Ruiz" not in of_ana


@pytest.mark.feature("A17")
def test_preview_asks_valid_questions_only(anas, event_type):
    page = text(anas.post(NEW, FORM | QUESTIONS | {"ask_company": "required", "ask_note": "no"}))
    assert ("Which year?" in page, "2025" in page, "Company" in page) == (True, True, True)
    assert ("Campaign" in page, "Broken" in page, 'name="note"' in page) == (False, False, False)


def test_preview_falls_back_to_offering_page(anas, ana, anas_page, event_type):
    Page.objects.update(location_kind="address", location="Calle Mayor 1")
    assert "Calle Mayor 1" in text(anas.post(form_of(event_type), FORM))
    assert "Calle Mayor 1" in text(anas.get(NEW))
    Page.objects.update(archived_at="2030-01-01T00:00Z")
    assert "Video call, Ana Ruiz will send you the link" in text(anas.get(NEW))


def test_preview_keeps_last_sensible_values(anas, event_type):
    typed = FORM | {"name": "", "duration": "soon", "location_kind": "moon", "ask_phone": "perhaps"}
    page = text(anas.post(form_of(event_type), typed))
    assert ("<h1>Your event type</h1>" in page, "30 minutes" in page) == (True, True)


def test_admin_previews_colleagues_own_page(anas, ben):
    assert "Ben Ode" in text(anas.get(form_of(ben.event_types.get())))


def test_others_cannot_preview_what_they_cannot_edit(client, ben, zoe, event_type, anas_page):
    mine = [("event-type-draft", event_type.pk), ("page-draft", anas_page.pk), ("page-draft", 2**40)]
    for user in (ben, zoe):
        client.force_login(user)
        for name, pk in mine:
            for step in (name, f"{name}-book"):
                assert client.get(reverse(step, args=[pk])).status_code == 404
                assert client.post(reverse(step, args=[pk]), FORM).status_code == 404


@pytest.mark.feature("I15")
def test_it_writes_nothing_whatever_is_sent(anas, event_type):
    anas.get(NEW)
    before = state()
    for answer in (
        anas.post(form_of(event_type), FORM | QUESTIONS),
        anas.post(NEW, FORM),
        anas.get(NEW),
        anas.head(NEW),
    ):
        assert answer.status_code == 200
    assert changed(before) == set()
    assert EventType.objects.count() == 1


def test_only_our_own_pages_may_frame_it(anas):
    for answer in (anas.get(NEW), anas.post(NEW, FORM)):
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.page
def test_preview_needs_member_and_own_form(ana):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(NEW)["Location"].startswith("/accounts/login/")
    stranger.force_login(ana)
    assert stranger.post(NEW, FORM).status_code == 403


def test_preview_costs_constant_number_of_queries(anas, event_type, django_assert_num_queries):
    anas.get(NEW)
    for sent in (FORM, FORM | QUESTIONS):
        with django_assert_num_queries(5):
            anas.post(form_of(event_type), sent)


NAMES = [*FORM, *QUESTIONS, "question-0-required"]


@junk_settings
@given(sent=st.dictionaries(st.sampled_from(NAMES), junk))
def test_junk_is_previewed_all_the_same(anas, sent):
    assert "Your details" in text(anas.post(NEW, FORM | sent))


@pytest.mark.parametrize("typed", CLASSICS)
def test_a_classic_in_every_field(anas, typed):
    page = text(anas.post(NEW, dict.fromkeys(NAMES, typed)))
    assert "<script>alert" not in page


@pytest.mark.feature("A16", "O34")
def test_assignment_is_previewed_as_typed(anas, ana):
    """The same offers as after saving; rows that lack something offer nothing, and nothing is written."""
    call, demo, (ben, cem) = managed_event_type(ana), managed_event_type(ana, "Demo"), add_colleagues(ana, 2)
    pool = pool_of(ana, [ben, cem])
    page = team_page(ana, call, ben)
    address, before = reverse("page-draft", args=[page.pk]), state()
    typed = {
        "assignment": "on",
        "row": ["2", "1", "3"],
        "row-2-event_type": demo.pk,
        "row-2-assignment": f"pool-{pool.pk}",
        "row-1-event_type": call.pk,
        "row-1-assignment": f"page-{ben.pk}",
        "row-1-team": [f"page-{cem.pk}"],
        "row-3-event_type": ana.event_types.first().pk,
    }
    shown = text(anas.post(address, typed))
    assert shown.index("Demo") < shown.index(call.name)
    assert "Nothing" not in shown
    assert not changed(before)
    # A single row leads to its times at once; none offers nothing.
    single = text(anas.post(address, typed | {"row": ["2"]}))
    assert "<h1>Demo</h1>" in single
    assert call.name not in text(anas.post(address, {"assignment": "on"}))


@pytest.mark.parametrize("scenario", [Page.Scenario.EVENT_TYPES_FIRST, Page.Scenario.PAGES_FIRST])
def test_choices_are_previewed_as_typed(anas, ana, scenario):
    call, demo, (ben, cem) = managed_event_type(ana), managed_event_type(ana, "Demo"), add_colleagues(ana, 2)
    page = choices_page(ana, scenario, [ben, cem], [call, demo])
    address = reverse("page-draft", args=[page.pk])
    saved = text(anas.get(address))
    assert saved == text(
        anas.post(address, {"assignment": "on", "page": [ben.pk, cem.pk], "event_type": [call.pk, demo.pk]})
    )
    turned = text(anas.post(address, {"assignment": "on", "page": [cem.pk, ben.pk], "event_type": [demo.pk, call.pk]}))
    first, second = ("Demo", call.name) if scenario == Page.Scenario.EVENT_TYPES_FIRST else (cem.name, ben.name)
    main = turned[turned.index("<main") :]
    assert main.index(first) < main.index(second)


def test_strangers_pages_are_not_previewed_as_assigned(anas, ana, zoe):
    page, other = team_page(ana, managed_event_type(ana), ana.pages.get()), zoe.pages.get()
    typed = {"assignment": "on", "row": "1", "row-1-event_type": managed_event_type(ana, "Demo").pk}
    shown = text(anas.post(reverse("page-draft", args=[page.pk]), typed | {"row-1-assignment": f"page-{other.pk}"}))
    assert "Demo" not in shown
    assert other.name not in shown


@pytest.mark.feature("A22", "O34")
def test_new_page_shows_nothing_of_strangers(anas, ana, zoe):
    """A page that is not saved yet has no id, and event types that are on no page have none of theirs either."""
    for owner in (ana, zoe):
        loose = managed_event_type(owner, f"Loose of {owner.name}")
        switch_event_type(actor=owner, event_type=loose, accepts_bookings=False, now=NOW)
    address = reverse("page-draft", args=[0])
    for response in (anas.get(address), anas.post(address, {"name": "New"})):
        assert "Loose of" not in text(response)


@pytest.mark.feature("A22", "O34")
def test_page_typed_with_what_is_paused(anas, ana, anas_page, event_type):
    switch_event_type(actor=ana, event_type=event_type, accepts_bookings=False, now=NOW)
    address, loose = reverse("page-draft", args=[anas_page.pk]), managed_event_type(ana, "Demo")
    nothing = "Nothing can be booked here at the moment."
    assert nothing in text(anas.post(address, page_typed(anas_page, event_type)))
    # What is saved does not come through what is typed.
    assert event_type.name not in text(anas.post(address, page_typed(anas_page, loose)))
