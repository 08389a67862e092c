"""The share pop-up, personalized: what the sender says of the customer, and what the customer is shown of it."""

import html
import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from bookings.models import Admission
from deliveries.models import Delivery
from links.actions import mint
from links.actions import send as send_link
from links.models import Link
from pages.models import EventType, PageEventType
from tests.builders import NOW, managed_event_type, one_time_link
from tests.customer.customers import send, times
from tests.markup import markup, plain
from tests.owner.links.browsing import form_with
from tests.owner.links.test_share import JSON, SHARE, filled

pytestmark = pytest.mark.django_db
PRIYA = {"customer_name": "Priya Shah", "customer_email": "priya@example.com"}


@pytest.fixture
def demo(ana, anas_page):
    """A second event type of Ana's page."""
    found = managed_event_type(ana, "Demo")
    PageEventType.objects.create(page=anas_page, event_type=found, position=9)
    return found


@pytest.fixture
def personal_link(ana, anas_page):
    return mint(actor=ana, page=anas_page, now=NOW, recipient_name="Priya Shah", recipient_email="priya@example.com")


def details_of(client, link, query=""):
    """The details of the link's first free time."""
    return times(client, f"/l/{link.token()}/?day=2030-01-08" + (f"&{query}" if query else ""))[0]


@pytest.mark.feature("O7", "D2")
def test_every_field_is_kept_on_link(anas, anas_page, demo):
    said = PRIYA | {
        "locked": "on",
        "message": "Hello Priya,\r\nas agreed.",
        "label": "Spring",
        "event_types": [demo.pk],
        "first_day": "2030-01-08",
        "last_day": "2030-01-11",
        "max_uses": "3",
    }
    answer = anas.post(SHARE, filled(anas_page, **said), **JSON)
    link = Link.objects.get()
    assert answer.json()["message"] == "Works 3 times, closes in 7 days."
    assert (link.recipient_name, link.recipient_email, link.locked_to_recipient) == (*PRIYA.values(), True)
    assert (link.message, link.label, link.max_uses) == ("Hello Priya,\nas agreed.", "Spring", 3)
    assert (link.first_day, link.last_day) == (date(2030, 1, 8), date(2030, 1, 11))
    assert list(link.event_types.all()) == [demo]
    html = markup(anas.get(reverse("link-page", args=[link.pk])))
    for shown in ("as agreed.", "Only this email can book", "Demo", "0 of 3", "Monday 14 January 2030"):
        assert shown in html


