"""What is sent to an endpoint, made of the frozen facts of a delivery alone: each try sends the same bytes."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings

from core.text import REDACTED
from core.tokens import Purpose, make
from deliveries.models import Delivery

VERSION = 1
ELLIPSIS = "…"
# Bytes of the longest body: receivers, and the queues behind them, take no more without being asked.
LARGEST = 20_480
# What is cut in a longer one, and to how many bytes: what people wrote, and at last what programs keep there.
WRITTEN = frozenset({"value", "label", "reason", "message"})
KEPT_THERE = frozenset({"metadata", "utm"})
CUTS = [
    *((WRITTEN, most) for most in (2_000, 1_000, 500, 200, 100)),
    *((WRITTEN | KEPT_THERE, most) for most in (500, 200, 100, 50)),
]


def body_of(delivery: Delivery) -> bytes:
    """Return the body of a call: canonical JSON, its names in order and without blanks, of LARGEST bytes at most."""
    return _encoded(_fitting(_whole(delivery)))


def shown_body(delivery: Delivery) -> str:
    """Return the body for people, without the address of the customer's own page; empty if its facts were erased."""
    if "data" not in delivery.facts:
        return ""
    whole = _fitting(_whole(delivery))
    if "manage" in delivery.facts:
        whole["data"]["booking"]["manage_url"] = REDACTED
    return json.dumps(whole, sort_keys=True, indent=2, ensure_ascii=False)


def _encoded(whole: Mapping[str, Any]) -> bytes:
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _whole(delivery: Delivery) -> dict[str, Any]:
    facts = delivery.facts
    data = dict(facts["data"])
    if "manage" in facts:
        data["booking"] = {**data["booking"], "manage_url": _own_page(delivery)}
    return {
        "type": delivery.kind,
        "version": VERSION,
        "id": facts["id"],
        "timestamp": facts["timestamp"],
        "organization": facts["organization"],
        "data": data,
    }


def _fitting(whole: dict[str, Any]) -> dict[str, Any]:
    """Return it with long texts cut as far as it must be to fit. `cut` says that they were, and each ends in “…”."""
    for names, most in CUTS:
        if len(_encoded(whole)) <= LARGEST:
            break
        whole = {**whole, "data": _cut(whole["data"], names, most), "cut": True}
    return whole


def _cut(value: Any, names: Collection[str], most: int, *, is_named: bool = False) -> Any:
    """Return the value with each text under one of these names, at whatever depth, cut to so many bytes."""
    if isinstance(value, dict):
        return {name: _cut(one, names, most, is_named=is_named or name in names) for name, one in value.items()}
    if isinstance(value, list):
        return [_cut(one, names, most, is_named=is_named) for one in value]
    if is_named and isinstance(value, str) and len(value.encode()) > most:
        return value.encode()[: most - len(ELLIPSIS.encode())].decode(errors="ignore") + ELLIPSIS
    return value


def _own_page(delivery: Delivery) -> str | None:
    """Return the address of the customer's own page of the meeting; None if the key that signed it was dropped."""
    manage = delivery.facts.get("manage")
    if manage is None or manage["kid"] not in settings.LINK_KEYS:
        return None
    token = make(Purpose.MANAGE, manage["kid"], bytes.fromhex(manage["handle"]), settings.LINK_KEYS)
    return f"{settings.BASE_URL}/b/{token}/"
