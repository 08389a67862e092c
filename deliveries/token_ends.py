"""The mail that tells a user, a week before, that an API token of theirs ends; a chore of the workers owes it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApiToken
from core.dates import full_day_text, parse_time
from core.text import clean_one_line
from core.zones import zone
from deliveries.envelope import facts_for, mail_to
from deliveries.letters import Content, Facts
from deliveries.models import Delivery

KIND = "api_token_ends"
LABELS = {KIND: gettext_lazy("API token about to end")}
AHEAD = timedelta(days=7)
TOKENS = "/settings/api-tokens/"
# Mails that are owed at a time.
MOST = 1_000


class TokenMailFacts(Facts):
    """The facts of a mail about an API token, to its user."""

    name: str
    ends_at: str


def tell_of_ends(now: datetime) -> bool:
    """Owe a mail for each token that ends within a week, once. Return whether there are more."""
    soon = ApiToken.objects.live(now).filter(expires_at__lte=now + AHEAD, user__is_active=True)
    threads = {_thread(one): one for one in soon.select_related("user__organization").order_by("expires_at")}
    told = set(Delivery.objects.filter(thread__in=threads, kind=KIND).values_list("thread", flat=True))
    owed = [_mail(thread, token, now) for thread, token in threads.items() if thread not in told]
    Delivery.objects.bulk_create(owed[:MOST])
    return len(owed) > MOST


def _thread(token: ApiToken) -> UUID:
    """Return the thread of this end of the token: another one has another."""
    assert token.expires_at is not None
    return uuid5(NAMESPACE_OID, "\0".join([KIND, str(token.pk), token.expires_at.isoformat()]))


def _mail(thread: UUID, token: ApiToken, now: datetime) -> Delivery:
    assert token.expires_at is not None
    facts: TokenMailFacts = {
        **facts_for(token.user, now),
        "name": token.name,
        "ends_at": token.expires_at.isoformat(),
    }
    return mail_to(token.user, KIND, facts, thread=thread, due_at=now, expires_at=token.expires_at)


def ends(facts: TokenMailFacts) -> Content:
    """Tell the user of a token when it ends, and what to do."""
    with timezone.override(zone(facts["recipient"]["zone"])):
        day = full_day_text(timezone.localdate(parse_time(facts["ends_at"])))
    known = {"name": clean_one_line(facts["name"]), "day": day}
    sentence = _(
        "Your API token “%(name)s” ends on %(day)s. Programs that use it are locked out then. If you still need it, "
        "make a new one and give it to the program."
    )
    return Content(
        template="notice",
        subject=_("Your API token “%(name)s” ends on %(day)s") % known,
        sender=settings.PRODUCT_NAME,
        reply_to=facts["organizer"],
        context={
            "heading": _("An API token is about to end"),
            "sentence": sentence % known,
            "rows": [],
            "label": _("Open API tokens"),
            "address": f"{settings.BASE_URL}{TOKENS}",
        },
    )


RENDERERS: dict[str, Callable[[TokenMailFacts], Content]] = {KIND: ends}
