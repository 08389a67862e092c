"""A link's own page: all about it, and its history. Also what can be done with one link there and in the list."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from hypothesis import example, given

from bookings.actions import book, cancel, reschedule
from bookings.models import Booking
from links.actions import (
    answer_request,
    change_reusable,
    dismiss_request,
    extend,
    make_batch,
    mint_version,
    record_copy,
    request_link,
    restore,
    revoke,
    send,
)
from links.actions.batches import Recipient
from links.models import Link, Opening
from pages.actions.event_types import switch_event_type
from pages.models import EventType, Page
from tests.builders import NOW, START, add_colleagues, one_time_link, submission
from tests.junk import all_junk, forms, junk_settings
from tests.links.test_reusable import reusable
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]
DAY = timedelta(days=1)
JSON = {"headers": {"accept": "application/json"}}


def page_of(link):
    return reverse("link-page", args=[link.pk])


def told(client, link, query=""):
    """The sentences of the history, the last first."""
    return [deed.text for deed in client.get(f"{page_of(link)}{query}").context["deeds"]]


@pytest.mark.feature("D1", "D2")
def test_page_tells_everything_about_the_link(anas, ana, event_type):
    link = one_time_link(
        ana, recipient_name="Priya Shah", recipient_email="priya@example.com", locked_to_recipient=True, label="Spring",
        note="Knows Tom", message="Choose what suits you", expires_at=NOW + 7 * DAY, max_uses=3,
        event_types=[event_type], first_day=NOW.date(), last_day=(NOW + 9 * DAY).date(), metadata={"deal": "4711"},
    )  # fmt: skip
    html = markup(anas.get(page_of(link)))
    for expected in (
        "Link for Priya Shah", "priya@example.com", "Only this email can book", "Spring", "Knows Tom",
        "Choose what suits you", "Monday 14 January 2030, 09:00", "0 of 3", event_type.name,
        "from Monday 7 January to Wednesday 16 January 2030", "deal", "4711", "Monday 7 January 2030, 09:00",
    ):  # fmt: skip
        assert expected in html
    assert "inherited" not in html


@pytest.mark.feature("O18")
def test_the_address_is_shown_on_demand_only(anas, ana):
    link = one_time_link(ana)
    assert link.token() not in markup(anas.get(page_of(link)))
    assert reverse("link-address", args=[link.pk]) in markup(anas.get(page_of(link)))
    assert f'value="{link.address()}"' in markup(anas.get(reverse("link-address", args=[link.pk])))


@pytest.mark.feature("C5")
def test_inherited_values_say_so(anas, ana, event_type):
    parent = one_time_link(ana, max_uses=None, label="Website", expires_at=NOW + 3 * DAY, last_day=NOW.date())
    link = mint_version(actor=ana, parent=parent, now=NOW, expires_at=NOW + 9 * DAY)
    response = anas.get(page_of(link))
    html = markup(response)
    inherited = '<span class="small-print">(inherited from the reusable link)</span>'
    for expected in (
        f"Ana Ruiz {inherited}", f"{event_type.name} {inherited}", f"until Monday 7 January 2030 {inherited}",
        f"Thursday 10 January 2030, 09:00 {inherited}", "Wednesday 16 January 2030, 09:00", "Whichever comes first.",
        f'<a href="{page_of(parent)}">Website</a>',
    ):  # fmt: skip
        assert expected in html
    assert response.context["line"].expires == ("10 January", "09:00", "10 January, 09:00")


@pytest.mark.feature("O17")
def test_people_and_scanners_are_counted_apart(anas, ana):
    link = one_time_link(ana)
    for hours, by in ((5, "scanner"), (4, "scanner"), (3, "browser"), (2, "browser"), (1, "scanner")):
        Opening.objects.create(link=link, at=NOW - timedelta(hours=hours), by=by)
    response = anas.get(page_of(link))
    assert (response.context["opened"], response.context["scanned"]) == (
        {"count": 2, "first": "Monday 7 January 2030, 06:00", "last": "Monday 7 January 2030, 07:00"},
        {"count": 3, "first": "Monday 7 January 2030, 04:00", "last": "Monday 7 January 2030, 08:00"},
    )
    html = markup(response)
    assert "By scanners and previews" in html
    assert "2 times" in html
    assert "3 times" in html


@pytest.mark.feature("D5")
def test_the_meetings_booked_with_it(anas, ana, event_type):
    link = one_time_link(ana, max_uses=2)
    for hours in range(2):
        book(submission=submission(event_type.pk, START + timedelta(hours=hours)), link=link, now=NOW)
    html = markup(anas.get(page_of(link)))
    for booking in Booking.objects.all():
        assert f'href="{reverse("meeting", args=[booking.pk])}"' in html
        assert booking.reference in html
    assert "Priya Shah" in html


@pytest.mark.feature("D1")
def test_a_reusable_link_lists_its_versions(anas, ana):
    link = one_time_link(ana, max_uses=None, label="Website")
    assert "None have been made yet." in markup(anas.get(page_of(link)))
    versions = [mint_version(actor=ana, parent=link, now=NOW) for _ in range(12)]
    response = anas.get(page_of(link))
    assert [line.link.pk for line in response.context["versions"]] == [one.pk for one in versions[:1:-1]]
    html = markup(response)
    assert f'href="/links/?parent={link.pk}&amp;old=on">All 12<' in html
    assert "Active" in html
    assert reverse("single-use-link", args=[link.pk]) in html


@pytest.mark.feature("B6")
def test_requests_show_what_became_of_them(anas, ana):
    link = one_time_link(ana, expires_at=NOW)
    first, second, _third = (
        request_link(link=link, name=f"Person {n}", email=f"p{n}@example.com", message=f"Please {n}", now=NOW)
        for n in range(3)
    )
    new = answer_request(actor=ana, request=first, expires_at=None, subject="S", text="T", now=NOW)
    dismiss_request(actor=ana, request=second, now=NOW)
    html = markup(anas.get(page_of(link)))
    for expected in (
        "Person 0", "Please 2", f'<a href="{page_of(new)}">Answered with a new link</a>', "Dismissed",
        "Waiting for an answer",
    ):  # fmt: skip
        assert expected in html
    assert f'<a href="{page_of(link)}">' in markup(anas.get(page_of(new)))


@pytest.mark.feature("D1")
def test_the_history_tells_every_deed_in_sentences(anas, ana, ben, event_type):
    link = one_time_link(ben, recipient_name="Priya", recipient_email="priya@example.com", expires_at=NOW + DAY)
    record_copy(actor=ben, link=link, now=NOW)
    send(actor=ben, link=link, subject="S", text="T", now=NOW)
    extend(actor=ana, link=link, expires_at=NOW + 8 * DAY, now=NOW)
    extend(actor=ana, link=link, expires_at=None, now=NOW)
    revoke(actor=ana, link=link, now=NOW)
    restore(actor=ana, link=link, now=NOW)
    request_link(link=link, name="Tom", email="tom@example.com", message="", now=NOW)
    book(submission=submission(ben.event_types.get().pk), link=link, now=NOW)
    anas.post(reverse("reissue-link", args=[link.pk]))
    assert told(anas, link) == [
        "Ana Ruiz made a new link like it.",
        "A customer booked with it.",
        "tom@example.com asked for a new link.",
        "Ana Ruiz undid the revocation.",
        "Ana Ruiz revoked it.",
        "Ana Ruiz removed the expiry date.",
        "Ana Ruiz extended it until Tuesday 15 January 2030, 09:00.",
        "Ben Ode sent it to priya@example.com.",
        "Ben Ode copied the address.",
        "Ben Ode made the link.",
    ]
    html = markup(anas.get(page_of(link)))
    assert f'<a href="{page_of(link.reissues.get())}">See the new link</a>' in html
    assert Booking.objects.get().reference in html


@pytest.mark.feature("D1")
def test_the_history_of_others(anas, ana, anas_page):
    batch = make_batch(actor=ana, recipients=[Recipient("Priya", "p@example.com")], page=anas_page, now=NOW)
    link = batch.links.get()
    assert told(anas, link) == ["Ana Ruiz made the link as part of a list."]
    assert f'href="/links/?batch={batch.pk}&amp;old=on"' in markup(anas.get(page_of(link)))
    (page,) = add_colleagues(ana, 1)
    link = reusable(ana, page)
    change_reusable(
        actor=ana, link=link, event_types=link.target.event_types.all(), name="New", expires_at=None, in_library=False,
        now=NOW,
    )  # fmt: skip
    assert told(anas, link) == ["Ana Ruiz changed it.", "Ana Ruiz made the link."]


@pytest.mark.feature("D1")
def test_a_long_history_has_pages(anas, ana, monkeypatch):
    monkeypatch.setattr("links.queries.detail.ENTRIES", 2)
    link = one_time_link(ana)
    for _ in range(3):
        record_copy(actor=ana, link=link, now=NOW)
    response = anas.get(page_of(link))
    assert [deed.text for deed in response.context["deeds"]] == ["Ana Ruiz copied the address."] * 2
    further = response.context["further"]
    assert f'href="?before={further}"' in markup(response)
    assert told(anas, link, f"?before={further}") == ["Ana Ruiz copied the address.", "Ana Ruiz made the link."]


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("D1")
def test_page_opens_for_those_seeing_link(client, ana, ben, zoe):
    links = {user: one_time_link(user) for user in (ana, ben, zoe)}
    for user, seen in ((ana, {ana, ben}), (ben, {ben}), (zoe, {zoe})):
        client.force_login(user)
        statuses = {owner: client.get(page_of(link)).status_code for owner, link in links.items()}
        assert {owner for owner, status in statuses.items() if status == 200} == seen
        assert set(statuses.values()) == {200, 404}


@pytest.mark.feature("D1")
def test_admins_new_link_stays_its_owners(client, ana, ben):
    link = one_time_link(ben)
    client.force_login(ana)
    client.post(reverse("reissue-link", args=[link.pk]))
    new = link.reissues.get()
    assert (new.owner, new.created_by) == (ben, ana)
    client.force_login(ben)
    assert page_of(new) in markup(client.get(page_of(link)))


@pytest.mark.feature("D1")
def test_member_is_not_led_to_admins_link(client, ana, ben):
    link = one_time_link(ben)
    client.force_login(ana)
    client.post(reverse("reissue-link", args=[link.pk]))
    new = link.reissues.get()
    # As earlier releases left it.
    Link.objects.filter(pk=new.pk).update(owner=ana)
    assert page_of(new) in markup(client.get(page_of(link)))
    client.force_login(ben)
    html = markup(client.get(page_of(link)))
    assert "Ana Ruiz made a new link like it." in html
    assert page_of(new) not in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("D1")
def test_page_costs_constant_number_of_queries(anas, ana, event_type, count, django_assert_num_queries):
    link = one_time_link(ana, max_uses=4)
    for number in range(count):
        Opening.objects.create(link=link, at=NOW, by="browser")
        book(submission=submission(event_type.pk, START + timedelta(minutes=30 * number)), link=link, now=NOW)
        request = request_link(link=link, name="P", email=f"p{number}@example.com", message="", now=NOW)
        answer_request(actor=ana, request=request, expires_at=None, subject="S", text="T", now=NOW)
    # Session, user, the link, three for what an address may say; openings, history, other links, the event types left
    # open (two), meetings, requests.
    with django_assert_num_queries(13):
        response = anas.get(page_of(link))
    assert (len(response.context["meetings"]), len(response.context["requests"])) == (count, count)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("D1")
def test_requests_have_usual_words_and_constant_queries(anas, ana, event_type, count, django_assert_num_queries):
    EventType.objects.update(needs_approval=True)
    link = one_time_link(ana, max_uses=4)
    for number in range(count):
        first = START + timedelta(minutes=30 * number)
        book(submission=submission(event_type.pk, first, further=(first + DAY,)), link=link, now=NOW)
    with django_assert_num_queries(13):
        assert [one.word for one in anas.get(page_of(link)).context["meetings"]] == ["Requested"] * count
    Booking.objects.update(lapses_at=F("lapses_at") - 30 * DAY)
    assert [one.word for one in anas.get(page_of(link)).context["meetings"]] == ["Lapsed"] * count


@pytest.mark.feature("D1")
def test_package_lists_sessions_with_their_words(anas, ana, event_type):
    EventType.objects.update(sessions=4)
    link = one_time_link(ana, max_uses=2)
    starts = [START + number * DAY for number in range(4)]
    form = submission(event_type.pk, starts[0], further=tuple(starts[1:]))
    book(submission=form, link=link, now=NOW)
    first, second, third, fourth = Booking.objects.order_by("session")
    Booking.objects.filter(pk=first.pk).update(starts_at=NOW - 2 * DAY, ends_at=NOW - DAY)
    reschedule(booking=second, start=starts[1] + timedelta(minutes=30), actor=ana, now=NOW)
    cancel(booking=third, actor=ana, now=NOW)
    later = submission(event_type.pk, START + 4 * DAY, further=tuple(START + number * DAY for number in (7, 8, 9)))
    book(submission=later, link=link, now=NOW)
    response = anas.get(page_of(link))
    assert [(one.booking.session, one.word) for one in response.context["meetings"]] == [
        (1, "Scheduled"), (2, "Scheduled"), (3, "Scheduled"), (4, "Scheduled"),
        (1, "Completed"), (2, "Rescheduled"), (3, "Cancelled"), (4, "Scheduled"),
    ]  # fmt: skip
    assert '<div class="small-print">Session 2 of 4, Rescheduled</div>' in markup(response)
    html = markup(anas.get(reverse("meeting", args=[fourth.pk])))
    for said in ("Session 1 of 4, Completed<", "Session 2 of 4, Rescheduled<", "Session 4 of 4<"):
        assert said in html
    html = markup(anas.get(reverse("booking", args=[fourth.token()])))
    for said in ("<small>Completed</small>", "<small>Rescheduled</small>", "<small>Cancelled</small>"):
        assert said in html


@pytest.mark.feature("A22")
def test_paused_link_says_so(anas, ana, event_type):
    link, lasting = one_time_link(ana), one_time_link(ana, max_uses=None)
    switch_event_type(actor=ana, event_type=event_type, accepts_bookings=False, now=NOW)
    assert anas.get("/links/").context["lines"][0].paused
    for one in (link, lasting):
        html = markup(anas.get(page_of(one)))
        assert '<span class="badge" data-variant="warning">Paused</span>' in html
        assert f"{event_type.name} (paused)" in html
        assert "Customers cannot book on “Ana Ruiz” while its event types are paused." in html
        assert "Turn one on, and the link works again." in html
        assert f'href="{reverse("event-types")}"' in html


@pytest.mark.feature("A22")
def test_link_leads_to_its_paused_page(anas, ana, anas_page):
    link = one_time_link(ana)
    Page.objects.filter(pk=anas_page.pk).update(accepts_bookings=False)
    html = markup(anas.get(page_of(link)))
    assert "The page of this link is paused. Its links work again once it accepts bookings." in html
    assert f'href="{reverse("booking-page", args=[anas_page.pk])}">Open the page' in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("D1")
def test_reusable_page_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    link = one_time_link(ana, max_uses=None)
    for _ in range(count):
        mint_version(actor=ana, parent=link, now=NOW)
    # As above, and for the versions a transaction of three, which they are, those, and whether something is paused.
    with django_assert_num_queries(20):
        assert len(anas.get(page_of(link)).context["versions"]) == count


# What can be done with one link


@pytest.mark.feature("B5")
def test_copying_is_in_the_history(anas, ana):
    link = one_time_link(ana)
    anas.post(reverse("copy-link", args=[link.pk]), **JSON)
    anas.post(reverse("copy-link", args=[link.pk]))
    assert told(anas, link) == ["Ana Ruiz copied the address."] * 2 + ["Ana Ruiz made the link."]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"more": "7"}, NOW + 8 * DAY),
        ({"more": "30"}, NOW + 31 * DAY),
        ({"more": "date", "until": "2030-01-20"}, NOW.replace(day=20, hour=23)),
        ({"more": "never"}, None),
    ],
)
@pytest.mark.feature("O20")
def test_more_time_in_one_press(anas, ana, form, expected):
    link = one_time_link(ana, expires_at=NOW + DAY)
    response = anas.post(f"{reverse('extend-link', args=[link.pk])}?status=outstanding", form, follow=True)
    link.refresh_from_db()
    assert link.expires_at == expected
    assert response.redirect_chain == [("/links/?status=outstanding", 302)]
    assert "Extended:" in markup(response)


@pytest.mark.feature("O20")
def test_an_expired_link_works_again(anas, ana):
    link = one_time_link(ana, expires_at=NOW - DAY)
    assert anas.get(f"/l/{link.token()}/").status_code == 410
    anas.post(reverse("extend-link", args=[link.pk]), {"more": "7"})
    link.refresh_from_db()
    assert link.expires_at == NOW + 7 * DAY
    assert anas.get(f"/l/{link.token()}/").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {}, {"more": "8"}, {"more": "date"}, {"more": "date", "until": "x"}, {"more": "date", "until": "2030-01-06"},
        {"more": "date", "until": "2050-01-01"}, {"more": "date", "until": "2030-01-07"},
    ],
)  # fmt: skip
@pytest.mark.feature("O20")
def test_impossible_end_is_refused_at_field(anas, ana, form):
    link = one_time_link(ana, expires_at=NOW + 3 * DAY)
    response = anas.post(reverse("extend-link", args=[link.pk]), form)
    link.refresh_from_db()
    assert (response.status_code, link.expires_at) == (422, NOW + 3 * DAY)
    assert 'class="notice" data-variant="error"' in markup(response)


@pytest.mark.feature("O20")
def test_closed_or_endless_link_is_not_extended(anas, ana, event_type):
    links = [one_time_link(ana, expires_at=NOW + DAY), one_time_link(ana, expires_at=NOW + DAY), one_time_link(ana)]
    revoke(actor=ana, link=links[0], now=NOW)
    book(submission=submission(event_type.pk), link=links[1], now=NOW)
    for link in links:
        html = markup(anas.post(reverse("extend-link", args=[link.pk]), {"more": "7"}))
        assert "You can only extend a link that has not been used or revoked" in html
    assert "there is nothing to extend" in markup(anas.get(reverse("extend-link", args=[links[2].pk])))


@pytest.mark.feature("O20", "B5")
def test_new_link_lives_as_long_as_old(anas, ana, event_type):
    link = one_time_link(
        ana, recipient_name="Priya", recipient_email="p@example.com", label="Q3", now=NOW - 5 * DAY,
        expires_at=NOW - 2 * DAY, max_uses=2, event_types=[event_type],
    )  # fmt: skip
    response = anas.post(reverse("reissue-link", args=[link.pk]), **JSON)
    new = link.reissues.get()
    assert (response.status_code, response.json()) == (
        200,
        {
            "address": new.address(),
            "message": "Works 2 times, until Thursday 10 January 2030, 09:00, Madrid time.",
            "page": f"/share/?link={new.pk}",
        },
    )
    assert (new.recipient_name, new.label, new.max_uses, new.uses, new.expires_at, new.owner) == (
        "Priya", "Q3", 2, 0, NOW + 3 * DAY, ana,
    )  # fmt: skip
    assert list(new.event_types.all()) == [event_type]
    assert new.address() != link.address()
    twice = anas.post(reverse("reissue-link", args=[link.pk]), **JSON)
    assert (twice.json()["address"], link.reissues.count()) == (new.address(), 1), "a double click makes one"
    link.reissues.update(created_at=NOW - DAY)
    without_script = anas.post(reverse("reissue-link", args=[link.pk]), follow=True)
    assert link.reissues.count() == 2
    assert link.reissues.latest("pk").address() in markup(without_script)


@pytest.mark.feature("B5")
def test_reissued_links_all_stay_listed(anas, ana):
    links = [one_time_link(ana)]
    for _ in range(3):
        anas.post(reverse("reissue-link", args=[links[-1].pk]))
        links.append(Link.objects.latest("pk"))
    lines = anas.get("/links/").context["lines"]
    assert [line.link.pk for line in lines] == [link.pk for link in reversed(links)]
    assert all(line.revocable for line in lines)


@pytest.mark.feature("B5")
def test_link_of_gone_page_is_not_reissued(anas, ana, anas_page):
    link = one_time_link(ana)
    anas_page.archived_at = NOW
    anas_page.save(update_fields=["archived_at"])
    answer_ = anas.post(reverse("reissue-link", args=[link.pk]), **JSON)
    assert (answer_.status_code, answer_.json()) == (
        409,
        {"message": "The page behind this link no longer exists, or is not yours. Make a link from another page."},
    )
    assert Link.objects.count() == 1
    assert reverse("reissue-link", args=[link.pk]) not in markup(anas.get(page_of(link)))


@pytest.mark.feature("O19")
def test_deeds_on_page_lead_back_there(anas, ana):
    link = one_time_link(ana, expires_at=NOW + DAY)
    page = page_of(link)
    response = anas.post(f"{reverse('extend-link', args=[link.pk])}?on=page", {"more": "7"}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    response = anas.post(f"{reverse('revoke-link', args=[link.pk])}?on=page", follow=True)
    assert response.redirect_chain == [(f"{page}?revoked={link.pk}", 302)]
    undo = f"{reverse('restore-link', args=[link.pk])}?on=page"
    assert f'action="{undo}"' in markup(response)
    response = anas.post(undo, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert "Undone: the same link works again." in markup(response)


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(fields=all_junk("more", "until", "on", "status", "page"))
@given(fields=forms("more", "until", "on", "status", "page", more="date", until="2030-01-20"))
@pytest.mark.feature("O20")
def test_junk_in_the_form_of_more_time(anas, ana, fields):
    link = one_time_link(ana, expires_at=NOW + DAY)
    assert anas.post(reverse("extend-link", args=[link.pk]), fields).status_code in {302, 422}
    assert anas.get(page_of(link), fields | {"before": fields.get("more", "x")}).status_code == 200


@pytest.mark.parametrize("door", ["revoke-link", "extend-link"])
@pytest.mark.feature("O19")
def test_questions_name_the_screen_to_return_to(anas, ana, door):
    link = one_time_link(ana, recipient_name="Lena Fuchs", expires_at=NOW + timedelta(days=3))
    for query, name, back in (
        ("?on=page", "Link for Lena Fuchs", reverse("link-page", args=[link.pk])),
        ("", "Links", reverse("links")),
    ):
        html = markup(anas.get(reverse(door, args=[link.pk]) + query))
        crumb = re.search(r'<a class="crumb" href="([^"]+)">.*?</svg>(.*?)</a>', html)
        assert crumb is not None
        assert (crumb[1], crumb[2].strip()) == (back, name)
