"""Addresses of sharing and of links, for those who sign in."""

from django.urls import path

from links.views import outstanding, qr, share

urlpatterns = [
    path("share/", share.share, name="share"),
    # links/
    path("links/", outstanding.links, name="links"),
    path("links/<int:pk>/copy/", outstanding.copy_link, name="copy-link"),
    path("links/<int:pk>/revoke/", outstanding.revoke_link, name="revoke-link"),
    path("links/<int:pk>/restore/", outstanding.restore_link, name="restore-link"),
    path("links/<int:pk>/qr.svg", qr.link_qr_svg, name="link-qr-svg"),
    path("links/<int:pk>/qr.png", qr.link_qr_png, name="link-qr-png"),
]
