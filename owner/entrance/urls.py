"""The address of invitations. allauth's views for signing in and up are under accounts/."""

from django.urls import path

from owner.entrance import views

urlpatterns = [
    path("join/<str:key>/", views.join, name="join"),
]
