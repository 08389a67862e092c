"""Who may do what: every URL of the site, asked by everybody, against one table. A new URL needs a row here.

All rows of the database that are asked for belong to Ben, a member of Ana's organization. Who asks:

    anonymous   nobody has signed in
    stranger    Zoe, the admin of another organization
    member      Cleo, a colleague of Ben's who owns none of it
    owner       Ben himself
    admin       Ana, the admin of Ben's organization

What they get: a status; `in` is a redirect to the sign-in, `back` one to the admin's front page.
POSTs carry no fields: where 302 stands, the deed needs none.
"""

import itertools
import re
import time
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts.actions import invitation_key, invite, make_api_token, start_pairing
from accounts.colour import stylesheet_name
from accounts.models import HistoryEntry, Picture, Scope, ZoneRecord
from bookings.actions import book, keep_feed
from bookings.models import Booking
from calendars.models import BusyWeek, Calendar, Connection, HostEntry
from calendars.pushes import push_address
from deliveries.models import Beat, Delivery, Endpoint
from links.actions import Hosts, make_batch, make_reusable, request_link, save_managed
from links.actions.batches import Recipient
from links.models import ManagedLinks, Opening
from links.previews import PreviewKind, preview_token
from pages.models import PageImage
from scheduler import redirects
from tests.builders import (
    NOW,
    add_colleague,
    add_time_away,
    managed_event_type,
    one_time_link,
    pool_of,
    submission,
    team_page,
)
from tests.calendars.builders import calendar_with_rows
from tests.databases import rolled_back
from tests.webhooks.receiver import make_call

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

WEEK = timedelta(days=7)
ROLES = ("anonymous", "stranger", "member", "owner", "admin")

