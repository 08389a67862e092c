"""The mails about endpoints: pure functions of the frozen facts."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from core.text import clean_one_line, join_sentences
from deliveries.mails import Content
from deliveries.models import Endpoint
from deliveries.webhooks.notifications import DISABLED, INHERITED, EndpointMailFacts


def render_disabled(facts: EndpointMailFacts) -> Content:
    """Render the mail that tells an admin that an endpoint was disabled, and what is kept for it."""
    texts = _texts(facts)
    sentence = _("The webhook “%(name)s” at %(host)s is not called any more.") % texts
    why = str(Endpoint.Why(facts["endpoint"]["why"]).label)
    advice = _(
        "What it misses is kept for seven days. When its server works again, enable it and send what was missed."
    )
    return _content(
        facts,
        subject=_("Webhook disabled: %(name)s") % texts,
        heading=_("A webhook was disabled"),
        sentence=join_sentences(sentence, why, advice),
    )


def render_inherited(facts: EndpointMailFacts) -> Content:
    """Render the mail that tells an admin that an endpoint goes on without the user who made it."""
    texts = _texts(facts)
    sentence = _("%(former)s no longer has access. The webhook “%(name)s”, which they set up, still calls %(host)s.")
    advice = _("If this address should not hear of your bookings any more, delete the webhook.")
    return _content(
        facts,
        subject=_("Is this webhook still needed? %(name)s") % texts,
        heading=_("A webhook goes on without whoever made it"),
        sentence=join_sentences(sentence % texts, advice),
    )


RENDERERS: dict[str, Callable[[EndpointMailFacts], Content]] = {DISABLED: render_disabled, INHERITED: render_inherited}


def _content(facts: EndpointMailFacts, *, subject: str, heading: str, sentence: str) -> Content:
    return Content(
        template="notice",
        subject=subject,
        sender=settings.PRODUCT_NAME,
        reply_to=facts["organizer"],
        context={
            "heading": heading,
            "sentence": sentence,
            "rows": [],
            "label": _("Open the webhook"),
            "address": f"{settings.BASE_URL}{facts['endpoint']['page']}",
        },
    )


def _texts(facts: EndpointMailFacts) -> dict[str, str]:
    endpoint = facts["endpoint"]
    return {
        "name": clean_one_line(endpoint["name"]),
        "host": clean_one_line(endpoint["host"]),
        "former": clean_one_line(facts["former"]),
    }
