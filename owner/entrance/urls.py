"""Addresses of the front page and of invitations. allauth's views for signing in and up are under accounts/."""

from django.urls import path

from owner.entrance import views

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("join/<str:key>/", views.join, name="join"),
]
