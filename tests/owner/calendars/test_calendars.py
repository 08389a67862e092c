"""Connected calendars: connected, chosen, checked, disconnected, as their owner sees it."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone

from bookings import fresh_readings
from calendars.actions import claiming
from calendars.errors import Blocked, Gone, ServerAway
from calendars.models import BusyWeek, Calendar, Connection, Target
from calendars.secrets import open_access
from calendars.services import PROVIDERS
from core.dates import from_epoch, to_epoch
from pages.actions import add_time_off, block_time, save_holidays
from pages.queries import list_starts, offers_of
from tests.bookings.meetings import book_meeting
from tests.builders import NOW, START
from tests.calendars.fake import HOLIDAYS, WORK, FakeProvider
from tests.markup import markup
from tests.webhooks.receiver import endpoint_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.page]
LIST = "/availability/calendars/"
FORM = {"address": "dav.example", "user": "ana", "password": "word"}
FILE = {"calendar_address": "webcal://files.example/private-s3cr3t/basic.ics", "name": "Team"}
HOUR = timedelta(hours=1)
BUSY = (to_epoch(START), to_epoch(START + timedelta(hours=1)))


@pytest.fixture(autouse=True)
def server(monkeypatch):
    """Every server there is: CalDAV with a password, files without."""
    for module in (fresh_readings, claiming):
        monkeypatch.setattr(module, "read_clock", timezone.now)
    fake = FakeProvider(busy={WORK.remote: [BUSY]})
    monkeypatch.setitem(PROVIDERS, Connection.Kind.CALDAV, fake)
    monkeypatch.setitem(
        PROVIDERS,
        Connection.Kind.ICS,
        FakeProvider(password="", calendars=[replace(WORK, remote="", name="", writable=False)]),
    )
    return fake


def connect(client, **changes):
    return client.post(f"{LIST}new/caldav/", FORM | changes)


@pytest.fixture
def made(anas):
    """Ana's connection, of which nothing is chosen yet."""
    connect(anas)
    return Connection.objects.get()


def choose(client, connection, *names, target="nowhere", counts=None, **more):
    """Ticks calendars by their names, and in each what counts there, if that is said."""
    checked = list(connection.calendars.filter(name__in=names).values_list("pk", flat=True))
    form = {"checked": checked, "target": target, **more}
    if counts is not None:
        form |= {"asks_counts": "True", "counts": [f"{pk}:{one}" for pk in checked for one in counts]}
    return client.post(f"{LIST}{connection.pk}/choose/", form)


def ticks(client, connection):
    """The names of the calendars that the form has ticked, and where it adds meetings."""
    form = client.get(f"{LIST}{connection.pk}/choose/").context["form"]
    boxes = [row.calendar.name for row in form.rows if row.box.data["selected"]]
    buttons = {row.calendar.name: row.button for row in form.rows} | {str(one.choice_label): one for one in form.others}
    return boxes, next(name for name, one in buttons.items() if one and one.data["selected"])


def shown(client):
    """The connection as the list shows it."""
    page = str(markup(client.get(LIST)))
    return re.sub(r"<[^>]*>", "|", page.partition("<article")[2].partition("</article>")[0])


def said(response):
    """What the page after it tells that this deed has led to."""
    return [str(one) for one in get_messages(response.wsgi_request)][-1]


def test_connecting_leads_to_the_choice(anas, ana):
    response = connect(anas)
    made = Connection.objects.get()
    assert (response.status_code, response.url) == (302, f"{LIST}{made.pk}/choose/")
    assert (made.user, made.account, made.url, made.state) == (ana, "ana", "https://dav.example", "ok")
    assert [(one.name, one.writable, one.checked) for one in made.calendars.order_by("pk")] == [
        ("Work", True, False),
        ("Holidays", False, False),
    ]
    assert ticks(anas, made) == (["Work"], "Work")


def test_wrong_password_is_never_shown_again(anas):
    response = connect(anas, password="s3cr3t")
    page = response.content.decode()
    assert (response.status_code, Connection.objects.count()) == (422, 0)
    assert "That address or password was not accepted." in page
    assert ("s3cr3t" in page, 'value="dav.example"' in page, 'value="ana"' in page) == (False, True, True)
    assert response.headers["Cache-Control"].count("no-store")


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (ServerAway(), "That server could not be reached"),
        (Blocked(), "That address is inside a network that this server must not reach."),
        (KeyError("what nobody has thought of"), "That server could not be reached"),
    ],
)
def test_refused_address_says_why(anas, server, refusal, sentence):
    def refuse(access):
        raise refusal

    server.list_calendars = refuse
    response = connect(anas)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["address"])
    assert sentence in response.content.decode()


