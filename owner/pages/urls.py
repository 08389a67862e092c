"""Addresses of the pages room: booking pages, master pages, pools, event types and schedules."""

from django.urls import path

from owner.pages.views import (
    assignment,
    booking_pages,
    content,
    event_types,
    holidays,
    master_pages,
    place,
    pools,
    preview,
    schedules,
    time_off,
)

urlpatterns = [
    path("pages/<int:pk>/preview/", preview.preview_page, name="preview-page"),
    # booking-pages/
    path("booking-pages/", booking_pages.booking_pages, name="booking-pages"),
    path("booking-pages/new/", booking_pages.new_booking_page, name="new-booking-page"),
    path("booking-pages/<int:pk>/", booking_pages.booking_page, name="booking-page"),
    path("booking-pages/<int:pk>/place/", place.page_place, name="page-place"),
    path("booking-pages/<int:pk>/switch/", booking_pages.switch_booking_page, name="switch-booking-page"),
    path("booking-pages/<int:pk>/archive/", booking_pages.archive_booking_page, name="archive-booking-page"),
    # master-pages/
    path("master-pages/", master_pages.master_pages, name="master-pages"),
    path("master-pages/new/", master_pages.new_master_page, name="new-master-page"),
    path("master-pages/<int:pk>/", master_pages.master_page, name="master-page"),
    path("master-pages/<int:pk>/assignment/", assignment.master_assignment, name="master-assignment"),
    path("master-pages/<int:pk>/content/", content.master_content, name="master-content"),
    path("master-pages/<int:pk>/switch/", master_pages.switch_master_page, name="switch-master-page"),
    path("master-pages/<int:pk>/archive/", master_pages.archive_master_page, name="archive-master-page"),
    # pools/
    path("pools/", pools.pools, name="pools"),
    path("pools/new/", pools.new_pool, name="new-pool"),
    path("pools/<int:pk>/", pools.pool, name="pool"),
    path("pools/<int:pk>/archive/", pools.archive_pool, name="archive-pool"),
    # event-types/
    path("event-types/", event_types.event_types, name="event-types"),
    path("event-types/new/", event_types.new_event_type, name="new-event-type"),
    path("event-types/<int:pk>/", event_types.event_type, name="event-type"),
    path("event-types/<int:pk>/switch/", event_types.switch_event_type, name="switch-event-type"),
    path("event-types/<int:pk>/duplicate/", event_types.duplicate_event_type, name="duplicate-event-type"),
    path("event-types/<int:pk>/archive/", event_types.archive_event_type, name="archive-event-type"),
    path("event-types/<int:pk>/preview/", preview.preview_event_type, name="preview-event-type"),
    # schedules/
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/new/", schedules.new_schedule, name="new-schedule"),
    path("schedules/<int:pk>/", schedules.schedule, name="schedule"),
    path("schedules/<int:pk>/archive/", schedules.archive_schedule, name="archive-schedule"),
    # availability/
    path("availability/time-off/", time_off.time_off, name="time-off"),
    path("availability/time-off/new/", time_off.take_time_off, name="take-time-off"),
    path("availability/time-off/<int:pk>/remove/", time_off.remove_time_off, name="remove-time-off"),
    path("availability/blocked-time/new/", time_off.block_time, name="block-time"),
    path("availability/blocked-time/<int:pk>/remove/", time_off.remove_blocked_time, name="remove-blocked-time"),
    path("availability/public-holidays/", holidays.public_holidays, name="public-holidays"),
]
