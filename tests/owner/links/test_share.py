"""The share pop-up: its form, what it makes, and the same as a page without JavaScript."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.models import HistoryEntry
from links.models import Link
from links.queries import end_of_day
from pages.actions import archive_event_type, archive_page, switch_event_type
from pages.models import Page, PageEventType, RuleSeat
from tests.builders import NOW, managed_event_type, master_page, one_time_link
from tests.junk import all_junk
from tests.markup import markup, plain
from tests.owner.meetings.owners import make_meeting
from tests.sample import examples

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}
SHARE = "/share/"


def filled(page, **changes):
    """The form as the pop-up sends it."""
    fields = {"one_time": "on", "page": page.pk, "expires": "7", "expires_on": "", "key": uuid.uuid4().hex}
    fields |= {"customer_name": "", "customer_email": "", "label": ""}
    return {name: value for name, value in (fields | changes).items() if value is not None}


@pytest.mark.feature("A1", "O1")
def test_owner_pages_hold_dialog_customers_do_not(anas, ana):
    for name in ("home", "links", "meetings", "share"):
        html = markup(anas.get(reverse(name)))
        assert html.count('<dialog id="share"') == 1
        assert f'<a class="button tonal" href="{SHARE}">' in html
    assert '<dialog id="share"' not in markup(anas.get(f"/l/{one_time_link(ana).token()}/"))


@pytest.mark.feature("A1", "O6")
def test_opening_the_form_makes_nothing(anas, anas_page):
    anas.get(SHARE), anas.get(f"{SHARE}?page={anas_page.pk}", **JSON), anas.head(SHARE)
    html = markup(anas.get(reverse("home")))
    assert 'placeholder="made when you copy"' in html
    assert anas.get(f"{SHARE}?page={anas_page.pk}", **JSON).json()["embed"] == f"/share/{anas_page.pk}/embed/"
    assert not Link.objects.exists()


@pytest.mark.feature("O1")
def test_sharing_a_page_that_offers_nothing_warns(anas, ana, anas_page):
    Page.objects.filter(pk=anas_page.pk).update(location_kind="host_calls")
    empty = master_page(ana, name="Empty team")
    barred = "Customers cannot book on “Empty team” until you add an event type and assign it."

    def warnings(page):
        facts = anas.get(f"{SHARE}?page={page.pk}", **JSON).json()["warning"]
        made = markup(anas.post(SHARE, filled(page), follow=True))
        shown = markup(anas.get(f"{SHARE}?page={page.pk}"))
        assert (bool(facts), facts in made, facts in shown) == (bool(facts), True, True)
        return facts

    assert warnings(empty) == barred
    # Offered, and assigned to nobody.
    offered = PageEventType.objects.create(page=empty, event_type=managed_event_type(ana), at_once=True)
    assert warnings(empty) == barred
    RuleSeat.objects.create(rule=offered, page=anas_page)
    for page in (empty, anas_page):
        assert warnings(page) == ""
        assert "Nothing can be booked" not in markup(anas.get(f"{SHARE}?page={page.pk}"))
    own = anas_page.event_types.get()
    switch_event_type(actor=ana, event_type=own, accepts_bookings=False, now=NOW)
    assert warnings(anas_page) == "Customers cannot book on “Ana Ruiz” while its event types are paused."
    archive_event_type(actor=ana, event_type=own, now=NOW)
    assert warnings(anas_page) == "Customers cannot book on “Ana Ruiz” until it offers an event type."


@pytest.mark.feature("A22", "O1")
def test_link_to_what_is_paused_warns(anas, ana, anas_page, event_type):
    other = managed_event_type(ana, "Demo")
    PageEventType.objects.create(page=anas_page, event_type=other, position=9)
    only, open_to_all = one_time_link(ana, event_types=[other]), one_time_link(ana)
    switch_event_type(actor=ana, event_type=other, accepts_bookings=False, now=NOW)
    said = "Customers cannot book with this link while its event types are paused."
    assert [said in markup(anas.get(f"{SHARE}?link={one.pk}")) for one in (only, open_to_all)] == [True, False]


@pytest.mark.feature("A1", "A21", "O3")
def test_copy_and_close_makes_one_time_link(anas, ana, anas_page):
    response = anas.post(SHARE, filled(anas_page), **JSON)
    link = Link.objects.get()
    answer = response.json()
    assert response.status_code == 201
    assert (link.page, link.max_uses, link.created_by, link.expires_at) == (
        anas_page,
        1,
        ana,
        NOW + timedelta(days=7),
    )
    assert answer.pop("key")
    assert answer.pop("mailto").startswith("mailto:?subject=Pick%20a%20time")
    assert answer.pop("sms").startswith("sms:?&body=Please%20choose")
    assert answer == {
        "address": link.address(),
        "message": "Works once, closes in 7 days.",
        "name": "Ana Ruiz",
        "page": f"/share/?link={link.pk}",
        "send": "",
        "whom": f"/links/{link.pk}/whom/",
        "times": f"/links/{link.pk}/times/",
        "svg": f"/links/{link.pk}/qr.svg",
        "png": f"/links/{link.pk}/qr.png",
        "outstanding": "1 outstanding",
    }
    assert list(HistoryEntry.objects.filter(subject="link").values_list("subject_id", "verb", "actor")) == [
        (link.pk, "made", ana.pk)
    ]


@pytest.mark.feature("B2")
def test_generate_new_link_makes_another_each_time(anas, anas_page):
    answers = [anas.post(SHARE, filled(anas_page), **JSON).json() for _ in range(3)]
    assert len({answer["address"] for answer in answers}) == Link.objects.count() == 3
    assert [answer["outstanding"] for answer in answers] == ["1 outstanding", "2 outstanding", "3 outstanding"]
    assert len({answer["key"] for answer in answers}) == 3


@pytest.mark.feature("A1")
def test_same_form_at_once_makes_one_link(anas, anas_page):
    form = filled(anas_page)
    first, second = (anas.post(SHARE, form, **JSON).json()["address"] for _ in range(2))
    assert first == second
    changed = anas.post(SHARE, form | {"expires": "30"}, **JSON).json()["address"]
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        later = anas.post(SHARE, form, **JSON).json()["address"]
    keyless = [anas.post(SHARE, form | {"key": ""}, **JSON).json()["address"] for _ in range(2)]
    assert len({first, changed, later, *keyless}) == Link.objects.count() == 5


@pytest.mark.feature("A4")
def test_personal_link_skips_form_without_naming_customer(anas, anas_page):
    form = filled(anas_page, customer_name="Priya Shah", customer_email="priya@example.com", label="Spring")
    address = anas.post(SHARE, form, **JSON).json()["address"]
    link = Link.objects.get()
    assert (link.recipient_name, link.recipient_email, link.label) == ("Priya Shah", "priya@example.com", "Spring")
    assert address == f"http://localhost:8000/l/{link.token()}/?skip=1"


@pytest.mark.parametrize("known", ["customer_name", "customer_email"])
@pytest.mark.feature("A4")
def test_missing_name_or_email_keeps_form(anas, anas_page, known):
    value = {"customer_name": "Priya", "customer_email": "priya@example.com"}[known]
    assert anas.post(SHARE, filled(anas_page, **{known: value}), **JSON).json()["address"].endswith("/")


@pytest.mark.feature("A1")
def test_fields_count_for_nothing_when_off(anas, anas_page):
    form = filled(anas_page, one_time=None, customer_name="Priya\n", customer_email="no address", label="x" * 500)
    answer = anas.post(SHARE, form | {"expires": "date", "expires_on": "junk"}, **JSON)
    assert (answer.status_code, answer.json()["address"]) == (200, "http://localhost:8000/p/acme/ana-ruiz/")
    assert not Link.objects.exists()


@pytest.mark.feature("O2")
def test_page_is_remembered_and_switch_is_not(anas, ana, anas_page):
    second = master_page(ana, name="A team, first by name")
    assert anas.get(SHARE).context["form"]["page"].value() == ""
    form = filled(anas_page, one_time=None)
    assert anas.post(SHARE, form, **JSON).json() == {
        "address": "http://localhost:8000/p/acme/ana-ruiz/",
        "message": "Anyone with this address can book.",
    }
    assert not Link.objects.exists()
    form = anas.get(SHARE).context["form"]
    assert (form["one_time"].value(), form["page"].value()) == (True, str(anas_page.pk))
    # A page that cannot be shared any more is forgotten; one that is asked for is shown.
    assert anas.get(f"{SHARE}?page={second.pk}").context["form"]["page"].value() == str(second.pk)
    Page.objects.filter(pk=anas_page.pk).update(archived_at=NOW)
    assert anas.get(SHARE).context["form"]["page"].value() == ""


@pytest.mark.feature("O2")
def test_unlisted_page_has_no_scheduling_link(anas, anas_page):
    anas_page.listed = False
    anas_page.save()
    response = anas.post(SHARE, filled(anas_page, one_time=None), **JSON)
    assert response.status_code == 422
    assert "so it has no public address" in markup(response)
    assert anas.post(SHARE, filled(anas_page), **JSON).status_code == 201


@pytest.mark.parametrize(
    ("expires", "expires_at", "message"),
    [
        ("1", NOW + timedelta(days=1), "Works once, closes in 24 hours."),
        ("30", NOW + timedelta(days=30), "Works once, closes in 30 days."),
        ("0", None, "Works once, never expires."),
        # Monday 7 January 2030 ends at 23:00 UTC in Madrid.
        (
            "date",
            datetime(2030, 1, 7, 23, tzinfo=UTC),
            "Works once, until the end of Monday 7 January 2030, Madrid time.",
        ),
    ],
)
@pytest.mark.feature("O8")
def test_each_expiry_is_kept_and_told(anas, anas_page, expires, expires_at, message):
    form = filled(anas_page, expires=expires, expires_on="2030-01-07" if expires == "date" else "")
    assert anas.post(SHARE, form, **JSON).json()["message"] == message
    assert Link.objects.get().expires_at == expires_at


@pytest.mark.feature("O8")
def test_default_expiry_shows_its_date_in_zone(anas, ana):
    ana.organization.link_life = 30
    ana.organization.save()
    assert anas.get(SHARE).context["form"]["expires"].value() == "30"
    assert anas.get(f"{SHARE}?page=", **JSON).json()["closes"] == {
        "1": "That is Tuesday 8 January 2030, 09:00, Madrid time.",
        "7": "That is Monday 14 January 2030, 09:00, Madrid time.",
        "30": "That is Wednesday 6 February 2030, 09:00, Madrid time.",
        "0": "It stays open until it is booked or revoked.",
    }


@pytest.mark.parametrize("day", ["", "2030-01-06", "2045-01-01", "9999-12-31", "0001-01-01", "tomorrow"])
@pytest.mark.feature("O8")
def test_impossible_last_day_is_refused_at_field(anas, anas_page, day):
    response = anas.post(SHARE, filled(anas_page, expires="date", expires_on=day), **JSON)
    assert (response.status_code, Link.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["expires_on"]
    assert 'aria-invalid="true"' in markup(response)


@pytest.mark.feature("R14")
def test_last_day_ends_at_its_own_midnight(client, ana, anas_page):
    ana.time_zone = "America/New_York"
    ana.save()
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False):
        client.force_login(ana)
        client.post(SHARE, filled(anas_page, expires="date", expires_on="2026-03-08"), **JSON)
    link = Link.objects.with_page_and_hosts().get()
    assert link.dead_reason(datetime(2026, 3, 9, 3, 58, 59, tzinfo=UTC)) is None
    assert link.dead_reason(datetime(2026, 3, 9, 4, 0, 0, tzinfo=UTC)) == "expired"


@pytest.mark.feature("R14")
def test_skipped_midnight_ends_day_with_gap():
    # Beirut went from 23:59:59 on 30 March 2024 to 01:00 on the 31st.
    assert end_of_day(datetime(2024, 3, 30).date(), ZoneInfo("Asia/Beirut")) == datetime(2024, 3, 30, 22, tzinfo=UTC)


@pytest.mark.feature("O4")
def test_errors_keep_everything_typed(anas, anas_page):
    form = filled(anas_page, customer_name="Priya", customer_email="priya@", label="Spring", expires="30")
    html = markup(anas.post(SHARE, form, **JSON))
    assert "<html" not in html
    assert 'id="share-customer_email_error"' in html
    assert 'aria-describedby="share-customer_email_error"' in html
    for kept in ('value="Priya"', 'value="priya@"', 'value="Spring"', '<option value="30" selected>', " checked"):
        assert kept in html


@pytest.mark.feature("O1")
def test_form_leads_to_address_without_javascript(anas, anas_page):
    response = anas.post(SHARE, filled(anas_page))
    link = Link.objects.get()
    assert (response.status_code, response["location"]) == (302, f"/share/?link={link.pk}")
    html = markup(anas.get(response["location"]))
    for expected in (f'value="{link.address()}"', "Works once, closes in 7 days.", f"/links/{link.pk}/qr.svg"):
        assert expected in html
    assert Link.objects.count() == 1


@pytest.mark.feature("O1")
def test_scheduling_link_is_shown_without_javascript(anas, anas_page):
    response = anas.post(SHARE, filled(anas_page, one_time=None), follow=True)
    assert response.redirect_chain == [(f"/share/?reusable=1&page={anas_page.pk}", 302)]
    assert 'value="http://localhost:8000/p/acme/ana-ruiz/"' in markup(response)


@pytest.mark.feature("O1")
def test_refused_form_returns_whole_without_javascript(anas, anas_page):
    response = anas.post(SHARE, filled(anas_page, customer_email="priya@", customer_name="Priya"))
    html = markup(response)
    assert response.status_code == 422
    assert "<html" in html
    assert 'value="Priya"' in html
    assert "Enter a valid email address." in html


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("O1")
def test_a_row_presets_its_page(anas, anas_page, ana, ben):
    bens = ben.pages.get()
    assert anas.get(f"{SHARE}?page={bens.pk}").context["page"] == bens
    for junk in ("0", "x", "9" * 30, "\0", "²"):
        assert anas.get(SHARE, {"page": junk, "event": junk, "reusable": junk}).status_code == 200
        assert anas.get(SHARE, {"link": junk}).status_code == 404


@pytest.mark.feature("O6")
def test_outstanding_count_is_asked_afresh(anas, ana, anas_page, ben):
    one_time_link(ana)
    one_time_link(ben)
    facts = anas.get(f"{SHARE}?page={anas_page.pk}", **JSON).json()
    assert facts["outstanding"] == "1 outstanding"
    assert facts["list"] == f"/links/?page={anas_page.pk}&status=outstanding"
    assert anas.get(f"{SHARE}?page=junk", **JSON).json().keys() == {"closes"}


@pytest.mark.feature("A6")
def test_members_share_own_admins_share_all(client, ana, ben, zoe):
    page = {user.name: user.pages.get() for user in (ana, ben, zoe)}

    def offered(user):
        client.force_login(user)
        return {one.slug for one in client.get(SHARE).context["form"].pages.values()}

    assert offered(ben) == {page["Ben Ode"].slug}
    assert offered(ana) == {page["Ben Ode"].slug, page["Ana Ruiz"].slug}
    assert offered(zoe) == {page["Zoe Stranger"].slug}
    client.force_login(ben)
    for somebody_elses in (page["Ana Ruiz"], page["Zoe Stranger"]):
        assert client.post(SHARE, filled(somebody_elses), **JSON).status_code == 422
    assert not Link.objects.exists()


@pytest.mark.feature("A1")
def test_archived_page_is_refused_with_reason(anas, anas_page):
    anas_page.archived_at = NOW
    anas_page.save()
    response = anas.post(SHARE, filled(anas_page), **JSON)
    assert (response.status_code, Link.objects.count()) == (422, 0)
    assert response.context["form"].errors == {
        "page": ["This page cannot be shared. Choose one of your own active pages."]
    }


@pytest.mark.feature("A1")
def test_archived_page_in_the_address_is_named(anas, client, ana, ben, anas_page):
    gone = master_page(ana, name="Old team")
    archive_page(actor=ana, page=gone, now=NOW)
    refusals = {
        gone.pk: "“Old team” is archived, so it can no longer be shared. Choose another page.",
        999_999: "This page cannot be shared. Choose one of your own active pages.",
    }
    for page, refusal in refusals.items():
        response = anas.get(f"{SHARE}?page={page}")
        assert response.context["why_not"] == refusal
        assert markup(response).count(refusal) == 1
        assert '<option value="">Choose a page</option>' in markup(response)
        assert response.context["form"].chosen_page is None
    # Nothing typed is lost, and no other page is chosen in its place.
    response = anas.post(SHARE, {"page": "", "customer_name": "Priya", "one_time": "on", "expires": "7"})
    assert (response.status_code, response.context["form"].errors["page"]) == (422, ["Choose a page."])
    html = markup(response)
    assert ('value="Priya"' in html, '<option value="" selected>Choose a page</option>' in html) == (True, True)
    assert anas.get(f"{SHARE}?page={anas_page.pk}").context["why_not"] == ""
    assert "Choose a page" not in markup(anas.get(SHARE))
    # A member does not learn of pages that are not theirs.
    archive_page(actor=ana, page=anas_page, now=NOW)
    client.force_login(ben)
    assert client.get(f"{SHARE}?page={anas_page.pk}").context["why_not"] == refusals[999_999]


@pytest.mark.feature("O28")
def test_meeting_in_the_address_says_for_whom(anas, client, ana, zoe, anas_page):
    booking = make_meeting(ana)
    form = anas.get(f"{SHARE}?page={anas_page.pk}&meeting={booking.pk}").context["form"]
    assert (form["customer_name"].value(), form["customer_email"].value()) == ("Priya Shah", "priya@example.com")
    client.force_login(zoe)
    for meeting in (booking.pk, "junk", ""):
        form = client.get(f"{SHARE}?meeting={meeting}").context["form"]
        assert (form["customer_name"].value(), form["customer_email"].value()) == ("", "")


@pytest.mark.feature("O33")
def test_user_without_page_is_told_how(anas, anas_page):
    anas_page.archived_at = NOW
    anas_page.save()
    html = markup(anas.get(SHARE))
    assert "You have nothing to share yet" in html
    assert html.count(f'href="{reverse("new-booking-page")}"') == 1
    answer = anas.get(SHARE, **JSON).json()
    assert list(answer) == ["nothing"]
    assert answer["nothing"].count(f'href="{reverse("new-booking-page")}"') == 1


@pytest.mark.feature("A1", "O1")
def test_dialog_fetches_empty_fields(anas, anas_page):
    fields = plain(anas.get(SHARE, **JSON).json()["fields"])
    assert fields.count("<select") == 2
    assert f'<option value="{anas_page.pk}"' in fields
    assert [f'id="share-{name}"' in fields for name in ("page", "customer_name", "expires", "key")] == [True] * 4


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O1")
def test_pages_cost_one_query_however_many(anas, ana, count, django_assert_num_queries):
    for number in range(count - 1):
        page = ana.pages.order_by("pk")[0]
        page.pk, page.slug = None, f"further-{number}"
        page.save()
    # Session, user, the pages.
    with django_assert_num_queries(3):
        anas.get(SHARE)
    with django_assert_num_queries(3):
        anas.get(SHARE, **JSON)


JUNK = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "1",
            "7",
            "date",
            "on",
            "\0",
            "a\r\nBcc: x@y.z",
            "x" * 10_000,
            "\u202egnp.exe",
            "😀" * 200,
            "9" * 40,
            "2030-02-30",
            "9999-12-31",
            "<script>",
            "null",
            "1e9",
            "٣",
        ]
    ),
)
NAMES = ["event_types", "first_day", "last_day", "locked", "message", "max_uses", "show"]
NAMES += ["one_time", "page", "customer_name", "customer_email", "label", "expires", "expires_on", "key"]


@pytest.mark.usefixtures("first_pages")
@examples(60)
@example(fields=all_junk(*NAMES), known=True, scripted=False)
@given(fields=st.dictionaries(st.sampled_from(NAMES), JUNK), known=st.booleans(), scripted=st.booleans())
@pytest.mark.feature("A1")
def test_junk_gets_an_answer_never_an_error(anas, anas_page, fields, known, scripted):
    form = filled(anas_page) | fields if known else fields
    before = Link.objects.count()
    response = anas.post(SHARE, form, **(JSON if scripted else {}))
    assert response.status_code in {200, 201, 302, 422}
    if "show" in form:
        assert Link.objects.count() == before
        return
    assert Link.objects.count() - before in {0, 1}
    if response.status_code == 422:
        assert response.context["form"].errors
        assert Link.objects.count() == before
    for link in Link.objects.order_by("-pk")[:1]:
        assert "\n" not in link.recipient_name + link.label


@pytest.mark.parametrize("pk", ["9" * 19, "9" * 5_000, "²", "-1", "", "\0"])
@pytest.mark.feature("A1")
def test_senseless_link_number_is_not_found(anas, pk):
    assert anas.get(SHARE, {"link": pk}).status_code == 404