def test_same_account_is_connected_once(anas, made):
    response = connect(anas)
    assert (response.status_code, Connection.objects.count()) == (422, 1)
    assert "You have connected this calendar already." in response.content.decode()


@pytest.mark.parametrize(
    ("service", "typed", "url"),
    [
        ("caldav", "dav.example/x", "https://dav.example/x"),
        ("caldav", "HTTPS://dav.example", "https://dav.example"),
        ("caldav", "http://192.168.1.2:5232/", "http://192.168.1.2:5232/"),
        ("nextcloud", "cloud.example", "https://cloud.example/remote.php/dav/"),
        ("nextcloud", "https://x.example/cloud/index.php/apps/files/?dir=/", "https://x.example/cloud/remote.php/dav/"),
        ("nextcloud", "https://x.example/remote.php/caldav/", "https://x.example/remote.php/dav/"),
        (
            "nextcloud",
            "https://x.example/remote.php/dav/calendars/ana/work/",
            "https://x.example/remote.php/dav/calendars/ana/work/",
        ),
        ("icloud", "", "https://caldav.icloud.com/"),
        ("fastmail", "", "https://caldav.fastmail.com/"),
    ],
)
def test_address_is_read_as_it_is_meant(anas, settings, service, typed, url):
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = ("192.168.0.0/16",), True
    response = anas.post(f"{LIST}new/{service}/", FORM | {"address": typed})
    assert (response.status_code, Connection.objects.get().url) == (302, url)


REFUSED = ["", "ftp://dav.example", "https://", "https://ana:pw@x.example/", "https://[x/", "\0", "https://a b/"]
REFUSED += ["http://dav.example/", "https://dav.example:5232/", "https://2130706433/", "javascript:x", "x" * 501]


@pytest.mark.parametrize("typed", REFUSED)
def test_other_addresses_are_refused(anas, typed):
    response = connect(anas, address=typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["address"])
    assert Connection.objects.count() == 0


