"""Where an invitation leads; signing in and up are allauth's, under accounts/."""

from django.urls import path

from owner.entrance import views

urlpatterns = [
    path("join/<str:key>/", views.join, name="join"),
]
