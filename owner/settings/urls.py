"""Addresses of accounts; signing in and up are allauth's, under accounts/."""

from django.urls import path

from owner.settings.views import email, profile
from owner.entrance import views
from owner.team import views

urlpatterns = [
    path("settings/", profile.profile, name="settings"),
    path("settings/delegates/", profile.delegates, name="delegates"),
    path("settings/organization/", profile.organization, name="organization"),
    # team/
    path("team/", views.team, name="team"),
    path("team/invite/", views.invite, name="invite"),
    path("team/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw-invitation"),
    path("team/<int:pk>/", views.member, name="member"),
    path("join/<str:key>/", views.join, name="join"),
    # In the place of allauth's.
    path("accounts/email/", email.email, name="account_email"),
    path("accounts/confirm-email/<str:key>/", email.confirm_email, name="account_confirm_email"),
]
