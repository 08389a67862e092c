"""Data of a link for and about its customer. Its own values come before its parent's."""

from datetime import date, datetime
from typing import NamedTuple

from links.models import Link


class LinkContents(NamedTuple):
    """All that a link shows to whoever opens it. `days` are the first and last day for meetings, as `days_of` says."""

    recipient: dict[str, str]
    message: str
    days: tuple[date | None, date | None]
    uses_left: int | None
    works_once: bool
    closes: datetime | None


def link_contents(link: Link) -> LinkContents:
    """Return what the link shows to whoever opens it."""
    uses_left = None if link.max_uses is None else link.max_uses - link.uses
    return LinkContents(
        recipient=recipient_of(link),
        message=message_of(link),
        days=days_of(link),
        uses_left=uses_left,
        works_once=link.is_single_use,
        closes=link.ends_at,
    )


def recipient_of(link: Link) -> dict[str, str]:
    """Return name and email of the recipient, as far as they are known."""
    values: dict[str, str] = {}
    for source in _link_and_parent(link):
        values.setdefault("name", source.recipient_name)
        values.setdefault("email", source.recipient_email)
    return {name: value for name, value in values.items() if value}


def stored_answers(link: Link) -> dict[str, str]:
    """Return all answers of the customer that the link or its parent stores, by name."""
    answers: dict[str, object] = {}
    for source in reversed(_link_and_parent(link)):
        answers |= source.answers
    return {name: value for name, value in answers.items() if isinstance(value, str)} | recipient_of(link)


def message_of(link: Link) -> str:
    """Return what the owner wrote for the customer."""
    return next((source.message for source in _link_and_parent(link) if source.message), "")


def days_of(link: Link) -> tuple[date | None, date | None]:
    """Return the first and last day for meetings, in the owner's time zone; None for no limit."""
    sources = _link_and_parent(link)
    return (
        max((source.first_day for source in sources if source.first_day), default=None),
        min((source.last_day for source in sources if source.last_day), default=None),
    )


def is_for_recipient_only(link: Link) -> bool:
    """Return whether only the recipient's email address can book."""
    return any(source.locked_to_recipient for source in _link_and_parent(link))


def _link_and_parent(link: Link) -> list[Link]:
    return [link] if link.parent is None else [link, link.parent]
