"""Addresses of home, meetings and the meeting logs."""

from django.urls import path

from owner.meetings.views import acts, book, entry, home, lists, logs, meeting, moving, note, requests, week

urlpatterns = [
    path("", home.home, name="home"),
    # meetings/
    path("meetings/", lists.meeting_list, name="meetings"),
    path("meetings/calendar-entries/", entry.answer_edits, name="answer-edits"),
    path("meetings/week/", week.meeting_week, name="meeting-week"),
    path("meetings/book/", book.book_for_customer, name="book-for"),
    path("meetings/book/customers/", book.customers_known, name="known-customers"),
    path("meetings/logs/", logs.meeting_logs, name="meeting-logs"),
    path("meetings/logs/export.csv", logs.export_meetings, name="export-meetings"),
    path("meetings/<int:pk>/", meeting.meeting, name="meeting"),
    path("meetings/<int:pk>/resend/", meeting.resend_confirmation, name="resend-confirmation"),
    path("meetings/<int:pk>/reschedule/", moving.reschedule_meeting, name="reschedule-meeting"),
    path("meetings/<int:pk>/reassign/", moving.reassign_meeting, name="reassign-meeting"),
    path("meetings/<int:pk>/cancel/", acts.cancel_meeting, name="cancel-meeting"),
    path("meetings/<int:pk>/new-time/", acts.ask_for_new_time, name="ask-new-time"),
    path("meetings/<int:pk>/no-show/", acts.no_show, name="no-show"),
    path("meetings/<int:pk>/no-show/undo/", acts.undo_no_show, name="undo-no-show"),
    path("meetings/<int:pk>/calendar-entry/", entry.answer_edit, name="answer-edit"),
    path("meetings/<int:pk>/note/", note.meeting_note, name="meeting-note"),
    path("meetings/<int:pk>/approve/", requests.approve_request, name="approve-request"),
    path("meetings/<int:pk>/decline/", acts.decline_request, name="decline-request"),
]
