"""Addresses of accounts; signing in and up are allauth's, under accounts/."""

from django.urls import path

from accounts.views import email, joining, settings, team

urlpatterns = [
    path("settings/", settings.profile, name="settings"),
    path("settings/delegates/", settings.delegates, name="delegates"),
    path("settings/organization/", settings.organization, name="organization"),
    # team/
    path("team/", team.team, name="team"),
    path("team/invite/", team.invite, name="invite"),
    path("team/invitations/<int:pk>/withdraw/", team.withdraw_invitation, name="withdraw-invitation"),
    path("team/<int:pk>/", team.member, name="member"),
    path("join/<str:key>/", joining.join, name="join"),
    # In the place of allauth's.
    path("accounts/email/", email.email, name="account_email"),
    path("accounts/confirm-email/<str:key>/", email.confirm_email, name="account_confirm_email"),
]