#                                     GET                         POST
#                                     anon stra memb owne admi    anon stra memb owne admi
TABLE = """
# bookings
home                                  302  200  200  200  200     in   302  302  302  302
welcome                               200  302  302  302  302     405  405  405  405  405
help                                  in   200  200  200  200     in   405  405  405  405
search                                in   200  200  200  200     in   405  405  405  405
meetings                              in   200  200  200  200     in   405  405  405  405
meeting-week                          in   200  200  200  200     in   405  405  405  405
book-for                              in   200  200  200  200     in   422  422  422  422
known-customers                       in   200  200  200  200     in   405  405  405  405
meeting                               in   404  404  200  200     in   405  405  405  405
resend-confirmation                   in   405  405  405  405     in   404  404  302  302
meeting-logs                          in   200  200  200  200     in   405  405  405  405
export-meetings                       in   200  200  200  200     in   405  405  405  405
privacy                               in   200  403  403  200     in   422  403  403  422
export-held                           in   405  403  403  405     in   422  403  403  422
erase-held                            in   405  403  403  405     in   422  403  403  422
cancel-and-erase-held                 in   405  403  403  405     in   422  403  403  422
reschedule-meeting                    in   404  404  200  200     in   404  404  422  422
reassign-meeting                      in   404  404  200  200     in   404  404  422  422
cancel-meeting                        in   404  404  200  200     in   404  404  422  422
ask-new-time                          in   404  404  200  200     in   404  404  422  422
no-show                               in   404  404  200  200     in   404  404  422  422
undo-no-show                          in   405  405  405  405     in   404  404  302  302
meeting-note                          in   404  404  200  200     in   404  404  302  302
answer-edit                           in   405  405  405  405     in   404  404  302  302
answer-edits                          in   405  405  405  405     in   302  302  302  302
approve-request                       in   404  404  302  302     in   404  404  302  302
decline-request                       in   404  404  302  302     in   404  404  302  302
# customers: whoever holds the address, signed in or not
link                                  200  200  200  200  200     405  405  405  405  405
link-book                             302  302  302  302  302     409  409  409  409  409
link-mine                             200  200  200  200  200     422  422  422  422  422
link-ask                              302  302  302  302  302     302  302  302  302  302
preview                               200  200  200  200  200     405  405  405  405  405
preview-book                          302  302  302  302  302     405  405  405  405  405
public-page                           200  200  200  200  200     405  405  405  405  405
public-page-book                      302  302  302  302  302     409  409  409  409  409
booking                               200  200  200  200  200     405  405  405  405  405
booking-reschedule                    200  200  200  200  200     302  302  302  302  302
booking-cancel                        200  200  200  200  200     422  422  422  422  422
booking-reminders                     200  200  200  200  200     422  422  422  422  422
booking-ics                           200  200  200  200  200     405  405  405  405  405
zones                                 200  200  200  200  200     405  405  405  405  405
# development only
mail-gallery                          404  404  404  404  404     405  405  405  405  405
# links
share                                 in   200  200  200  200     in   422  422  422  422
links                                 in   200  200  200  200     in   405  405  405  405
revoke-links                          in   302  302  302  302     in   302  302  302  302
extend-links                          in   302  302  302  302     in   302  302  302  302
restore-links                         in   405  405  405  405     in   302  302  302  302
export-links                          in   200  200  200  200     in   405  405  405  405
link-numbers                          in   200  200  200  200     in   405  405  405  405
export-link-numbers                   in   200  200  200  200     in   405  405  405  405
link-page                             in   404  404  200  200     in   405  405  405  405
copy-link                             in   405  405  405  405     in   404  404  302  302
reissue-link                          in   405  405  405  405     in   404  404  302  302
extend-link                           in   404  404  200  200     in   404  404  422  422
revoke-link                           in   404  404  200  200     in   404  404  302  302
restore-link                          in   405  405  405  405     in   404  404  302  302
embed-page                            in   404  404  200  200     in   405  405  405  405
embed-link                            in   404  404  409  409     in   405  405  405  405
send-link                             in   404  404  200  200     in   404  404  422  422
link-whom                             in   405  405  405  405     in   404  404  422  422
link-times                            in   404  404  200  200     in   405  405  405  405
link-qr-svg                           in   404  404  200  200     in   405  405  405  405
link-qr-png                           in   404  404  200  200     in   405  405  405  405
my-links                              in   200  200  200  200     in   405  405  405  405
links-library                         in   200  200  200  200     in   405  405  405  405
all-links                             in   200  403  403  200     in   405  403  403  405
link-address                          in   404  404  200  200     in   404  404  302  302
single-use-link                       in   405  405  405  405     in   404  404  302  302
view-as-customer                      in   404  404  302  302     in   405  405  405  405
edit-link                             in   404  404  200  200     in   404  404  422  422
withdraw-link                         in   404  404  200  200     in   404  404  302  302
reinstate-link                        in   405  405  405  405     in   404  404  302  302
new-link                              in   200  200  200  200     in   405  405  405  405
new-link-hosts                        in   302  302  302  302     in   405  405  405  405
new-link-name                         in   302  302  302  302     in   302  302  302  302
link-ready                            in   404  404  200  200     in   405  405  405  405
link-requests                         in   200  200  200  200     in   405  405  405  405
answer-request                        in   404  404  200  200     in   404  404  422  422
set-aside-request                     in   405  405  405  405     in   404  404  302  302
managed-links                         in   200  403  403  200     in   405  403  403  405
new-managed-links                     in   200  403  403  200     in   405  403  403  405
new-managed-links-users               in   302  403  403  302     in   302  403  403  302
edit-managed-links                    in   404  403  403  200     in   404  403  403  422
view-links                            in   404  403  403  200     in   405  403  403  405
withdraw-managed-links                in   404  403  403  200     in   404  403  403  302
batches                               in   200  200  200  200     in   405  405  405  405
new-batch                             in   200  200  200  200     in   422  422  422  422
make-links                            in   302  302  302  302     in   422  422  422  422
batch                                 in   404  404  200  200     in   405  405  405  405
batch-addresses                       in   405  405  405  405     in   404  404  200  200
batch-csv                             in   405  405  405  405     in   404  404  200  200
retry-batch                           in   405  405  405  405     in   404  404  302  302
# pages
booking-pages                         in   200  200  200  200     in   405  405  405  405
new-booking-page                      in   200  200  200  200     in   422  422  422  422
booking-page                          in   404  404  200  200     in   404  404  422  422
preview-page                          in   404  404  302  302     in   405  405  405  405
archive-booking-page                  in   404  404  200  200     in   404  404  302  302
switch-booking-page                   in   405  405  405  405     in   404  404  302  302
page-place                            in   404  404  200  200     in   404  404  422  422
master-pages                          in   200  200  200  200     in   405  405  405  405
new-master-page                       in   200  403  403  200     in   422  403  403  422
master-page                           in   404  403  403  200     in   405  403  403  405
master-assignment                     in   404  403  403  200     in   404  403  403  302
master-content                        in   404  403  403  200     in   404  403  403  422
switch-master-page                    in   405  403  403  405     in   404  403  403  302
archive-master-page                   in   404  403  403  200     in   404  403  403  302
picture                               200  200  200  200  200     405  405  405  405  405
picture-for-mail                      404  404  404  404  404     405  405  405  405  405
brand-stylesheet                      200  200  200  200  200     405  405  405  405  405
page-image                            200  200  200  200  200     405  405  405  405  405
pools                                 in   200  403  403  200     in   405  403  403  405
new-pool                              in   200  403  403  200     in   422  403  403  422
pool                                  in   404  403  403  200     in   404  403  403  422
archive-pool                          in   404  403  403  200     in   404  403  403  302
event-types                           in   200  200  200  200     in   405  405  405  405
new-event-type                        in   200  200  200  200     in   422  422  422  422
event-type                            in   404  404  200  200     in   404  404  422  422
event-type-draft                      in   404  404  200  200     in   404  404  200  200
event-type-draft-book                 in   404  404  200  200     in   404  404  200  200
page-draft                            in   404  404  200  200     in   404  404  200  200
page-draft-book                       in   404  404  200  200     in   404  404  200  200
preview-event-type                    in   404  404  302  302     in   405  405  405  405
switch-event-type                     in   405  405  405  405     in   404  404  302  302
duplicate-event-type                  in   405  405  405  405     in   404  404  302  302
archive-event-type                    in   404  404  200  200     in   404  404  302  302
schedules                             in   200  200  200  200     in   405  405  405  405
new-schedule                          in   200  200  200  200     in   422  422  422  422
schedule                              in   404  404  200  200     in   404  404  422  422
archive-schedule                      in   404  404  200  200     in   404  404  422  422
# calendars: one's own only, whoever asks
connected-calendars                   in   200  200  200  200     in   405  405  405  405
connect-calendar                      in   200  200  200  200     in   422  422  422  422
choose-calendars                      in   404  404  200  404     in   404  404  422  404
check-calendars                       in   405  405  405  405     in   404  404  302  404
calendar-week                         in   404  404  200  404     in   405  405  405  405
reconnect-calendar                    in   404  404  200  404     in   404  404  422  404
vendor-answer                         in   302  302  302  302     in   405  405  405  405
confirm-vendor                        in   302  302  302  302     in   302  302  302  302
disconnect-calendar                   in   404  404  200  404     in   404  404  302  404
stop-checking                         in   405  405  405  405     in   404  404  302  404
calendar-feed                         in   200  200  200  200     in   422  422  422  422
new-feed-address                      in   404  404  200  404     in   404  404  302  404
end-feed                              in   404  404  200  404     in   404  404  302  404
feed                                  200  200  200  200  200     405  405  405  405  405
# whoever holds the address, which its vendor has
calendar-hook                         405  405  405  405  405     204  204  204  204  204
time-off                              in   200  200  200  200     in   405  405  405  405
take-time-off                         in   200  200  200  200     in   422  422  422  422
remove-time-off                       in   405  405  405  405     in   404  404  302  302
block-time                            in   200  200  200  200     in   422  422  422  422
remove-blocked-time                   in   405  405  405  405     in   404  404  302  302
public-holidays                       in   200  200  200  200     in   302  302  302  302
# accounts
settings                              in   200  200  200  200     in   405  405  405  405
profile                               in   200  200  200  200     in   422  422  422  422
notifications                         in   200  200  200  200     in   302  302  302  302
delegates                             in   200  200  200  200     in   302  302  302  302
api-tokens                            in   200  200  200  200     in   405  405  405  405
new-api-token                         in   200  200  200  200     in   422  422  422  422
rename-api-token                      in   404  404  200  404     in   404  404  422  404
assistants                            in   200  200  200  200     in   422  422  422  422
revoke-api-token                      in   404  404  200  200     in   404  404  302  302
extension                             in   200  200  200  200     in   405  405  405  405
download-extension                    in   200  200  200  200     in   405  405  405  405
pair-extension                        in   200  200  200  200     in   422  422  422  422
mcp                                   405  405  405  405  405     401  401  401  401  401
api-reference                         200  200  200  200  200     405  405  405  405  405
organization                          in   200  403  403  200     in   422  403  403  422
brand                                 in   200  403  403  200     in   302  403  403  302
brand-preview                         in   200  403  403  200     in   200  403  403  200
team                                  in   200  403  403  200     in   405  403  403  405
status                                in   200  403  403  200     in   405  403  403  405
invite                                in   200  403  403  200     in   422  403  403  422
withdraw-invitation                   in   405  403  403  405     in   404  403  403  302
member                                in   404  403  403  200     in   404  403  403  422
join                                  200  200  200  200  200     422  422  422  422  422
# deliveries
deliveries                            in   200  403  403  200     in   405  403  403  405
retry-delivery                        in   405  403  403  405     in   404  403  403  302
# webhooks: of admins; members read whom to ask
webhooks                              in   200  200  200  200     in   405  405  405  405
new-webhook                           in   200  403  403  200     in   422  403  403  422
webhook                               in   404  403  403  200     in   405  403  403  405
edit-webhook                          in   404  403  403  200     in   404  403  403  422
webhook-secret                        in   404  403  403  200     in   405  403  403  405
rotate-webhook                        in   405  403  403  405     in   404  403  403  302
test-webhook                          in   405  403  403  405     in   404  403  403  302
disable-webhook                       in   405  403  403  405     in   404  403  403  302
enable-webhook                        in   405  403  403  405     in   404  403  403  302
delete-webhook                        in   404  403  403  200     in   404  403  403  302
webhook-call                          in   404  403  403  200     in   405  403  403  405
call-again                            in   405  403  403  405     in   404  403  403  302
# allauth: one's own account only
account_login                         200  302  302  302  302     200  302  302  302  302
account_logout                        in   200  200  200  200     in   in   in   in   in
account_inactive                      200  200  200  200  200     405  405  405  405  405
account_signup                        200  302  302  302  302     200  302  302  302  302
account_reauthenticate                in   200  200  200  200     in   200  200  200  200
account_email                         in   200  200  200  200     in   422  422  422  422
account_email_verification_sent       200  200  200  200  200     405  405  405  405  405
account_change_password               in   200  200  200  200     in   200  200  200  200
account_set_password                  in   302  302  302  302     in   302  302  302  302
account_reset_password                200  200  200  200  200     200  200  200  200  200
account_confirm_login_code            302  302  302  302  302     302  302  302  302  302
account_confirm_email                 200  200  200  200  200     404  404  404  404  404
account_reset_password_from_key_done  200  200  200  200  200     405  405  405  405  405
account_reset_password_from_key       200  200  200  200  200     200  200  200  200  200
account_reset_password_done           200  200  200  200  200     405  405  405  405  405
account_request_login_code            200  302  302  302  302     200  302  302  302  302
usersessions_list                     in   200  200  200  200     in   302  302  302  302
mfa_index                             in   200  200  200  200     in   405  405  405  405
mfa_authenticate                      in   302  302  302  302     in   302  302  302  302
mfa_reauthenticate                    in   302  302  302  302     in   302  302  302  302
mfa_activate_totp                     in   200  200  200  200     in   200  200  200  200
mfa_deactivate_totp                   in   404  404  404  404     in   404  404  404  404
mfa_view_recovery_codes               in   404  404  404  404     in   405  405  405  405
mfa_generate_recovery_codes           in   200  200  200  200     in   200  200  302  200
mfa_download_recovery_codes           in   404  404  404  404     in   404  404  404  404
mfa_list_webauthn                     in   200  200  200  200     in   405  405  405  405
mfa_add_webauthn                      in   200  200  200  200     in   200  200  200  200
mfa_reauthenticate_webauthn           in   302  302  200  302     in   302  302  in   302
mfa_remove_webauthn                   in   404  404  200  404     in   404  404  302  404
mfa_edit_webauthn                     in   404  404  200  404     in   404  404  200  404
mfa_login_webauthn                    in   302  302  302  302     in   302  302  302  302
# Django admin, less its lists
admin:index                           in   200  in   in   200     in   200  in   in   200
admin:login                           in   back 403  403  back    in   back 403  403  back
admin:logout                          back 405  back back 405     back 200  back back 200
admin:password_change                 in   302  in   in   302     in   302  in   in   302
admin:password_change_done            in   200  in   in   200     in   405  in   in   405
admin:autocomplete                    in   403  in   in   403     in   405  in   in   405
admin:jsi18n                          in   200  in   in   200     in   405  in   in   405
admin:view_on_site                    in   404  in   in   404     in   404  in   in   404
admin:app_list                        in   200  in   in   200     in   200  in   in   200
admin:(?P<url>.*)$                    in   404  in   in   404     in   404  in   in   404
admin:<path:object_id>/               in   302  in   in   302     in   302  in   in   302
"""