def test_long_address_of_a_nextcloud_is_refused(anas):
    response = anas.post(f"{LIST}new/nextcloud/", FORM | {"address": f"https://x.example/{'a' * 480}"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["address"])


def test_secret_address_is_never_shown(anas, caplog):
    response = anas.post(f"{LIST}new/address/", FILE)
    made = Connection.objects.get()
    assert (made.account, made.kind, response.url) == ("files.example …cr3t", "ics", f"{LIST}{made.pk}/choose/")
    pages = [anas.get(address).content.decode() for address in (LIST, response.url, f"{LIST}{made.pk}/reconnect/")]
    refused = anas.post(f"{LIST}new/address/", FILE)
    assert refused.status_code == 422
    stored = str(Connection.objects.values().get())
    assert not any("private-s3cr3t" in text for text in [*pages, refused.content.decode(), stored, caplog.text])
    assert "Team" in refused.content.decode()


def test_forms_need_a_service_that_exists(anas):
    assert anas.get(f"{LIST}new/none/").status_code == 404


def test_without_keys_the_screen_says_so(anas, settings):
    settings.SEALING_KEYS = {}
    page = anas.get(LIST).content.decode()
    assert ("Ask whoever operates it to set SEALING_KEYS" in page, "/new/" in page) == (True, False)
    response = connect(anas)
    assert (response.status_code, Connection.objects.count()) == (422, 0)
    assert "Ask whoever operates it to set SEALING_KEYS" in response.content.decode()


def test_twenty_tries_an_hour_are_enough(anas):
    statuses = {connect(anas, password="wrong").status_code for _ in range(20)}
    response = connect(anas)
    assert (statuses, response.status_code, Connection.objects.count()) == ({422}, 422, 0)
    assert "Too many attempts. Try again in an hour." in response.content.decode()


def test_ticked_calendar_blocks_its_times(anas, ana, made, server):
    before = open_times(anas, ana)
    response = choose(anas, made, "Work", target=str(made.calendars.get(name="Work").pk))
    assert (response.status_code, response.url, said(response)) == (302, LIST, "Saved.")
    assert before - open_times(anas, ana) == {START, START + timedelta(minutes=30)}
    assert ticks(anas, made) == (["Work"], "Work")
    ((remote, profile, window),) = server.asked
    assert (remote, profile.addresses, window[1] - window[0]) == (WORK.remote, {"ana@acme.example"}, 64 * 86_400)
    assert "Read just now, 1 busy time in the next 7 days" in shown(anas)


def test_what_counts_is_chosen_for_each(anas, made, server):
    choose(anas, made, "Work")
    read = len(server.asked)
    assert (choose(anas, made, "Work", counts=["tentative", "away"]).status_code, len(server.asked)) == (302, read)
    assert choose(anas, made, "Work", "Holidays", counts=["away", "elsewhere"]).status_code == 302
    counted = [profile.counts for _remote, profile, _window in server.asked[read:]]
    assert counted == [{"away", "elsewhere"}] * 2
    assert [one.counts for one in made.calendars.all()] == [{"away", "elsewhere"}] * 2
    form = anas.get(f"{LIST}{made.pk}/choose/").context["form"]
    assert [[str(one.choice_label) for one in row.counts if one.data["selected"]] for row in form.rows] == [
        ["Out of office", "Working elsewhere"]
    ] * 2
    assert "Does not count: Tentative. Counts as well: Working elsewhere." in shown(anas)
    choose(anas, made, "Work", counts=[])
    assert [one.counts for one in made.calendars.order_by("pk")] == [frozenset(), frozenset()]
    choose(anas, made, "Work")
    assert made.calendars.get(name="Work").counts == frozenset()


def test_following_is_chosen_for_the_account(anas, made):
    def follows():
        chosen = anas.get(f"{LIST}{made.pk}/choose/").context["form"]["follows"].value()
        return Connection.objects.get().follows_edits, chosen

    assert follows() == (False, "ask")
    choose(anas, made, "Work", follows="follow")
    assert follows() == (True, "follow")
    # From a form that was opened before this could be chosen.
    choose(anas, made, "Work")
    assert follows() == (True, "follow")
    choose(anas, made, "Work", follows="ask")
    assert follows() == (False, "ask")
    assert choose(anas, made, "Work", follows="never").status_code == 422


def test_unread_calendar_counts_as_before(anas, made, server):
    choose(anas, made, "Work")
    server.failing[WORK.remote] = Gone()
    response = choose(anas, made, "Work", counts=["tentative"])
    assert (response.status_code, made.calendars.get(name="Work").counts) == (422, {"tentative", "away"})


def open_times(client, user):
    (offer,) = offers_of(user.pages.get())
    return {from_epoch(one) for one in list_starts(offer, (to_epoch(NOW), to_epoch(NOW + timedelta(days=1))), NOW)}


def test_unreadable_calendar_is_not_ticked(anas, made, server):
    """Nor is any other that was ticked with it."""
    server.failing[HOLIDAYS.remote] = Gone()
    response = choose(anas, made, "Work", "Holidays")
    page = response.content.decode()
    assert (response.status_code, Calendar.objects.filter(checked=True).count(), BusyWeek.objects.count()) == (
        422,
        0,
        0,
    )
    assert "“Holidays”: That calendar is no longer there." in page
    boxes = [row.box.data["selected"] for row in response.context["form"].rows]
    assert boxes == [True, True]


def test_meetings_go_to_one_calendar(anas, ana, made):
    work = made.calendars.get(name="Work")
    choose(anas, made, target=str(work.pk))
    assert Target.objects.get().calendar == work
    response = choose(anas, made, target=str(made.calendars.get(name="Holidays").pk))
    assert (response.status_code, Target.objects.get().calendar) == (422, work)
    connect(anas, user="other")
    other = Connection.objects.get(account="other")
    assert ticks(anas, other)[1] == "Where they go now: Work"
    choose(anas, other, "Work", target="elsewhere")
    assert Target.objects.get().calendar == work
    choose(anas, made, target="nowhere")
    assert not Target.objects.exists()


def test_ended_connection_gets_no_meetings_again(anas, ana, made, server, monkeypatch):
    """Not from a form that was sent before it ended either."""
    choose(anas, made, target=str(made.calendars.get(name="Work").pk))
    connect(anas, user="other")
    other, read = Connection.objects.get(account="other"), server.read_calendar

    def end_first(*asked):
        ended.append(anas.post(f"{LIST}{made.pk}/disconnect/").status_code)
        return read(*asked)

    ended = []
    monkeypatch.setattr(
        "bookings.fresh_readings.ask_in_parallel", lambda asked, _: {key: one() for key, one in asked.items()}
    )
    server.read_calendar = end_first
    response = choose(anas, other, "Work", target="elsewhere")
    assert (ended, response.status_code, other.calendars.get(name="Work").checked) == ([302], 302, True)
    assert not Target.objects.exists()


def test_check_reads_what_is_checked(anas, made, server):
    choose(anas, made, "Work")
    server.busy[WORK.remote] = []
    response = anas.post(f"{LIST}{made.pk}/check/")
    assert (response.url, said(response), BusyWeek.objects.count()) == (LIST, "Read just now.", 0)
    assert [remote for remote, _whose, _window in server.asked] == [WORK.remote] * 2


def test_new_tokens_take_time_from_reading(anas, made, monkeypatch):
    """Whoever waits for both waits no longer than for one."""
    choose(anas, made, "Work")
    given, moments = [], iter([100.0, 109.0])

    def renewed(connection, *, until):
        given.append(until)
        return open_access(connection)

    def asked_within(asked, seconds):
        given.append(seconds)
        return {key: one() for key, one in asked.items()}

    monkeypatch.setattr(fresh_readings, "monotonic", lambda: next(moments))
    monkeypatch.setattr(fresh_readings, "usable_access", renewed)
    monkeypatch.setattr(fresh_readings, "ask_in_parallel", asked_within)
    assert said(anas.post(f"{LIST}{made.pk}/check/")) == "Read just now."
    assert given == [120, 11]


def test_failed_check_is_said_and_noted(anas, made, server):
    choose(anas, made, "Work")
    server.password = "new"
    response = anas.post(f"{LIST}{made.pk}/check/")
    assert said(response) == "“Work”: That address or password was not accepted."
    assert (Connection.objects.get().state, BusyWeek.objects.count()) == ("refused", 1)
    assert "Access refused" in shown(anas)
    assert "Not read since 09:00. dav.example refused the password. Reconnect with a new password." in shown(anas)


def test_reconnecting_takes_the_new_password(anas, made, server):
    choose(anas, made, "Work")
    server.password = "new"
    anas.post(f"{LIST}{made.pk}/check/")
    page = anas.get(f"{LIST}{made.pk}/reconnect/").context["form"]
    assert list(page.fields) == ["password"]
    assert anas.post(f"{LIST}{made.pk}/reconnect/", {"password": "word"}).status_code == 422
    response = anas.post(f"{LIST}{made.pk}/reconnect/", {"password": "new"})
    assert (response.url, Connection.objects.get().state) == (LIST, "ok")
    assert "Works" in shown(anas)


def test_ten_checks_an_hour_are_enough(anas, made, server):
    choose(anas, made, "Work")
    told = [said(anas.post(f"{LIST}{made.pk}/check/")) for _ in range(11)]
    assert told == [*["Read just now."] * 10, "Too many attempts. Try again in an hour."]
    assert len(server.asked) == 11


def test_disconnecting_asks_first(anas, made):
    choose(anas, made, "Work")
    page = anas.get(f"{LIST}{made.pk}/disconnect/").content.decode()
    assert "Meetings already in it stay. New ones will not be added, and its busy times no longer count." in page
    assert Connection.objects.get().secret
    response = anas.post(f"{LIST}{made.pk}/disconnect/")
    gone = Connection.objects.get()
    assert (response.url, gone.secret, gone.disconnected_at, BusyWeek.objects.count()) == (LIST, "", NOW, 0)
    assert "<article" not in anas.get(LIST).content.decode()
    assert anas.get(f"{LIST}{made.pk}/choose/").status_code == 404


def test_banner_stops_checking_a_calendar(anas, made):
    choose(anas, made, "Work", "Holidays")
    work = made.calendars.get(name="Work")
    response = anas.post(f"{LIST}stop/{work.pk}/")
    assert said(response) == "“Work” is not checked any more. You can be booked while you are busy there."
    assert ticks(anas, made)[0] == ["Holidays"]
    assert anas.post(f"{LIST}stop/{work.pk}/").status_code == 404


def test_week_is_shown_in_words_too(anas, made):
    choose(anas, made, "Work")
    page = anas.get(f"{LIST}{made.pk}/week/?day=2030-01-08")
    picture = page.context["picture"]
    assert [(one.title, list(one.lines)) for one in picture.days][:2] == [
        ("Monday 7 January", ["Open: 09:00–17:00", "Busy elsewhere: 15:00–16:00"]),
        ("Tuesday 8 January", ["Open: 09:00–17:00"]),
    ]
    assert picture.days[6].lines == ["Closed"]
    assert [(one.kind, one.top, one.height) for one in picture.days[0].blocks] == [
        ("open", 56, 224),
        ("elsewhere", 224, 28),
    ]
    assert [page.context["previous"], page.context["next"].isoformat()] == [None, "2030-01-14"]
    for day in ("", "x", "0001-01-01", "9999-12-31"):
        assert anas.get(f"{LIST}{made.pk}/week/?day={day}").status_code == 200


def test_week_tells_each_kind_apart(anas, ana, made, event_type):
    """Time off and public holidays are whole days; what is blocked and booked stands beside what is busy elsewhere."""
    choose(anas, made, "Work")
    book_meeting(ana, event_type, START - timedelta(hours=3))
    tuesday, wednesday = date(2030, 1, 8), date(2030, 1, 9)
    block_time(actor=ana, owner=ana, starts_at=START - 5 * HOUR, ends_at=START - 4 * HOUR, now=NOW)
    add_time_off(actor=ana, owner=ana, first=tuesday, last=wednesday, note="Dentist", now=NOW)
    save_holidays(actor=ana, country="ES", region="", worked=[], now=NOW)
    page = anas.get(f"{LIST}{made.pk}/week/?day=2030-01-08")
    days = page.context["picture"].days
    assert [list(one.lines) for one in days[:3]] == [
        [
            "Open: 09:00–17:00",
            "Busy elsewhere: 15:00–16:00",
            "Blocked: 10:00–11:00",
            "Meetings: 12:00–12:30",
        ],
        ["Time off: all day"],
        ["Time off: all day"],
    ]
    assert [one.kind for one in days[0].blocks] == ["open", "elsewhere", "blocked", "meeting"]
    assert [(one.kind, one.top, one.height) for one in days[1].blocks] == [("off", 0, 336)]
    shown = page.content.decode()
    # More than colour: each has a pattern of its own, or none at all.
    patterns = re.findall(r'<rect class="week-(\w+)" fill="url\(#week-(\w+)\)"', " ".join(shown.split()))
    assert {one for one, _pattern in patterns} == {"off", "holiday", "elsewhere", "blocked"}
    assert all(one == pattern and f'id="week-{pattern}"' in shown for one, pattern in patterns)
    assert "Dentist" not in shown
    sixth = anas.get(f"{LIST}{made.pk}/week/?day=2030-04-19").context["picture"].days
    assert [list(one.lines) for one in sixth if one.day == date(2030, 4, 19)] == [["Public holiday: all day"]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_few_queries(anas, made, count, django_assert_num_queries):
    for number in range(1, count):
        connect(anas, user=f"ana{number}")
    for one in Connection.objects.all():
        choose(anas, one, "Work", "Holidays")
    anas.get(LIST)
    with django_assert_num_queries(9):
        anas.get(LIST)


def banners(client, address="/"):
    page = str(markup(client.get(address)))
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", one.partition("</form>")[0])).strip()
        for one in page.split('<div class="notice calendar-banner"')[1:]
    ]


def test_banner_tells_of_a_broken_password(anas, ana, ben, client, made, server):
    assert banners(anas) == []
    choose(anas, made, "Work")
    Calendar.objects.filter(checked=True).update(read_at=NOW - timedelta(minutes=10))
    server.password = "new"
    anas.post(f"{LIST}{made.pk}/check/")
    (banner,) = banners(anas)
    assert banner.partition(">")[2].strip() == (
        "Your calendar “Work” (CalDAV, ana at dav.example) has not been read since 08:50. dav.example refused the"
        " password. From 09:50 on nobody can book you, so that you are not booked twice. Reconnect : Work Stop checking"
        " it : Work"
    )
    assert [len(banners(anas, address)) for address in ("/meetings/", "/settings/", LIST)] == [1, 1, 1]
    Calendar.objects.filter(checked=True).update(read_at=NOW - timedelta(minutes=61))
    assert (
        "Nobody has been able to book you since 08:59: your calendar “Work” (CalDAV, ana at dav.example) "
        "cannot be read. dav.example refused the password. Reconnect : Work" in banners(anas)[0]
    )
    client.force_login(ben)
    assert banners(client) == []


def test_several_problems_share_a_banner(anas, ana, made):
    choose(anas, made, "Work", "Holidays")
    Calendar.objects.filter(name="Work").update(read_at=NOW - 4 * HOUR)
    Calendar.objects.filter(name="Holidays").update(read_at=NOW - 5 * HOUR)
    Connection.objects.update(state="refused", failing_since=NOW)
    assert banners(anas) == []
    page = re.sub(r"\s+", " ", str(markup(anas.get("/"))))
    assert page.count('<details class="notice banners" data-variant="error"') == 1
    assert re.search(r"Nobody can book you\.</b> ?2 calendars cannot be read\.", page)
    assert page.count(f'href="{LIST}{made.pk}/reconnect/"') == 2
    assert page.count(f'action="{LIST}stop/') == 2
    assert "“Work” has not been read since 05:00. dav.example refused the password." in page
    # A webhook joins them; what keeps customers out stands first.
    endpoint = endpoint_at("https://crm.example/hook", ana, disabled_at=NOW, why="failed")
    page = re.sub(r"\s+", " ", str(markup(anas.get("/"))))
    assert re.search(r"2 calendars cannot be read\. ?1 webhook was disabled, because it failed\.", page)
    assert (page.count("Open the webhook"), f"/{endpoint.pk}/" in page) == (1, True)
    # One that is left has its own banner again.
    Calendar.objects.update(checked=False)
    page = markup(anas.get("/"))
    assert (page.count("notice banners"), page.count("calendar-banner")) == (0, 1)


@pytest.mark.parametrize(
    ("fields", "reason", "way_out"),
    [
        ({"state": "failing"}, "dav.example does not answer, or not as it should.", "It is tried again by itself."),
        ({"state": "refused"}, "dav.example refused the password.", "Reconnect with a new password."),
        (
            {"state": "refused", "url": "https://caldav.icloud.com/"},
            "iCloud refused the password.",
            "Reconnect with a new password.",
        ),
        (
            {"state": "refused", "kind": "ics", "account": "files.example …cret", "url": ""},
            "files.example refused the address.",
            "Reconnect with a new address.",
        ),
        (
            {"state": "refused", "kind": "google"},
            "The access that Google gave was withdrawn or has ended.",
            "Reconnect the account.",
        ),
        (
            {"state": "refused", "kind": "microsoft"},
            "The access that Microsoft gave was withdrawn or has ended.",
            "Reconnect the account.",
        ),
    ],
    ids=["away", "caldav", "icloud", "ics", "google", "microsoft"],
)
def test_banner_and_list_say_why(anas, made, fields, reason, way_out):
    choose(anas, made, "Work")
    Calendar.objects.filter(checked=True).update(read_at=NOW - 4 * HOUR)
    Connection.objects.filter(pk=made.pk).update(failing_since=NOW, **fields)
    is_refused = fields["state"] == "refused"
    (banner,) = banners(anas)
    assert f"cannot be read. {reason} {'Reconnect' if is_refused else 'Try again'} : Work" in banner
    assert ("Reconnect :" in banner, "Try again" in banner) == (is_refused, not is_refused)
    page = shown(anas)
    assert f"Not read since 05:00. {reason} {way_out}" in page
    assert "Check now" not in page


def test_what_nobody_tried_has_no_reason(anas, made):
    choose(anas, made, "Work")
    Calendar.objects.filter(checked=True).update(read_at=NOW - 2 * HOUR)
    (banner,) = banners(anas)
    assert "(CalDAV, ana at dav.example) cannot be read. Try again : Work" in banner
    assert said(anas.post(f"{LIST}{made.pk}/check/")) == "Read just now."
    assert banners(anas) == []


def test_banner_goes_with_what_it_tells(anas, made, server):
    choose(anas, made, "Work")
    server.password = "new"
    anas.post(f"{LIST}{made.pk}/check/")
    response = anas.post(f"{LIST}{made.pk}/reconnect/", {"password": "new"})
    assert (said(response), banners(anas)) == ("Connected again.", [])
    server.password = "newer"
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        anas.post(f"{LIST}{made.pk}/check/")
    assert len(banners(anas)) == 1
    anas.post(f"{LIST}stop/{made.calendars.get(checked=True).pk}/")
    assert banners(anas) == []


def test_new_connection_suggests_its_main_calendar(anas, ana, made):
    form = anas.get(f"{LIST}{made.pk}/choose/").context["form"]
    writable = next(one for one in made.calendars.order_by("pk") if one.writable)
    assert form.initial["target"] == writable.pk
    choose(anas, made, "Work", target="nowhere")
    assert anas.get(f"{LIST}{made.pk}/choose/").context["form"].initial["target"] == "nowhere"
