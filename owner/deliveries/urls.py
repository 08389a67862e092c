"""Addresses of deliveries."""

from django.urls import path

from owner.deliveries import gallery, views

# deliveries/
urlpatterns = [
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/retry/", views.retry_delivery, name="retry-delivery"),
    # Development only.
    path("dev/mails/", gallery.mails, name="mail-gallery"),
]
