"""Addresses of the settings room: the user's own settings, the organization's, and privacy."""

from django.urls import path

from owner.settings.views import (
    api_tokens,
    assistants,
    brand,
    email,
    erasing,
    extension,
    help,
    overview,
    privacy,
    profile,
    sessions,
)

urlpatterns = [
    path("help/", help.help_page, name="help"),
    path("search/", help.search, name="search"),
    path("settings/", overview.settings_overview, name="settings"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/notifications/", profile.notifications, name="notifications"),
    path("settings/delegates/", profile.delegates, name="delegates"),
    path("settings/api-tokens/", api_tokens.api_tokens, name="api-tokens"),
    path("settings/api-tokens/new/", api_tokens.new_api_token, name="new-api-token"),
    path("settings/api-tokens/<int:pk>/rename/", api_tokens.rename_api_token, name="rename-api-token"),
    path("settings/api-tokens/<int:pk>/revoke/", api_tokens.revoke_api_token, name="revoke-api-token"),
    path("settings/assistants/", assistants.assistants, name="assistants"),
    path("settings/extension/", extension.extension, name="extension"),
    path("settings/extension/pair/", extension.pair_extension, name="pair-extension"),
    path("settings/extension/download/", extension.download_extension, name="download-extension"),
    path("settings/organization/", profile.organization, name="organization"),
    path("settings/brand/", brand.brand, name="brand"),
    path("settings/privacy/", privacy.privacy, name="privacy"),
    path("settings/privacy/export/", privacy.export_held, name="export-held"),
    path("settings/privacy/erase/", privacy.erase_held, name="erase-held"),
    path("settings/privacy/cancel/", erasing.cancel_and_erase_held, name="cancel-and-erase-held"),
    # These replace allauth's views.
    path("accounts/sessions/", sessions.sessions, name="usersessions_list"),
    path("accounts/email/", email.email, name="account_email"),
    path("accounts/confirm-email/<str:key>/", email.confirm_email, name="account_confirm_email"),
]
