from django.urls import path

from customer import (request_link, booked, book, choose_time, cancel, resend, reschedule, preview, zones)
from owner.deliveries import gallery
from owner.meetings.views import logs
from owner.settings.views import privacy
from owner.meetings.views import (acts, lists, note, meeting, requests)
from owner.meetings.views import moving as owner_moving

urlpatterns = [
    path("", lists.home, name="home"),
    # meetings/
    path("meetings/", lists.meeting_list, name="meetings"),
    path("meetings/<int:pk>/", meeting.meeting, name="meeting"),
    path("meetings/<int:pk>/resend/", meeting.resend_confirmation, name="resend-confirmation"),
    path("meetings/<int:pk>/reschedule/", owner_moving.reschedule_meeting, name="reschedule-meeting"),
    path("meetings/<int:pk>/reassign/", owner_moving.reassign_meeting, name="reassign-meeting"),
    path("meetings/<int:pk>/cancel/", acts.cancel_meeting, name="cancel-meeting"),
    path("meetings/<int:pk>/new-time/", acts.ask_for_new_time, name="ask-new-time"),
    path("meetings/<int:pk>/no-show/", acts.no_show, name="no-show"),
    path("meetings/<int:pk>/note/", note.meeting_note, name="meeting-note"),
    path("meetings/<int:pk>/approve/", requests.approve_request, name="approve-request"),
    path("meetings/<int:pk>/decline/", acts.decline_request, name="decline-request"),
    # links/logs/: the meeting logs
    path("links/logs/", logs.meeting_logs, name="meeting-logs"),
    path("links/logs/export.csv", logs.export_meetings, name="export-meetings"),
    # settings/privacy/
    path("settings/privacy/", privacy.privacy, name="privacy"),
    path("settings/privacy/export/", privacy.export_held, name="export-held"),
    path("settings/privacy/erase/", privacy.erase_held, name="erase-held"),
    # event-types/
    path("event-types/preview/", preview.event_type_preview, name="event-type-preview"),
    # Customers: no cookie, no sign-in; what the address asks for is in its query.
    path("l/<str:token>/", choose_time.link, name="link"),
    path("l/<str:token>/book/", book.link_book, name="link-book"),
    path("l/<str:token>/mine/", resend.link_mine, name="link-mine"),
    path("l/<str:token>/ask/", request_link.link_ask, name="link-ask"),
    path("p/<slug:organization>/<slug:page>/", choose_time.public_page, name="public-page"),
    path("p/<slug:organization>/<slug:page>/book/", book.public_page_book, name="public-page-book"),
    path("b/<str:token>/", booked.booking, name="booking"),
    path("b/<str:token>/reschedule/", reschedule.booking_reschedule, name="booking-reschedule"),
    path("b/<str:token>/cancel/", cancel.booking_cancel, name="booking-cancel"),
    path("b/<str:token>/reminders/", cancel.booking_reminders, name="booking-reminders"),
    path("b/<str:token>/invite.ics", booked.booking_ics, name="booking-ics"),
    # Development only.
    path("dev/mails/", gallery.mails, name="mail-gallery"),
    path("zones.json", zones.zones, name="zones"),
]
