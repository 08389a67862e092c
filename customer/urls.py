"""Addresses of customers' pages. They need no cookie and no sign-in; their state is in the query."""

from django.urls import path

from customer import (
    book,
    booked,
    brand,
    brand_preview,
    cancel,
    choose_time,
    draft_preview,
    images,
    preview,
    request_link,
    reschedule,
    resend,
    zones,
)

urlpatterns = [
    # First, because most requests are for these: each address before them is compared, too.
    path("l/<str:token>/", choose_time.link, name="link"),
    path("l/<str:token>/book/", book.link_book, name="link-book"),
    path("l/<str:token>/mine/", resend.link_mine, name="link-mine"),
    path("l/<str:token>/ask/", request_link.link_ask, name="link-ask"),
    path("p/<slug:organization>/<slug:page>/", choose_time.public_page, name="public-page"),
    path("p/<slug:organization>/<slug:page>/book/", book.public_page_book, name="public-page-book"),
    path("images/<slug:digest>.webp", images.page_image, name="page-image"),
    path("pictures/<slug:digest>.webp", images.picture, name="picture"),
    path("pictures/<slug:digest>.png", images.picture_for_mail, name="picture-for-mail"),
    path("brand/<slug:name>.css", brand.brand_stylesheet, name="brand-stylesheet"),
    # Previews for owners who edit the brand, an event type or a page. 0 is one that is not created yet.
    path("settings/brand/preview/", brand_preview.brand_preview, name="brand-preview"),
    path("drafts/event-types/<int:pk>/", draft_preview.event_type_draft, name="event-type-draft"),
    path("drafts/event-types/<int:pk>/book/", draft_preview.event_type_draft_book, name="event-type-draft-book"),
    path("drafts/pages/<int:pk>/", draft_preview.page_draft, name="page-draft"),
    path("drafts/pages/<int:pk>/book/", draft_preview.page_draft_book, name="page-draft-book"),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("preview/<str:token>/book/", preview.preview_book, name="preview-book"),
    path("b/<str:token>/", booked.booking, name="booking"),
    path("b/<str:token>/reschedule/", reschedule.booking_reschedule, name="booking-reschedule"),
    path("b/<str:token>/cancel/", cancel.booking_cancel, name="booking-cancel"),
    path("b/<str:token>/reminders/", cancel.booking_reminders, name="booking-reminders"),
    path("b/<str:token>/invite.ics", booked.booking_ics, name="booking-ics"),
    path("zones.json", zones.zones, name="zones"),
]