# Of each list in Django admin: what the organization's admins may there.
ADMIN = {
    "account_emailaddress": "view",
    "accounts_apitoken": "view",
    "accounts_historyentry": "view",
    "accounts_invitation": "view",
    "accounts_organization": "view change",
    "accounts_picture": "view",
    "accounts_signin": "view",
    "accounts_user": "view change",
    "bookings_admission": "view",
    "bookings_booking": "view",
    "bookings_hostfeed": "view",
    "calendars_alert": "view",
    "calendars_busyweek": "view",
    "calendars_calendar": "view",
    "calendars_connection": "view",
    "calendars_hostentry": "view",
    "calendars_target": "view",
    # Of the whole installation: for superusers.
    "accounts_pairing": "",
    "accounts_zonerecord": "",
    "deliveries_beat": "",
    "deliveries_call": "view",
    "deliveries_delivery": "view",
    "deliveries_endpoint": "view",
    "links_link": "view",
    "links_linkbatch": "view",
    "links_linkrequest": "view",
    "links_managedlinks": "view",
    "links_opening": "view",
    "mfa_authenticator": "view",
    "pages_blockedtime": "view",
    "pages_eventtype": "view add change",
    "pages_hosttime": "view",
    "pages_page": "view add change",
    "pages_pageeventtype": "view change",
    "pages_pool": "view add change",
    "pages_publicholidays": "view",
    "pages_schedule": "view add change",
    "pages_timeoff": "view",
    "usersessions_usersession": "view",
}

