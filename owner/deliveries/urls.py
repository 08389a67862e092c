"""Addresses of the deliveries room."""

from django.urls import path

from owner.deliveries import gallery, views

# deliveries/
urlpatterns = [
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/retry/", views.retry_delivery, name="retry-delivery"),
    # Only with DEBUG.
    path("dev/mails/", gallery.mails, name="mail-gallery"),
]
