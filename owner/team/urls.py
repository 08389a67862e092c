"""Addresses of the team room."""

from django.urls import path

from owner.team import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/invite/", views.invite, name="invite"),
    path("team/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw-invitation"),
    path("team/<int:pk>/", views.member, name="member"),
]
