"""Addresses of deliveries."""

from django.urls import path

from owner.deliveries import views

# deliveries/
urlpatterns = [
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/retry/", views.retry_delivery, name="retry-delivery"),
]