@pytest.mark.feature("D2", "O7")
def test_event_types_are_the_chosen_pages(anas, ana, anas_page, event_type, demo, ben):
    facts = anas.get(f"{SHARE}?page={anas_page.pk}", **JSON).json()
    for one in (event_type, demo):
        assert f'name="event_types" value="{one.pk}"' in facts["types"]
    # With one there is nothing to choose.
    assert "checkbox" not in anas.get(f"{SHARE}?page={ben.pages.get().pk}", **JSON).json()["types"]
    bens = ben.pages.get()
    response = anas.post(SHARE, filled(bens, event_types=[demo.pk]), **JSON)
    assert (response.status_code, Link.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["event_types"]


@pytest.mark.feature("O7")
def test_event_types_are_shown_without_javascript(anas, anas_page, demo):
    response = anas.post(SHARE, filled(anas_page, show="event-types", customer_email="priya@", label="Spring"))
    html = markup(response)
    assert (response.status_code, Link.objects.count()) == (200, 0)
    for kept in ('value="priya@"', 'value="Spring"', f'value="{demo.pk}"'):
        assert kept in html
    assert "Enter a valid email address." not in html


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"first_day": "2030-01-11", "last_day": "2030-01-08"}, "last_day"),
        ({"last_day": "2030-01-06"}, "last_day"),
        ({"first_day": "0001-01-01"}, "first_day"),
        ({"last_day": "9999-12-31"}, "last_day"),
        ({"first_day": "soon"}, "first_day"),
        ({"locked": "on"}, "customer_email"),
        ({"max_uses": "0"}, "max_uses"),
        ({"max_uses": "1001"}, "max_uses"),
        ({"message": "x" * 2_001}, "message"),
        ({"message": "a\0b"}, "message"),
        ({"event_types": ["9" * 30]}, "event_types"),
    ],
)
@pytest.mark.feature("D2", "D3", "O7")
def test_senseless_value_is_refused_at_its_field(anas, anas_page, fields, at):
    response = anas.post(SHARE, filled(anas_page, **fields), **JSON)
    assert (response.status_code, Link.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == [at]


@pytest.mark.feature("D3")
def test_only_the_locked_email_books(anas, client, anas_page, event_type):
    anas.post(SHARE, filled(anas_page, **PRIYA, locked="on"), **JSON)
    link = Link.objects.get()
    client.logout()
    details = f"{details_of(client, link)}&skip=0"
    assert "priya@example.com" in markup(client.get(details))
    refused = send(client, details, email="li@example.com")
    assert (refused.status_code, Admission.objects.count()) == (422, 0)
    assert send(client, details, email="PRIYA@example.com").status_code == 303


@pytest.mark.feature("V47")
def test_customer_reads_note_but_never_label(client, ana, anas_page):
    link = mint(
        actor=ana, page=anas_page, now=NOW, recipient_name="Priya Shah", message="As agreed,\n<b>Ana</b>",
        label="Difficult customer", note="Owes us money", max_uses=3, first_day=date(2030, 1, 8),
        last_day=date(2030, 1, 11), expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    html = markup(client.get(f"/l/{link.token()}/?zone=Europe/Madrid"))
    for shown in (
        "Hello Priya!",
        "As agreed,<br>&lt;b&gt;Ana&lt;/b&gt;",
        "Works for 3 more bookings.",
        "For meetings from Tuesday 8 January to Friday 11 January 2030.",
        "Book by Mon 14 Jan, 09:00 (Madrid time).",
    ):
        assert shown in html
    for hidden in ("Difficult", "Owes"):
        assert hidden not in html


@pytest.mark.feature("V47")
def test_version_shows_parents_note_and_narrower_limits(client, ana, anas_page):
    parent = mint(
        actor=ana, page=anas_page, now=NOW, max_uses=None, message="From the parent", last_day=date(2030, 1, 9)
    )
    child = mint(actor=ana, parent=parent, now=NOW, last_day=date(2030, 1, 20))
    html = markup(client.get(f"/l/{child.token()}/"))
    assert "From the parent" in html
    assert "For meetings until Wednesday 9 January 2030." in html


@pytest.mark.parametrize(
    ("where", "days", "book_by"),
    [
        (
            "Europe/Madrid",
            "For meetings on Tuesday 8 January 2030.",
            "Book by the end of Tue 8 Jan (Madrid time).",
        ),
        # Elsewhere, the days are still the owner's, and the end is a time.
        (
            "Asia/Kolkata",
            "For meetings on Tuesday 8 January 2030 (Madrid time).",
            "Book by Wed 9 Jan, 04:30 (India time).",
        ),
    ],
)
@pytest.mark.feature("V26")
def test_ends_of_days_are_told_as_days(client, ana, where, days, book_by):
    day, end = date(2030, 1, 8), datetime(2030, 1, 8, 23, tzinfo=UTC)
    parent = mint(actor=ana, page=ana.pages.get(), now=NOW, max_uses=None, expires_at=end)
    link = mint(actor=ana, parent=parent, now=NOW, first_day=day, last_day=day, expires_at=end + timedelta(days=1))
    html = markup(client.get(f"/l/{link.token()}/?zone={where}&clock=24"))
    assert days in html
    assert book_by in html


@pytest.mark.feature("A5")
def test_campaign_parameters_are_stored_on_booking(client, ana, anas_page, event_type):
    link = one_time_link(ana)
    query = "UTM_Source=news&utm_campaign=spring%00&colour=red&utm_term=" + "x" * 500
    assert "utm_source=news" in markup(client.get(f"/l/{link.token()}/?{query}"))
    assert send(client, details_of(client, link, query)).status_code == 303
    assert Admission.objects.get().utm == {"utm_source": "news", "utm_campaign": "spring", "utm_term": "x" * 200}


@pytest.mark.feature("O11", "B2")
def test_personal_link_is_worded_previewed_and_sent(anas, personal_link):
    address = reverse("send-link", args=[personal_link.pk])
    html = markup(anas.get(address))
    for shown in ("Hello Priya,", "Ana Ruiz via Admit One", "Pick a time: Ana Ruiz", personal_link.address()):
        assert shown in html
    words = {"subject": "Our talk", "text": "Dear Priya,\r\nchoose."}
    assert "Dear Priya," in markup(anas.post(address, words | {"preview": "1"}))
    assert not Delivery.objects.exists()
    response = anas.post(address, words, follow=True)
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.recipient) == ("link_sent", "priya@example.com")
    assert (delivery.facts["subject"], delivery.facts["text"]) == ("Our talk", "Dear Priya,\nchoose.")
    assert response.redirect_chain == [(address, 302)]
    assert markup(response).count("On its way") == 2
    Delivery.objects.update(failed_at=NOW)
    assert "An admin can resend it under Settings, Emails sent." in markup(anas.get(address))


@pytest.mark.feature("O11")
def test_same_form_twice_sends_one_mail(anas, personal_link):
    address = reverse("send-link", args=[personal_link.pk])
    form = form_with(anas.get(address), "Send")
    answers = [form.send(anas, address, "Send", subject="Our talk", text="Choose.") for _press in range(2)]
    assert [answer.redirect_chain for answer in answers] == [[(address, 302)]] * 2
    assert all("On its way to priya@example.com." in markup(answer) for answer in answers)
    assert Delivery.objects.count() == HistoryEntry.objects.filter(verb="sent").count() == 1
    # With other words, after the browser's Back, or from the page as it is shown now, another one is meant.
    form.send(anas, address, "Send", subject="Our talk, again", text="Choose.")
    form_with(answers[0], "Send").send(anas, address, "Send", subject="Our talk", text="Choose.")
    assert Delivery.objects.count() == HistoryEntry.objects.filter(verb="sent").count() == 3
    # A look at the preview keeps the form the same one.
    seen = form_with(
        form_with(answers[1], "Send").send(anas, address, "Update the preview", subject="Seen", text="Choose."), "Send"
    )
    for one in (seen, form_with(answers[1], "Send")):
        one.send(anas, address, "Send", subject="Seen", text="Choose.")
    assert Delivery.objects.count() == 4


@pytest.mark.feature("O11")
def test_mail_key_counts_per_sender_and_link(ana, ben, personal_link):
    other = one_time_link(ana, recipient_name="Tom", recipient_email="priya@example.com")
    ben.role = "admin"
    ben.save()
    words = {"subject": "S", "text": "T", "now": NOW, "key": "k"}
    pairs = [(ana, personal_link), (ana, other), (ben, personal_link)]
    for _press in range(2):
        for actor, link in pairs:
            send_link(actor=actor, link=link, **words)
    assert Delivery.objects.count() == 3
    senders = Delivery.objects.order_by("pk").values_list("facts__sender__name", "facts__link__pk")
    assert list(senders) == [(actor.name, link.pk) for actor, link in pairs]


@pytest.mark.feature("O11")
def test_made_link_names_way_to_mail(anas, anas_page):
    made = anas.post(SHARE, filled(anas_page, **PRIYA), **JSON).json()
    link = Link.objects.get()
    assert (made["send"], made["whom"]) == (reverse("send-link", args=[link.pk]), "")
    assert made["mailto"].startswith("mailto:priya@example.com?subject=")
    assert f'href="{made["send"]}"' in markup(anas.get(f"{SHARE}?link={link.pk}"))


@pytest.mark.feature("A1")
def test_options_say_what_is_set(anas, anas_page, demo):
    def told(**changes):
        page = plain(anas.post(SHARE, filled(anas_page, show="event-types", **changes)).content.decode())
        return set(re.findall(r'data-option="(\w+)" *>', page))

    assert told() == told(max_uses="1") == set()
    said = {"locked": "on", "message": "Hello", "label": "Spring", "event_types": [demo.pk], "max_uses": "3"}
    assert told(**said, first_day="2030-01-08", last_day="soon") == {*said, "first_day", "last_day"}
    refused = markup(anas.post(SHARE, filled(anas_page, expires="date"), **JSON))
    assert '<details class="share-options" open>' in refused


@pytest.mark.feature("C1")
def test_link_is_for_shared_event_type_only(anas, anas_page, event_type, demo):
    query = f"{SHARE}?page={anas_page.pk}&event={demo.pk}"
    assert anas.get(query).context["form"]["event_types"].value() == [str(demo.pk)]
    assert f'value="{demo.pk}" id="share-event_types_1" checked' in anas.get(query, **JSON).json()["types"]
    # Also where there is no other as yet.
    PageEventType.objects.filter(page=anas_page).exclude(event_type=demo).delete()
    assert f'type="hidden" name="event_types" value="{demo.pk}"' in anas.get(query, **JSON).json()["types"]
    anas.post(SHARE, filled(anas_page, event_types=[demo.pk]), **JSON)
    assert list(Link.objects.get().event_types.all()) == [demo]


@pytest.mark.parametrize(
    ("whom", "kept"),
    [("Priya Shah", ("Priya Shah", "")), (" priya@example.com ", ("", "priya@example.com")), ("Zoë " * 25, None)],
)
@pytest.mark.feature("D1")
def test_whom_link_is_for_is_said_afterwards(anas, ana, whom, kept):
    link = one_time_link(ana)
    address = reverse("link-whom", args=[link.pk])
    kept = kept or (whom.strip(), "")
    answer = anas.post(address, {"whom": whom}, **JSON)
    link.refresh_from_db()
    assert (answer.status_code, link.recipient_name, link.recipient_email) == (200, *kept)
    assert answer.json() == {"message": f"Saved. This link is for {kept[0] or kept[1]}."}
    entry = HistoryEntry.objects.get(verb="changed")
    assert (entry.subject_id, entry.actor, entry.details["fields"]) == (
        link.pk, ana, ["recipient_name" if kept[0] else "recipient_email"],
    )  # fmt: skip
    # Once it is said, this is not the way to change it.
    assert anas.post(address, {"whom": "Tom"}, **JSON).status_code == 404


@pytest.mark.parametrize("whom", ["", " ", "priya@", "a\0b", "x" * 101, "x" * 300, "a\nb@c.example", "@" * 254])
@pytest.mark.feature("D1")
def test_senseless_recipient_is_refused_in_words(anas, ana, whom):
    link = one_time_link(ana)
    address = reverse("link-whom", args=[link.pk])
    answer = anas.post(address, {"whom": whom}, **JSON)
    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    shown = anas.post(address, {"whom": whom})
    page = html.unescape(markup(shown))
    # On the page of the link, where what was typed stands in its field.
    assert (shown.status_code, answer.json()["message"] in page, link.address() in page) == (422, True, True)
    assert shown.context["form"]["whom"].value() == whom
    link.refresh_from_db()
    assert (link.recipient_name, link.recipient_email) == ("", "")


@pytest.mark.parametrize("words", [{}, {"subject": "a\nBcc: x@y.z", "text": "x"}, {"subject": "x", "text": "x" * 5000}])
@pytest.mark.feature("O11")
def test_junk_is_refused_at_its_field(anas, personal_link, words):
    assert anas.post(reverse("send-link", args=[personal_link.pk]), words).status_code == 422
    assert not Delivery.objects.exists()


@pytest.mark.feature("O11")
def test_dead_link_or_missing_email_sends_nothing(anas, ana, personal_link):
    for link in (one_time_link(ana), personal_link):
        Link.objects.filter(pk=personal_link.pk).update(revoked_at=NOW)
        response = anas.post(reverse("send-link", args=[link.pk]), {"subject": "x", "text": "y"})
        assert response.status_code == 422
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O11")
def test_the_mails_cost_the_same_however_many(anas, personal_link, count, django_assert_num_queries):
    address = reverse("send-link", args=[personal_link.pk])
    for _number in range(count):
        anas.post(address, {"subject": uuid.uuid4().hex, "text": "y"})
    anas.get(address)
    # Session, user, link, its organization, mails of its history, deliveries.
    with django_assert_num_queries(6):
        anas.get(address)


@pytest.mark.feature("D10", "O12")
def test_chosen_time_leads_straight_to_booking(anas, client, ana, personal_link, event_type):
    address = reverse("link-times", args=[personal_link.pk])
    page = anas.get(address, {"zone": "America/New_York"})
    first, second = [time.start for times in page.context["days"].values() for time in times][:2]
    page = anas.get(address, {"zone": "America/New_York", "at": [second, first, first]})
    picked = page.context["picked"]
    assert [time.start for time in picked] == [first, second]
    html = markup(page)
    assert html.count("Times in New York time.") == 3
    token = personal_link.token()
    where = f"/l/{token}/book/?event={event_type.pk}&start={first}&zone=America%2FNew_York&skip=1"
    assert picked[0].address.endswith(where)
    confirm = client.get(where)
    assert "Is this right?" in markup(confirm)
    EventType.objects.update(notice=timedelta(days=200).total_seconds() // 60)
    assert client.get(where).status_code == 409


@pytest.mark.feature("D10")
def test_too_many_times_and_junk_are_refused(anas, personal_link):
    address = reverse("link-times", args=[personal_link.pk])
    starts = [time.start for times in anas.get(address).context["days"].values() for time in times]
    assert "Choose at most 8 times." in markup(anas.get(address, {"at": starts[:9]}))
    for junk in ("x", "0", "9" * 40, "\0", "²", "-1"):
        response = anas.get(address, {"at": [junk], "zone": junk, "offer": junk})
        assert (response.status_code, response.context["picked"]) == (200, [])
        assert "just been taken" in markup(response)


@pytest.mark.feature("D10")
def test_times_follow_event_type_unless_link_dead(anas, personal_link, demo):
    address = reverse("link-times", args=[personal_link.pk])
    page = anas.get(address, {"offer": f"{demo.pk}-"})
    assert page.context["offer"].event_type == demo
    Link.objects.update(revoked_at=NOW)
    assert "This link has been revoked." in markup(anas.get(address))


@pytest.mark.parametrize("name", ["send-link", "link-times"])
@pytest.mark.feature("D10", "O11")
def test_somebody_elses_links_are_not_found(client, zoe, ben, personal_link, name):
    for user in (zoe, ben):
        client.force_login(user)
        assert client.get(reverse(name, args=[personal_link.pk])).status_code == 404
