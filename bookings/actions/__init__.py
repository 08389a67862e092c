"""Actions that write bookings. Each one is a single durable transaction."""

from bookings.actions.booking import book, book_for
from bookings.actions.deciding import approve, decline
from bookings.actions.ending import cancel, mark_missed, stop_reminding, unmark_missed
from bookings.actions.erasing import cancel_and_erase, erase_customer, export_customer
from bookings.actions.feeds import keep_feed, renew_feed, withdraw_feed
from bookings.actions.mailing import ask_new_time, mail_confirmation_again, mail_latest_again
from bookings.actions.moving import reassign, reschedule
from bookings.actions.private_note import write_note

__all__ = [
    "approve",
    "ask_new_time",
    "book",
    "book_for",
    "cancel",
    "cancel_and_erase",
    "decline",
    "erase_customer",
    "export_customer",
    "keep_feed",
    "mail_confirmation_again",
    "mail_latest_again",
    "mark_missed",
    "reassign",
    "renew_feed",
    "reschedule",
    "stop_reminding",
    "unmark_missed",
    "withdraw_feed",
    "write_note",
]
