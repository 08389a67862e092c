"""Addresses of the calendars room: connected calendars, and the user's meetings in other programs."""

from django.urls import path

from owner.calendars.views import choose, connect, connections, feed, hook, vendors, week

urlpatterns = [
    # availability/calendars/
    path("availability/calendars/", connections.connected_calendars, name="connected-calendars"),
    path("availability/calendars/new/<slug:service>/", connect.connect_calendar, name="connect-calendar"),
    path("availability/calendars/<int:pk>/choose/", choose.choose_calendars, name="choose-calendars"),
    path("availability/calendars/<int:pk>/check/", connections.check_calendars, name="check-calendars"),
    path("availability/calendars/<int:pk>/week/", week.calendar_week, name="calendar-week"),
    path("availability/calendars/<int:pk>/reconnect/", connect.reconnect_calendar, name="reconnect-calendar"),
    path("availability/calendars/<int:pk>/disconnect/", connections.disconnect_calendar, name="disconnect-calendar"),
    path("availability/calendars/stop/<int:pk>/", connections.stop_checking, name="stop-checking"),
    path("availability/calendars/confirm/", vendors.confirm_vendor, name="confirm-vendor"),
    # Where vendors lead back to: operators register these there, so they stay.
    path("calendars/<slug:service>/done/", vendors.vendor_answer, name="vendor-answer"),
    path("availability/calendars/outgoing/", feed.calendar_feed, name="calendar-feed"),
    path("availability/calendars/outgoing/new-address/", feed.new_feed_address, name="new-feed-address"),
    path("availability/calendars/outgoing/off/", feed.end_feed, name="end-feed"),
    # What another calendar program reads: no cookie, no sign-in.
    path("feed/<str:token>.ics", feed.feed_file, name="feed"),
    # Where vendors tell that a calendar has changed: no cookie, no sign-in.
    path("hooks/<str:token>/", hook.calendar_hook, name="calendar-hook"),
]
