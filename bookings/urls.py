from django.urls import path

from bookings.views import ask, booked, booking, choosing, gallery, mine, owner, preview, zones

urlpatterns = [
    path("", owner.home, name="home"),
    # meetings/
    path("meetings/", owner.meeting_list, name="meetings"),
    path("meetings/<int:pk>/", owner.meeting, name="meeting"),
    path("meetings/<int:pk>/resend/", owner.resend_confirmation, name="resend-confirmation"),
    # event-types/
    path("event-types/preview/", preview.event_type_preview, name="event-type-preview"),
    # Customers: no cookie, no sign-in; what the address asks for is in its query.
    path("l/<str:token>/", choosing.link, name="link"),
    path("l/<str:token>/book/", booking.link_book, name="link-book"),
    path("l/<str:token>/mine/", mine.link_mine, name="link-mine"),
    path("l/<str:token>/ask/", ask.link_ask, name="link-ask"),
    path("p/<slug:organization>/<slug:page>/", choosing.public_page, name="public-page"),
    path("p/<slug:organization>/<slug:page>/book/", booking.public_page_book, name="public-page-book"),
    path("b/<str:token>/", booked.booking, name="booking"),
    path("b/<str:token>/invite.ics", booked.booking_ics, name="booking-ics"),
    # Development only.
    path("dev/mails/", gallery.mails, name="mail-gallery"),
    path("zones.json", zones.zones, name="zones"),
]
