"""The preview beside the form: what customers will see of what is typed (A16, A17). It writes nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from pages.models import EventType, Page
from tests.junk import CLASSICS, junk, junk_settings
from tests.owner.pages.test_event_type_form import FORM
from tests.scheduler.test_safe_methods import changed, state

PREVIEW = reverse("event-type-preview")
QUESTIONS = {
    "question-0-label": "Which year?",
    "question-0-kind": "choice",
    "question-0-choices": "2024\n2025",
    "question-1-label": "Campaign",
    "question-1-hidden": "on",
    "question-2-label": "Broken",
    "question-2-name": "email",
}


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.feature("O34")
def test_preview_shows_saved_type_without_controls(anas, event_type):
    page = text(anas.get(PREVIEW, {"of": event_type.pk}))
    assert "<h1>30-minute meeting</h1>" in page
    assert "Tuesday 8 January 2030, 10:00–10:30" in page
    assert "Book 8 January, 10:00" in page
    fields = page[page.index("<fieldset") : page.index("</fieldset>")]
    assert "disabled" in fields[: fields.index(">")]
    # No control but those of the disabled fieldset, no form that is sent anywhere, no script, no link out.
    assert len(re.findall("<(?:input|textarea|select|button)", page.replace(fields, ""))) == 0
    assert re.findall(r"<form[^>]*>", page) == ['<form class="form">']
    assert re.findall(r"<script|<a [^>]*", page) == ['<a class="skip" href="#main"']


@pytest.mark.feature("A16", "A17")
def test_preview_shows_unsaved_typing(anas, ana, anas_page, event_type):
    Page.objects.update(welcome="Nice to meet you.")
    typed = FORM | QUESTIONS | {"name": "Tax advice", "duration": "90", "location_kind": "host_calls"}
    page = text(anas.post(f"{PREVIEW}?of={event_type.pk}", typed))
    assert "<h1>Tax advice</h1>" in page
    assert "1 hour 30 minutes" in page
    assert "Phone call: Ana Ruiz calls you" in page
    assert "Fifteen minutes to meet." in page
    assert "Nice to meet you." in page
    event_type.refresh_from_db()
    assert (event_type.name, event_type.duration) == ("30-minute meeting", 30)


@pytest.mark.feature("A17")
def test_preview_asks_valid_questions_only(anas, event_type):
    page = text(anas.post(PREVIEW, FORM | QUESTIONS | {"ask_company": "required", "ask_note": "no"}))
    assert ("Which year?" in page, "2025" in page, "Company" in page) == (True, True, True)
    assert ("Campaign" in page, "Broken" in page, 'name="note"' in page) == (False, False, False)


def test_preview_falls_back_to_offering_page(anas, ana, anas_page, event_type):
    Page.objects.update(location_kind="address", location="Calle Mayor 1")
    assert "Calle Mayor 1" in text(anas.post(f"{PREVIEW}?of={event_type.pk}", FORM))
    assert "Calle Mayor 1" in text(anas.get(PREVIEW))
    Page.objects.update(archived_at="2030-01-01T00:00Z")
    assert "Video call, link sent by email" in text(anas.get(PREVIEW))


def test_preview_keeps_last_sensible_values(anas, event_type):
    typed = FORM | {"name": "", "duration": "soon", "location_kind": "moon", "ask_phone": "perhaps"}
    page = text(anas.post(f"{PREVIEW}?of={event_type.pk}", typed))
    assert ("<h1>Your event type</h1>" in page, "30 minutes" in page) == (True, True)


def test_admin_previews_colleagues_own_page(anas, ben):
    assert "Ben Ode" in text(anas.get(PREVIEW, {"of": ben.event_types.get().pk}))


def test_others_cannot_preview_an_event_type(client, ben, zoe, event_type):
    for user in (ben, zoe):
        client.force_login(user)
        for of in (event_type.pk, "0", "x", "٣", "9" * 30, "\x00"):
            assert client.get(PREVIEW, {"of": of}).status_code == 404
            assert client.post(f"{PREVIEW}?of={of}", FORM).status_code == 404


@pytest.mark.feature("I15")
def test_it_writes_nothing_whatever_is_sent(anas, event_type):
    anas.get(PREVIEW)
    before = state()
    for answer in (
        anas.post(f"{PREVIEW}?of={event_type.pk}", FORM | QUESTIONS),
        anas.post(PREVIEW, FORM),
        anas.get(PREVIEW),
        anas.head(PREVIEW),
    ):
        assert answer.status_code == 200
    assert changed(before) == set()
    assert EventType.objects.count() == 1


def test_only_our_own_pages_may_frame_it(anas):
    for answer in (anas.get(PREVIEW), anas.post(PREVIEW, FORM)):
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_preview_needs_member_and_own_form(ana):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(PREVIEW)["Location"].startswith("/accounts/login/")
    stranger.force_login(ana)
    assert stranger.post(PREVIEW, FORM).status_code == 403


def test_preview_costs_constant_number_of_queries(anas, event_type, django_assert_num_queries):
    anas.get(PREVIEW)
    for sent in (FORM, FORM | QUESTIONS):
        with django_assert_num_queries(4):
            anas.post(f"{PREVIEW}?of={event_type.pk}", sent)


NAMES = [*FORM, *QUESTIONS, "question-0-required", "of"]


@junk_settings
@given(sent=st.dictionaries(st.sampled_from(NAMES), junk))
def test_junk_is_previewed_all_the_same(anas, sent):
    assert "Your details" in text(anas.post(PREVIEW, FORM | sent))


@pytest.mark.parametrize("typed", CLASSICS)
def test_a_classic_in_every_field(anas, typed):
    page = text(anas.post(PREVIEW, dict.fromkeys(NAMES, typed)))
    assert "<script>alert" not in page
