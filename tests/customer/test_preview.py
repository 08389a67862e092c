"""Previews (O34): the true pages of a page, link or event type for ten minutes, where nothing can be booked."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from links.actions import Hosts, make_reusable, revoke
from links.errors import UnknownLink
from links.models import Opening
from links.previews import ID_BITS, LIFE, PreviewKind, preview_token, read_preview
from pages.actions import switch_event_type
from pages.models import Page
from tests.builders import NOW, forged, managed_event_type, one_time_link, team_page
from tests.scheduler.test_safe_methods import changed, state

STRIP = "Preview: nothing can be booked here."
ACTING = re.compile(r'method="post"|name="(?:token|csrfmiddlewaretoken)"|data-keep-typed|data-lock-submit')
HREF = re.compile(r'href="(/[^"#]*)')


@given(
    st.sampled_from(PreviewKind),
    st.integers(0, (1 << ID_BITS) - 1),
    st.integers(0, 86_400 * 60),
    st.integers(-1200, 1200),
)
def test_a_token_shows_for_ten_minutes(kind, pk, at, later):
    made = NOW + timedelta(seconds=at)
    found = read_preview(preview_token(kind, pk, made), made + timedelta(seconds=later))
    assert (found.kind, found.pk) == (kind, pk)
    if 0 <= later < LIFE.total_seconds():
        assert not found.is_over
    # Clocks of web servers may differ by some seconds.
    if not -60 < later < LIFE.total_seconds() + 60:
        assert found.is_over


def test_a_forged_token_costs_no_query(db, client, django_assert_num_queries):
    token = preview_token(PreviewKind.PAGE, 1, timezone.now())
    wrong = forged(token)
    with pytest.raises(UnknownLink):
        read_preview(wrong, timezone.now())
    with django_assert_num_queries(0):
        for name in ("preview", "preview-book"):
            assert client.get(reverse(name, args=[wrong])).status_code == 404


def shown(client, of, pk, query=""):
    return client.get(reverse("preview", args=[preview_token(of, pk, timezone.now())]) + query)


def text(response):
    return " ".join(response.content.decode().split())


def walked(client, first):
    """All steps that links of the preview lead to, from the first one on, one of each kind: their texts by address."""
    seen, left = {}, [first.request["PATH_INFO"]]
    while left and len(seen) < 12:
        where = left.pop().replace("&amp;", "&")
        if where in seen:
            continue
        response = client.get(where, follow=True)
        assert response.status_code == 200, where
        seen[where] = text(response)
        onward = [one for one in HREF.findall(seen[where]) if one.startswith("/preview/")]
        left += onward[-3:]
    return seen


def kinds(ana, page):
    """What can be previewed: a booking page, a team, a reusable and a one-time link, an event type."""
    (event_type,) = page.event_types.all()
    hosts = Hosts(pages=(page,))
    reusable = make_reusable(actor=ana, owner=ana, hosts=hosts, event_types=[event_type], name="R", now=NOW)
    team = team_page(ana, managed_event_type(ana), page)
    personal = one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    return [
        (PreviewKind.PAGE, page.pk),
        (PreviewKind.PAGE, team.pk),
        (PreviewKind.LINK, reusable.pk),
        (PreviewKind.LINK, personal.pk),
        (PreviewKind.EVENT_TYPE, event_type.pk),
    ]


@pytest.mark.feature("O34")
def test_every_step_says_so_and_nothing_acts(client, ana, anas_page):
    for of, pk in kinds(ana, anas_page):
        steps = walked(client, shown(client, of, pk))
        forms = [one for one in steps.values() if 'class="plain-fields" disabled' in one]
        assert forms, (of, pk)
        assert all(STRIP in one and not ACTING.search(one) for one in steps.values())
        # Nothing leads to the live page, whose token is a secret.
        assert not any("/l/" in one or "/p/" in one for said in steps.values() for one in HREF.findall(said))
        assert not any("keep-typed.js" in one or "lock-submit.js" in one for one in steps.values())
        assert client.cookies == {}


@pytest.mark.feature("O34")
def test_looking_changes_and_counts_nothing(client, ana, anas_page):
    previewed = kinds(ana, anas_page)
    before = state()
    for of, pk in previewed:
        for where in walked(client, shown(client, of, pk)):
            for method in (client.post, client.put, client.delete):
                assert method(where, {"name": "Sam", "email": "sam@example.com"}).status_code == 405
    assert changed(before) == set()
    assert not Opening.objects.exists()


@pytest.mark.feature("O34")
def test_form_asks_what_customers_are_asked(client, ana, anas_page):
    link = one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com", message="Hello there")
    steps = walked(client, shown(client, PreviewKind.LINK, link.pk, "?skip=1"))
    assert any("Priya Shah" in one for one in steps.values())
    first = next(iter(steps.values()))
    assert "Hello there" in first
    assert "Works once." in first


@pytest.mark.feature("A22", "O34")
def test_paused_event_type_shows_and_says_so(client, ana, event_type):
    said = "The event type is paused: customers read that it cannot be booked at the moment."
    for on in (True, False):
        switch_event_type(actor=ana, event_type=event_type, accepts_bookings=on, now=NOW)
        response = shown(client, PreviewKind.EVENT_TYPE, event_type.pk)
        assert (response.status_code, said in text(response)) == (200, not on)


@pytest.mark.feature("O34")
def test_paused_page_shows_and_says_so(client, ana, anas_page):
    link = one_time_link(ana)
    Page.objects.update(accepts_bookings=False, listed=False)
    for of, pk in ((PreviewKind.PAGE, anas_page.pk), (PreviewKind.LINK, link.pk)):
        said = text(shown(client, of, pk))
        assert "The page is paused" in said
        assert 'class="time"' in said


@pytest.mark.feature("O34")
def test_dead_link_is_shown_without_token(client, ana):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    response = shown(client, PreviewKind.LINK, link.pk)
    assert response.status_code == 410
    assert "This link has been withdrawn." in text(response)
    assert STRIP in text(response)
    assert link.token() not in text(response)


@pytest.mark.feature("O34")
def test_event_type_without_page_is_shown(client, ana, anas_page):
    event_type = managed_event_type(ana)
    assert not anas_page.event_types.filter(pk=event_type.pk).exists()
    said = text(shown(client, PreviewKind.EVENT_TYPE, event_type.pk))
    assert f"<h1>{event_type.name}</h1>" in said
    assert 'class="time"' in said
    Page.objects.update(archived_at=NOW)
    assert "Nothing can be booked here at the moment." in text(shown(client, PreviewKind.EVENT_TYPE, event_type.pk))


@pytest.mark.parametrize("of", PreviewKind)
def test_what_is_gone_reads_as_unknown(client, ana, anas_page, of):
    response = shown(client, of, 999_999)
    assert (response.status_code, "We could not find this page" in text(response)) == (404, True)
    Page.objects.update(archived_at=NOW)
    assert shown(client, PreviewKind.PAGE, anas_page.pk).status_code == 404


def test_an_expired_preview_can_be_opened_again(anas, ana, anas_page, django_assert_num_queries):
    (event_type,) = anas_page.event_types.all()
    link = one_time_link(ana)
    for of, pk in (
        (PreviewKind.PAGE, anas_page.pk),
        (PreviewKind.LINK, link.pk),
        (PreviewKind.EVENT_TYPE, event_type.pk),
    ):
        token = preview_token(of, pk, timezone.now() - timedelta(minutes=12))
        with django_assert_num_queries(0):
            response = anas.get(reverse("preview", args=[token]))
        assert (response.status_code, "This preview has expired" in text(response)) == (410, True)
        (again,) = re.findall(r'href="(/(?:pages|links|event-types)/[^"]+)"', text(response))
        assert STRIP in text(anas.get(again, follow=True))


def test_owners_find_previews_where_they_edit(anas, ana, anas_page):
    (event_type,) = anas_page.event_types.all()
    team = team_page(ana, managed_event_type(ana), anas_page)
    hosts = Hosts(pages=(anas_page,))
    reusable = make_reusable(actor=ana, owner=ana, hosts=hosts, event_types=[event_type], name="R", now=NOW)
    page_preview = reverse("preview-page", args=[anas_page.pk])
    found = {
        reverse("booking-page", args=[anas_page.pk]): page_preview,
        reverse("booking-pages"): page_preview,
        reverse("master-page", args=[team.pk]): reverse("preview-page", args=[team.pk]),
        reverse("master-pages"): reverse("preview-page", args=[team.pk]),
        reverse("event-type", args=[event_type.pk]): reverse("preview-event-type", args=[event_type.pk]),
        reverse("event-types"): reverse("preview-event-type", args=[event_type.pk]),
        reverse("my-links"): reverse("view-as-customer", args=[reusable.pk]),
        reverse("link-page", args=[reusable.pk]): reverse("view-as-customer", args=[reusable.pk]),
        reverse("edit-link", args=[reusable.pk]): reverse("view-as-customer", args=[reusable.pk]),
    }
    assert [where for where, preview in found.items() if f'href="{preview}"' not in text(anas.get(where))] == []
    facts = anas.get(reverse("share"), {"page": anas_page.pk}, headers={"Accept": "application/json"}).json()
    assert facts["preview"] == page_preview
