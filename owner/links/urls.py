"""Addresses of the links room: sharing, links and requests for new links."""

from django.urls import path

from owner.links.views import (
    batches,
    bulk_actions,
    embed,
    export,
    library,
    link_page,
    managed,
    numbers,
    outstanding,
    qr,
    requests,
    reusable,
    send,
    share,
    times,
    wizard,
)

urlpatterns = [
    path("share/", share.share, name="share"),
    path("share/<int:pk>/embed/", embed.embed_page, name="embed-page"),
    # links/
    path("links/", outstanding.links, name="links"),
    path("links/revoke/", bulk_actions.revoke_links, name="revoke-links"),
    path("links/restore/", bulk_actions.restore_links, name="restore-links"),
    path("links/extend/", bulk_actions.extend_links, name="extend-links"),
    path("links/export.csv", export.export_links, name="export-links"),
    path("links/<int:pk>/", link_page.link_page, name="link-page"),
    path("links/<int:pk>/copy/", outstanding.copy_link, name="copy-link"),
    path("links/<int:pk>/reissue/", outstanding.reissue_link, name="reissue-link"),
    path("links/<int:pk>/extend/", outstanding.extend_link, name="extend-link"),
    path("links/<int:pk>/revoke/", outstanding.revoke_link, name="revoke-link"),
    path("links/<int:pk>/restore/", outstanding.restore_link, name="restore-link"),
    path("links/<int:pk>/send/", send.send_link, name="send-link"),
    path("links/<int:pk>/embed/", embed.embed_link, name="embed-link"),
    path("links/<int:pk>/whom/", share.link_whom, name="link-whom"),
    path("links/<int:pk>/times/", times.link_times, name="link-times"),
    path("links/<int:pk>/qr.svg", qr.link_qr_svg, name="link-qr-svg"),
    path("links/<int:pk>/qr.png", qr.link_qr_png, name="link-qr-png"),
    # links/numbers/
    path("links/numbers/", numbers.numbers, name="link-numbers"),
    path("links/numbers/export.csv", numbers.export_numbers, name="export-link-numbers"),
    # links/: reusable ones
    path("links/mine/", library.my_links, name="my-links"),
    path("links/library/", library.links_library, name="links-library"),
    path("links/all/", library.all_links, name="all-links"),
    path("links/<int:pk>/address/", reusable.link_address, name="link-address"),
    path("links/<int:pk>/single-use/", reusable.single_use_link, name="single-use-link"),
    path("links/<int:pk>/view/", reusable.view_as_customer, name="view-as-customer"),
    path("links/<int:pk>/edit/", reusable.edit_link, name="edit-link"),
    path("links/<int:pk>/withdraw/", reusable.withdraw_link, name="withdraw-link"),
    path("links/<int:pk>/reinstate/", reusable.reinstate_link, name="reinstate-link"),
    # links/requests/
    path("links/requests/", requests.link_requests, name="link-requests"),
    path("links/requests/<int:pk>/answer/", requests.answer_request, name="answer-request"),
    path("links/requests/<int:pk>/set-aside/", requests.set_aside_request, name="set-aside-request"),
    # links/new/: the wizard
    path("links/new/", wizard.new_link, name="new-link"),
    path("links/new/hosts/", wizard.new_link_hosts, name="new-link-hosts"),
    path("links/new/name/", wizard.new_link_name, name="new-link-name"),
    path("links/<int:pk>/ready/", wizard.link_ready, name="link-ready"),
    # links/managed/
    path("links/managed/", managed.managed, name="managed-links"),
    path("links/managed/new/", managed.new_managed, name="new-managed-links"),
    path("links/managed/new/users/", managed.new_managed_users, name="new-managed-links-users"),
    path("links/managed/<int:pk>/", managed.edit_managed, name="edit-managed-links"),
    path("links/managed/<int:pk>/links/", managed.view_links, name="view-links"),
    path("links/managed/<int:pk>/withdraw/", managed.withdraw_managed, name="withdraw-managed-links"),
    # links/bulk/
    path("links/bulk/", batches.batches, name="batches"),
    path("links/bulk/new/", batches.new_batch, name="new-batch"),
    path("links/bulk/make/", batches.make_links, name="make-links"),
    path("links/bulk/<int:pk>/", batches.batch, name="batch"),
    path("links/bulk/<int:pk>/addresses/", batches.batch_addresses, name="batch-addresses"),
    path("links/bulk/<int:pk>/links.csv", batches.batch_csv, name="batch-csv"),
    path("links/bulk/<int:pk>/retry/", batches.retry_batch, name="retry-batch"),
]
