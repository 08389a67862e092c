"""Addresses of what can be booked and when."""

from django.urls import path

from pages.views import calendars, event_types, schedules

urlpatterns = [
    # calendars/
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/new/", calendars.new_page, name="new-page"),
    path("calendars/<int:pk>/", calendars.page, name="page"),
    path("calendars/<int:pk>/archive/", calendars.archive_page, name="archive-page"),
    # event-types/
    path("event-types/", event_types.event_types, name="event-types"),
    path("event-types/new/", event_types.new_event_type, name="new-event-type"),
    path("event-types/<int:pk>/", event_types.event_type, name="event-type"),
    path("event-types/<int:pk>/archive/", event_types.archive_event_type, name="archive-event-type"),
    # schedules/
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/new/", schedules.new_schedule, name="new-schedule"),
    path("schedules/<int:pk>/", schedules.schedule, name="schedule"),
]