# These carry a signed form token instead of the CSRF cookie: customers' pages set and need no cookie.
WITHOUT_COOKIE = {
    "mcp",
    # It carries a token in its address, and no cookie.
    "calendar-hook",
    "link",
    "link-book",
    "link-mine",
    "link-ask",
    "preview",
    "preview-book",
    "public-page",
    "public-page-book",
    "booking",
    "booking-reschedule",
    "booking-cancel",
    "booking-reminders",
    "booking-ics",
}


def walk(resolver=None, namespace=""):
    """Every URL of the site: its full name (its route where it has none) and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver) and entry.urlconf_name is redirects:
            continue  # No view of its own: where it leads to is asked.
        if isinstance(entry, URLResolver) and entry.namespace == "api":
            continue  # tests/api/test_permissions.py has a table of its own.
        if isinstance(entry, URLResolver):
            yield from walk(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))
        else:
            yield namespace + (entry.name or str(entry.pattern)), entry.callback


def passkey():
    """The registration of a passkey, as a browser would have sent it."""
    key = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    known = AttestedCredentialData.create(bytes(16), b"passkey", key)
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.AT, 0, known)
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    return {
        "rawId": websafe_encode(b"passkey"),
        "response": {
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            "clientDataJSON": websafe_encode(client),
        },
        "type": "public-key",
    }


class World:
    """Everybody, and the address of every URL with Ben's rows in it; master pages and pools are Ana's, and have him."""

    def __init__(self, ana, ben, zoe):
        cleo = add_colleague(ana, "Cleo Diaz", "cleo@acme.example")
        self.users = {"anonymous": None, "stranger": zoe, "member": cleo, "owner": ben, "admin": ana}
        self.ben, self.page = ben, ben.pages.get()
        self.link = one_time_link(ben)
        hosts, (event_type,) = Hosts(pages=(self.page,)), self.page.event_types.all()
        self.reusable = make_reusable(
            actor=ben, owner=ben, hosts=hosts, event_types=[event_type], name="Reusable", now=NOW
        )
        managed = ManagedLinks(name="Managed", event_type=managed_event_type(ana))
        self.managed = save_managed(actor=ana, managed=managed, users=[ben], now=NOW)
        self.batch = make_batch(actor=ben, page=self.page, recipients=[Recipient("Priya", "p@example.com")], now=NOW)
        dead = one_time_link(ben, expires_at=NOW - timedelta(days=3_000))
        self.request = request_link(link=dead, name="Priya", email="p@example.com", message="", now=NOW)
        self.opening = Opening.objects.create(link=self.link, at=NOW, by=Opening.By.BROWSER)
        form = submission(self.page.event_types.get().pk)
        self.admission = book(submission=form, link=one_time_link(ben), now=NOW)
        self.booking = Booking.objects.get()
        self.delivery = Delivery.objects.filter(kind="host_confirmation").get()
        self.calendar, self.feed = calendar_with_rows(ben), keep_feed(user=ben, details=False, now=NOW)
        self.api_token = make_api_token(actor=ben, name="CRM", scopes=[Scope.LINKS_READ], life=WEEK, now=NOW)
        self.pairing = start_pairing(address="203.0.113.7", agent="", now=NOW)
        add_time_away(ben)
        self.zone_record = ZoneRecord.objects.create(version="2026f", seen_at=NOW, until=NOW, points={})
        self.beat = Beat.objects.create(process="web1:7", kind="deliver", seen_at=NOW)
        self.call = make_call(ana)
        self.endpoint = Endpoint.objects.get()
        self.delivery.failed_at = NOW
        self.delivery.save()
        self.invitation = invite(actor=ana, email="new@acme.example", role="member", now=NOW.replace(year=2090))
        self.address = ben.emailaddress_set.create(email=ben.email, primary=True, verified=True)
        self.factor = ben.authenticator_set.create(type="webauthn", data={"name": "Key", "credential": passkey()})
        self.session = ben.usersession_set.create(ip="203.0.113.7", session_key="b" * 32)
        self.sign_in_noted = ben.sign_ins.create(at=NOW, how="password")
        self.pool = pool_of(ana, [self.page])
        self.master = team_page(ana, managed_event_type(ana), self.page)
        picture = {"content": b"RIFF", "digest": "0" * 64, "width": 1, "height": 1}
        self.picture = PageImage.objects.create(page=self.master, **picture)
        self.logo = Picture.objects.create(organization=ana.organization, **picture)
        self.clients = {role: self.sign_in(user) for role, user in self.users.items()}

    def sign_in(self, user):
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
            # With the password given just now, also on a slow machine, so that no step asks for it once more.
            signed_in = {"method": "password", "at": time.time() + 3_600, "reauthenticated": True}
            session = client.session
            session["account_authentication_methods"] = [signed_in]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return client

    def rows(self):
        """Ben's row of each list in Django admin."""
        return {
            "account_emailaddress": self.address,
            "accounts_apitoken": self.api_token,
            "accounts_historyentry": HistoryEntry.objects.latest("pk"),
            "accounts_invitation": self.invitation,
            "accounts_organization": self.ben.organization,
            "accounts_picture": self.logo,
            "accounts_signin": self.sign_in_noted,
            "accounts_user": self.ben,
            "bookings_admission": self.admission,
            "bookings_booking": self.booking,
            "bookings_hostfeed": self.feed,
            "calendars_alert": self.ben.calendar_alerts.get(),
            "calendars_busyweek": self.calendar.weeks.get(),
            "calendars_calendar": self.calendar,
            "calendars_connection": self.calendar.connection,
            "calendars_hostentry": HostEntry.objects.get(),
            "calendars_target": self.ben.calendar_target,
            "accounts_pairing": self.pairing,
            "accounts_zonerecord": self.zone_record,
            "deliveries_beat": self.beat,
            "deliveries_call": self.call,
            "deliveries_delivery": self.delivery,
            "deliveries_endpoint": self.endpoint,
            "links_link": self.link,
            "links_linkbatch": self.batch,
            "links_linkrequest": self.request,
            "links_managedlinks": self.managed,
            "links_opening": self.opening,
            "mfa_authenticator": self.factor,
            "pages_blockedtime": self.ben.blocked_times.get(),
            "pages_eventtype": self.page.event_types.get(),
            "pages_hosttime": self.ben.host_times.get(),
            "pages_page": self.page,
            "pages_pageeventtype": self.master.offered.get(),
            "pages_pool": self.pool,
            "pages_publicholidays": self.ben.public_holidays,
            "pages_schedule": self.page.schedule,
            "pages_timeoff": self.ben.time_off.get(),
            "usersessions_usersession": self.session,
        }

    def arguments(self):
        """What each URL with a parameter is asked about."""
        event_type, link = self.page.event_types.get(), self.link
        asked = {
            ("link", "link-book", "link-mine", "link-ask"): {"token": link.token()},
            ("preview", "preview-book"): {"token": preview_token(PreviewKind.PAGE, self.page.pk, timezone.now())},
            ("booking", "booking-ics"): {"token": self.booking.token()},
            ("booking-reschedule", "booking-cancel", "booking-reminders"): {"token": self.booking.token()},
            ("public-page", "public-page-book"): {
                "organization": self.ben.organization.slug,
                "page": self.page.slug,
            },
            ("meeting", "resend-confirmation", "meeting-note", "no-show", "undo-no-show"): {"pk": self.booking.pk},
            ("answer-edit",): {"pk": self.booking.pk},
            ("reschedule-meeting", "reassign-meeting", "cancel-meeting"): {"pk": self.booking.pk},
            ("ask-new-time", "approve-request", "decline-request"): {"pk": self.booking.pk},
            ("copy-link", "revoke-link", "restore-link", "link-qr-svg", "link-qr-png"): {"pk": link.pk},
            ("link-page", "reissue-link", "extend-link"): {"pk": link.pk},
            ("send-link", "link-times", "embed-link", "link-whom"): {"pk": link.pk},
            (
                "link-address",
                "single-use-link",
                "view-as-customer",
                "edit-link",
                "withdraw-link",
                "reinstate-link",
                "link-ready",
            ): {"pk": self.reusable.pk},
            ("choose-calendars", "check-calendars", "calendar-week"): {"pk": self.calendar.connection_id},
            ("reconnect-calendar", "disconnect-calendar"): {"pk": self.calendar.connection_id},
            ("stop-checking",): {"pk": self.calendar.pk},
            ("feed",): {"token": self.feed.token()},
            ("calendar-hook",): {"token": push_address(self.calendar).split("/")[-2]},
            ("connect-calendar",): {"service": "caldav"},
            ("vendor-answer",): {"service": "google"},
            ("answer-request", "set-aside-request"): {"pk": self.request.pk},
            ("edit-managed-links", "view-links", "withdraw-managed-links"): {"pk": self.managed.pk},
            ("batch", "batch-addresses", "batch-csv", "retry-batch"): {"pk": self.batch.pk},
            ("booking-page", "page-place", "switch-booking-page", "archive-booking-page"): {"pk": self.page.pk},
            ("embed-page", "preview-page"): {"pk": self.page.pk},
            ("page-draft", "page-draft-book"): {"pk": self.page.pk},
            ("master-page", "master-assignment", "master-content", "switch-master-page", "archive-master-page"): {
                "pk": self.master.pk
            },
            ("page-image",): {"digest": self.picture.digest},
            ("picture",): {"digest": self.logo.digest},
            ("picture-for-mail",): {"digest": "1" * 64},
            ("brand-stylesheet",): {"name": stylesheet_name("#0b6e64")},
            ("pool", "archive-pool"): {"pk": self.pool.pk},
            ("event-type", "duplicate-event-type", "archive-event-type", "preview-event-type"): {"pk": event_type.pk},
            ("switch-event-type",): {"pk": event_type.pk},
            ("event-type-draft", "event-type-draft-book"): {"pk": event_type.pk},
            ("schedule", "archive-schedule"): {"pk": self.page.schedule_id},
            ("remove-time-off",): {"pk": self.ben.time_off.get().pk},
            ("remove-blocked-time",): {"pk": self.ben.blocked_times.get().pk},
            ("webhook", "edit-webhook", "webhook-secret", "rotate-webhook", "delete-webhook"): {"pk": self.endpoint.pk},
            ("test-webhook", "disable-webhook", "enable-webhook"): {"pk": self.endpoint.pk},
            ("webhook-call", "call-again"): {"pk": self.call.delivery_id},
            ("rename-api-token", "revoke-api-token"): {"pk": self.api_token.pk},
            ("member",): {"pk": self.ben.pk},
            ("withdraw-invitation",): {"pk": self.invitation.pk},
            ("join",): {"key": invitation_key(self.invitation)},
            ("retry-delivery",): {"pk": self.delivery.pk},
            ("account_confirm_email",): {"key": "no-such-key"},
            ("account_reset_password_from_key",): {"uidb36": "1", "key": "no-such-key"},
            ("mfa_remove_webauthn", "mfa_edit_webauthn"): {"pk": self.factor.pk},
            ("admin:app_list",): {"app_label": "pages"},
            ("admin:view_on_site",): {"content_type_id": 1, "object_id": 1},
        }
        by_name = {name: arguments for names, arguments in asked.items() for name in names}
        for name, row in self.rows().items():
            for view in ("change", "history", "delete"):
                by_name[f"admin:{name}_{view}"] = {"object_id": row.pk}
        return by_name

    def addresses(self):
        """The address of every URL by its name."""
        arguments = self.arguments()
        named = [name for name, _view in walk() if name not in UNNAMED]
        return {name: reverse(name, kwargs=arguments.get(name)) for name in named} | {
            "admin:(?P<url>.*)$": "/admin/no/such/page",
            "admin:<path:object_id>/": f"/admin/pages/page/{self.page.pk}/",
        }

    def ask(self, role, method, address, client=None):
        """The answer to one request, whose deeds are undone."""
        client = client or self.clients[role]
        cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
        with rolled_back():
            response = client.generic(method, address)
        client.cookies = cookies
        return response


