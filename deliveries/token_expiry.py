"""The mail that tells users a week before that an API token of theirs expires. A chore of the workers creates it."""

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
from deliveries.envelope import mail_to, user_facts
from deliveries.mails import Content, Facts
from deliveries.models import Delivery

KIND = "api_token_ends"
LABELS = {KIND: gettext_lazy("API token about to end")}
NOTICE = timedelta(days=7)
TOKENS_PAGE = "/settings/api-tokens/"
# Mails that one run of the chore creates.
MAX_MAILS = 1_000


class TokenMailFacts(Facts):
    """The facts of a mail about an API token, to its user."""

    name: str
    ends_at: str


def notify_expiring_tokens(now: datetime) -> bool:
    """Create one mail for each token that expires within a week. Return whether there are more."""
    expiring = ApiToken.objects.live(now).filter(expires_at__lte=now + NOTICE, user__is_active=True)
    tokens = expiring.select_related("user__organization").order_by("expires_at")
    by_thread = {_thread_of(token): token for token in tokens}
    notified = set(Delivery.objects.filter(thread__in=by_thread, kind=KIND).values_list("thread", flat=True))
    mails = [_mail(thread, token, now) for thread, token in by_thread.items() if thread not in notified]
    Delivery.objects.bulk_create(mails[:MAX_MAILS])
    return len(mails) > MAX_MAILS


def _thread_of(token: ApiToken) -> UUID:
    """Return the thread of the mail about this expiry. A token with a later expiry gets another one."""
    assert token.expires_at is not None
    return uuid5(NAMESPACE_OID, "\0".join([KIND, str(token.pk), token.expires_at.isoformat()]))


def _mail(thread: UUID, token: ApiToken, now: datetime) -> Delivery:
    assert token.expires_at is not None
    facts: TokenMailFacts = {
        **user_facts(token.user, now),
        "name": token.name,
        "ends_at": token.expires_at.isoformat(),
    }
    return mail_to(token.user, KIND, facts, thread=thread, due_at=now, expires_at=token.expires_at)


def render_expiry(facts: TokenMailFacts) -> Content:
    """Render the mail about a token that expires."""
    with timezone.override(zone(facts["recipient"]["zone"])):
        day = full_day_text(timezone.localdate(parse_time(facts["ends_at"])))
    values = {"name": clean_one_line(facts["name"]), "day": day}
    sentence = _(
        "Your API token “%(name)s” ends on %(day)s. Programs that use it are locked out then. If you still need it, "
        "make a new one and give it to the program."
    )
    return Content(
        template="notice",
        subject=_("Your API token “%(name)s” ends on %(day)s") % values,
        sender=settings.PRODUCT_NAME,
        reply_to=facts["organizer"],
        context={
            "heading": _("An API token is about to end"),
            "sentence": sentence % values,
            "rows": [],
            "label": _("Open API tokens"),
            "address": f"{settings.BASE_URL}{TOKENS_PAGE}",
        },
    )


RENDERERS: dict[str, Callable[[TokenMailFacts], Content]] = {KIND: render_expiry}
