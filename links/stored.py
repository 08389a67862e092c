"""What a link stores of its customer, its own values before its parent's."""

from links.models import Link


def recipient_of(link: Link) -> dict[str, str]:
    """Return name and email of the recipient, as far as they are known."""
    known: dict[str, str] = {}
    for one in _both(link):
        known.setdefault("name", one.recipient_name)
        known.setdefault("email", one.recipient_email)
    return {name: value for name, value in known.items() if value}


def stored_answers(link: Link) -> dict[str, str]:
    """Return all answers of the customer that the link or its parent stores, by name."""
    answers: dict[str, object] = {}
    for one in reversed(_both(link)):
        answers |= one.answers
    return {name: value for name, value in answers.items() if isinstance(value, str)} | recipient_of(link)


def _both(link: Link) -> list[Link]:
    return [link] if link.parent is None else [link, link.parent]
