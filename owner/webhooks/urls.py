"""Addresses of the webhooks room."""

from django.urls import path

from owner.webhooks import calls, views

# settings/webhooks/
urlpatterns = [
    path("settings/webhooks/", views.webhooks, name="webhooks"),
    path("settings/webhooks/new/", views.new_webhook, name="new-webhook"),
    path("settings/webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/edit/", views.edit_webhook, name="edit-webhook"),
    path("settings/webhooks/<int:pk>/secret/", views.secret, name="webhook-secret"),
    path("settings/webhooks/<int:pk>/rotate/", views.rotate, name="rotate-webhook"),
    path("settings/webhooks/<int:pk>/test/", calls.test, name="test-webhook"),
    path("settings/webhooks/<int:pk>/disable/", views.disable, name="disable-webhook"),
    path("settings/webhooks/<int:pk>/enable/", views.enable, name="enable-webhook"),
    path("settings/webhooks/<int:pk>/delete/", views.delete, name="delete-webhook"),
    path("settings/webhooks/calls/<int:pk>/", calls.call, name="webhook-call"),
    path("settings/webhooks/calls/<int:pk>/again/", calls.again, name="call-again"),
]