# Django admin's own: the old address of a change form, and whatever else there is none of.
UNNAMED = {"admin:<path:object_id>/", "admin:(?P<url>.*)$"}


@pytest.fixture
def world(ana, ben, zoe):
    return World(ana, ben, zoe)


def outcome(response):
    """A status, or where it leads if that matters."""
    target = response.headers.get("Location", "").split("?")[0]
    if target in {"/accounts/login/", "/admin/login/"}:
        return "in"
    return "back" if target == "/admin/" else str(response.status_code)


def expected():
    """The table: by URL name, the ten answers in order."""
    rows = [line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
    return {name: answers for name, *answers in rows} | {
        f"admin:{name}_{view}": answers for name, can in ADMIN.items() for view, answers in screens(can).items()
    }


def screens(can):
    """The answers of one list in Django admin. A member is led to its sign-in, which is 403 to whoever is in."""

    def row(get_stranger, get_admin, post_stranger, post_admin):
        return ["in", get_stranger, "in", "in", get_admin, "in", post_stranger, "in", "in", post_admin]

    if not can:
        shut = dict.fromkeys(("changelist", "add", "change", "delete"), row("403", "403", "403", "403"))
        return shut | {"history": row("back", "back", "back", "back")}
    add, change = ("200" if "add" in can else "403"), ("200" if "change" in can else "403")
    # A row of another organization reads like one that does not exist.
    missing = "back" if "change" in can else "403"
    return {
        "changelist": row("200", "200", "200", "200"),
        "add": row(add, add, add, add),
        "change": row("back", "200", missing, change),
        "history": row("back", "200", "back", "200"),
        "delete": row("403", "403", "403", "403"),
    }


def test_table_lists_exactly_the_urls():
    assert {name for name, _view in walk()} == set(expected())


def test_every_admin_list_has_a_row():
    assert {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry} == set(ADMIN)


@pytest.mark.usefixtures("first_pages")
def test_everybody_may_what_the_table_says(world):
    table, found, wanted, headers, kept = expected(), {}, {}, {}, set()
    for name, address in world.addresses().items():
        answers = table.get(name, ["?"] * 10)
        for column, (method, role) in enumerate(itertools.product(("GET", "POST"), ROLES)):
            response = world.ask(role, method, address)
            asked = (name, method, role)
            found[asked], wanted[asked], headers[asked] = outcome(response), answers[column], protection(response)
            if role != "anonymous" and "no-store" not in response.headers.get("Cache-Control", ""):
                kept.add(name)
    assert kept <= KEPT
    assert {asked: (got, wanted[asked]) for asked, got in found.items() if got != wanted[asked]} == {}
    assert {asked: given for asked, given in headers.items() if given not in (PROTECTED, FRAMED.get(asked[0]))} == {}


# The same for whoever asks, and good for a while.
KEPT = {"page-image", "picture", "brand-stylesheet", "zones", "feed"}

PROTECTED = (True, True, "nosniff", "strict-origin", "DENY")
# Shown in a frame on our own pages.
FRAMED = dict.fromkeys(
    (
        "event-type-draft",
        "event-type-draft-book",
        "page-draft",
        "page-draft-book",
        "brand-preview",
        "preview",
        "preview-book",
    ),
    (False, True, "nosniff", "strict-origin", "SAMEORIGIN"),
)
# Shown on other websites.
FRAMED |= dict.fromkeys(("public-page", "public-page-book"), (False, True, "nosniff", "strict-origin", None))


def protection(response):
    """What the headers forbid others to do with the answer."""
    policy = response.headers.get("Content-Security-Policy", "")
    return (
        "frame-ancestors 'none'" in policy,
        "default-src 'self'" in policy,
        response.headers.get("X-Content-Type-Options"),
        response.headers.get("Referrer-Policy"),
        response.headers.get("X-Frame-Options"),
    )


def test_every_view_refuses_other_methods(world):
    refused = {name: world.ask("admin", "PATCH", address).status_code for name, address in world.addresses().items()}
    views = dict(walk())
    ours = {name for name in refused if getattr(views[name], "access", None)}
    assert {name: refused[name] for name in ours if refused[name] != 405} == {}


def test_an_address_of_nothing_is_protected_too(client):
    response = client.get("/no/such/page")
    assert (response.status_code, protection(response)) == (404, PROTECTED)


@pytest.mark.usefixtures("first_pages")
def test_unsafe_requests_need_the_csrf_cookie(world):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.users["admin"])
    addresses = world.addresses()
    passed = {name for name in addresses if world.ask("admin", "POST", addresses[name], client).status_code != 403}
    assert passed == WITHOUT_COOKIE


