"""What is sent to an endpoint, made of the frozen facts of a delivery alone: each try sends the same bytes."""

import json
from typing import Any

from django.conf import settings

from core.text import REDACTED
from core.tokens import Purpose, make
from deliveries.models import Delivery

VERSION = 1


def body_of(delivery: Delivery) -> bytes:
    """Return the body of a call: canonical JSON, its names in order and without blanks."""
    return json.dumps(
        _whole(delivery, _own_page(delivery)), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def shown_body(delivery: Delivery) -> str:
    """Return the body for people, without the address of the customer's own page; empty if its facts were erased."""
    if "data" not in delivery.facts:
        return ""
    return json.dumps(_whole(delivery, REDACTED), sort_keys=True, indent=2, ensure_ascii=False)


def _whole(delivery: Delivery, page: str | None) -> dict[str, Any]:
    facts = delivery.facts
    data = dict(facts["data"])
    if "manage" in facts:
        data["booking"] = {**data["booking"], "manage_url": page}
    return {
        "type": delivery.kind,
        "version": VERSION,
        "id": facts["id"],
        "timestamp": facts["timestamp"],
        "organization": facts["organization"],
        "data": data,
    }


def _own_page(delivery: Delivery) -> str | None:
    """Return the address of the customer's own page of the meeting; None if the key that signed it was dropped."""
    manage = delivery.facts.get("manage")
    if manage is None or manage["kid"] not in settings.LINK_KEYS:
        return None
    token = make(Purpose.MANAGE, manage["kid"], bytes.fromhex(manage["handle"]), settings.LINK_KEYS)
    return f"{settings.BASE_URL}/b/{token}/"
