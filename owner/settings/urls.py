"""Addresses of the settings room: the user's own settings, the organization's, and privacy."""

from django.urls import path

from owner.settings.views import email, erasing, privacy, profile, sessions

urlpatterns = [
    path("settings/", profile.profile, name="settings"),
    path("settings/delegates/", profile.delegates, name="delegates"),
    path("settings/organization/", profile.organization, name="organization"),
    path("settings/privacy/", privacy.privacy, name="privacy"),
    path("settings/privacy/export/", privacy.export_held, name="export-held"),
    path("settings/privacy/erase/", privacy.erase_held, name="erase-held"),
    path("settings/privacy/cancel/", erasing.cancel_and_erase_held, name="cancel-and-erase-held"),
    # These replace allauth's views.
    path("accounts/sessions/", sessions.sessions, name="usersessions_list"),
    path("accounts/email/", email.email, name="account_email"),
    path("accounts/confirm-email/<str:key>/", email.confirm_email, name="account_confirm_email"),
]
