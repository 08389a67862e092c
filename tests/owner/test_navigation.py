"""The navigation of the owner's side: each row of tabs, for admins and for members, and what stands on it."""

import re

import pytest

from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]
ADMIN, MEMBER = "ana", "ben"
ENTRY = re.compile(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>(.*?)</a>')


def row(response, label):
    """The entries of the navigation with this label."""
    return listed(str(markup(response)).partition(f'<nav aria-label="{label}">')[2].partition("</nav>")[0])


def listed(nav):
    """The words and addresses of the entries, with a star where the reader is."""
    return [
        " ".join([*re.sub(r"<[^>]*>", " ", words).split(), address, *("*" if current else "")])
        for address, current, words in ENTRY.findall(nav)
    ]


def starred(entries, address):
    return [f"{entry} *" if entry.split()[-1] == address else entry for entry in entries]


@pytest.fixture
def signed_in(client, ana, ben):
    def sign_in(who):
        client.force_login({ADMIN: ana, MEMBER: ben}[who])
        return client

    return sign_in


TOP = ["Home /", "Meetings /meetings/", "Links /links/", "Pages /booking-pages/", "Availability /schedules/"]
SECTIONS = {
    "/": "/",
    "/meetings/?show=past": "/meetings/",
    "/meetings/logs/": "/meetings/",
    "/share/": "/links/",
    "/links/library/": "/links/",
    "/pools/": "/booking-pages/",
    "/event-types/": "/booking-pages/",
    "/schedules/new/": "/schedules/",
    "/availability/calendars/": "/schedules/",
}


@pytest.mark.parametrize(("who", "entries"), [(ADMIN, [*TOP, "Team /team/"]), (MEMBER, TOP)])
def test_the_top_navigation_says_where_one_is(signed_in, who, entries):
    for address, section in SECTIONS.items():
        shown = signed_in(who).get(address)
        if who == MEMBER and address == "/pools/":
            continue  # for admins
        main = str(markup(shown)).partition('<nav class="bar-nav"')[2].partition("</nav>")[0]
        assert listed(main) == starred(entries, section)


MEETINGS = [
    "Upcoming 0 /meetings/",
    "Requests 0 /meetings/?show=requests",
    "Past 0 /meetings/?show=past",
    "Cancelled 0 /meetings/?show=cancelled",
    "Logs /meetings/logs/",
]


@pytest.mark.parametrize("who", [ADMIN, MEMBER])
def test_logs_stand_beside_lists_of_meetings(signed_in, who):
    for entry in MEETINGS:
        address = entry.split()[-1]
        shown = signed_in(who).get(address)
        assert row(shown, "Meetings") == starred(MEETINGS, address)
        assert "<h1>Meetings</h1>" in markup(shown)


LINKS = [
    "One-time /links/",
    "Reusable /links/mine/",
    "Requests /links/requests/",
    "Numbers /links/numbers/",
    "Meeting logs /meetings/logs/",
]
ONE_TIME = ["Outstanding links /links/", "Made from a list /links/bulk/"]
REUSABLE = ["My links /links/mine/", "Links library /links/library/"]
ADMINS = ["All links /links/all/", "Managed links /links/managed/"]
NEW = ["One-time link /share/", "Several from a list /links/bulk/new/", "Reusable link /links/new/"]


@pytest.mark.feature("C2")
@pytest.mark.parametrize(
    ("who", "reusable", "new"),
    [(ADMIN, REUSABLE + ADMINS, [*NEW, "Managed links /links/managed/new/"]), (MEMBER, REUSABLE, NEW)],
)
def test_links_have_five_tabs_and_one_menu(signed_in, who, reusable, new):
    lists = [
        *((address_of(entry), "One-time links", ONE_TIME, "/links/") for entry in ONE_TIME),
        *((address_of(entry), "Reusable links", reusable, "/links/mine/") for entry in reusable),
        *((alone, "", [], alone) for alone in ("/links/requests/", "/links/numbers/")),
    ]
    for address, kind, entries, tab in lists:
        shown = signed_in(who).get(address)
        assert row(shown, "Links") == starred(LINKS, tab)
        assert row(shown, kind) == starred(entries, address)
        assert menu(shown) == new
        assert "<h1>Links</h1>" in markup(shown)


def address_of(entry):
    return entry.split()[-1]


def menu(response):
    """What stands in the menu New, without the line of help below each."""
    shown = str(markup(response)).partition('id="new-links"')[2].partition("</div>")[0]
    names = re.findall(r'<a href="([^"]*)">.*?</svg><span>(.*?)<small>', shown)
    return [f"{name} {address}" for address, name in names]


YOU = [
    "Profile /settings/profile/",
    "Notifications /settings/notifications/",
    "Delegates /settings/delegates/",
    "Email address /accounts/email/",
    "Password /accounts/password/change/",
    "Passkeys and codes /accounts/2fa/",
    "Devices /accounts/sessions/",
    "Calendars /booking-pages/",
    "Connected calendars /availability/calendars/",
    "API tokens /settings/api-tokens/",
    "Chrome extension /settings/extension/",
    "Assistants /settings/assistants/",
]
ORGANIZATION = [
    "General /settings/organization/",
    "Brand /settings/brand/",
    "Team /team/",
    "Privacy /settings/privacy/",
    "Emails sent /deliveries/",
    "Webhooks /settings/webhooks/",
    "Status /settings/status/",
]
# They lead to screens that stand elsewhere.
LEAD_ON = {"/booking-pages/", "/availability/calendars/", "/team/"}


@pytest.mark.feature("B1")
@pytest.mark.parametrize(
    ("who", "entries", "groups"), [(ADMIN, YOU + ORGANIZATION, ["You", "Organization"]), (MEMBER, YOU, ["You"])]
)
def test_settings_are_the_same_on_every_screen(signed_in, who, entries, groups):
    for address in {address_of(entry) for entry in entries} - LEAD_ON:
        shown = markup(signed_in(who).get(address))
        nav = str(shown).partition('<nav class="settings-nav" aria-label="Settings">')[2].partition("</nav>")[0]
        assert listed(nav) == starred(entries, address)
        assert re.findall(r'<p id="settings-\w+">(.*?)</p>', nav) == groups
        assert "<h1>Settings</h1>" in shown


def test_screens_within_settings_mark_their_entry(signed_in):
    """The answer to a form of the privacy screen, and the pages of passkeys, stand under their entries."""
    shown = markup(signed_in(ADMIN).post("/settings/privacy/export/", {"email": "nobody"}))
    assert '<a href="/settings/privacy/" aria-current="true">Privacy</a>' in shown
    shown = markup(signed_in(ADMIN).get("/accounts/2fa/webauthn/", follow=True))
    assert '<a href="/accounts/2fa/" aria-current="true">Passkeys and codes</a>' in shown


SETTINGS, HELP, ADMINISTRATION = "Settings /settings/", "Help /help/", "Administration /admin/"


@pytest.mark.parametrize(("who", "entries"), [(ADMIN, [SETTINGS, HELP, ADMINISTRATION]), (MEMBER, [SETTINGS, HELP])])
def test_the_users_menu_leads_to_settings_once(signed_in, who, entries):
    for address, current in (
        ("/", ""),
        ("/settings/", "/settings/"),
        ("/accounts/email/", "/settings/"),
        ("/help/", "/help/"),
    ):
        shown = str(markup(signed_in(who).get(address)))
        menu = shown.partition('<nav class="menu" id="user-menu"')[2].partition("</nav>")[0]
        assert listed(menu) == starred(entries, current)