# What a connection is known by, and what is read of it.
PRIVATE = {"account": "ana.k7731@private.example", "url": "https://k7732.private.example/", "last_error": "Said: k7733"}
PRIVATE_NAME, PRIVATE_PLACE, PRIVATE_TIME = "Therapy k7734", "k7735", 1_899_123_457


@pytest.mark.usefixtures("first_pages")
def test_nobody_reads_of_others_calendars(world):
    """An admin sees a colleague's state; of accounts, names, places and times only the owner reads."""
    write_private_texts()
    read = {role: private_texts(world, role, world.addresses()) for role in ("owner", "member", "admin", "stranger")}
    assert read.pop("owner") != set()
    assert read == {"member": set(), "admin": set(), "stranger": set()}


def test_django_admin_shows_no_private_text(world):
    """All its forms are one template, of which a walk renders the first page only."""
    write_private_texts()
    named = {name: address for name, address in world.addresses().items() if name.startswith("admin:calendars")}
    assert len(named) > 10
    assert private_texts(world, "admin", named) == set()


def write_private_texts():
    Connection.objects.update(**PRIVATE, state="failing", failing_since=NOW, secret="k7736")
    Calendar.objects.update(
        name=PRIVATE_NAME, remote=PRIVATE_PLACE, cursor={"ctag": "k7737"}, push={"channel": "k7738"}
    )
    BusyWeek.objects.update(starts=[PRIVATE_TIME], ends=[PRIVATE_TIME + 1])


def private_texts(world, role, addresses):
    """The private texts that a role reads, each with its address."""
    found = set()
    for address in addresses.values():
        body = b"".join(world.ask(role, "GET", address)).decode(errors="replace")
        found |= {f"{address} {text}" for text in (*re.findall(r"k773\d", body), str(PRIVATE_TIME)) if text in body}
    return found
