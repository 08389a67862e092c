"""Actions that write links: making them singly and in bulk, handing them out, ending them, answering requests."""

from links.actions.batches import make_batch
from links.actions.bulk import MOST_AT_ONCE, MoreTime, extend_all, restore_all, revoke_all
from links.actions.ending import Amendment, amend, extend, reissue, restore, revoke
from links.actions.keyed import make_batch_by_key, make_link_by_key
from links.actions.managed import archive_managed, save_managed
from links.actions.minting import (
    LinkChoices,
    LinkFields,
    derive_handle,
    expiry,
    hand_out,
    mint,
    mint_once,
    mint_version,
    record_copy,
    write_link,
)
from links.actions.notes import dismiss_checklist, record_opening, remember_page
from links.actions.requests import answer_request, dismiss_request, request_link
from links.actions.reusable import Hosts, change_reusable, make_reusable, make_reusable_once
from links.actions.sending import send, send_by_key

__all__ = [
    "MOST_AT_ONCE",
    "Amendment",
    "Hosts",
    "LinkChoices",
    "LinkFields",
    "MoreTime",
    "amend",
    "answer_request",
    "archive_managed",
    "change_reusable",
    "derive_handle",
    "dismiss_checklist",
    "dismiss_request",
    "expiry",
    "extend",
    "extend_all",
    "hand_out",
    "make_batch",
    "make_batch_by_key",
    "make_link_by_key",
    "make_reusable",
    "make_reusable_once",
    "mint",
    "mint_once",
    "mint_version",
    "record_copy",
    "record_opening",
    "reissue",
    "remember_page",
    "request_link",
    "restore",
    "restore_all",
    "revoke",
    "revoke_all",
    "save_managed",
    "send",
    "send_by_key",
    "write_link",
]
