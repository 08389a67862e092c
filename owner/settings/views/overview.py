"""All settings on one screen, each with its current state."""

from collections.abc import Mapping, Sequence

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import READ, MemberRequest, owner_view
from accounts.models import ApiToken, Organization, User
from accounts.models.mail_choices import MailChoices
from accounts.queries import members_of
from accounts.sessions import sessions_of
from calendars.models import Connection
from core.zones import zone_name
from deliveries.models import Endpoint
from deliveries.queries import failed_of
from owner.settings.areas import Area, areas_of
from pages.models import Page


@owner_view(READ)
def settings_overview(request: MemberRequest) -> HttpResponse:
    """List the user's settings, and for admins those of the organization."""
    states = _own(request, request.user)
    if request.user.is_admin:
        states |= _organizations(request.user)
    return render(request, "owner/settings/overview.html", {"areas": _with_states(areas_of(request.user), states)})


def _with_states(areas: Sequence[Area], states: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the areas for the template, each setting with its state, which may be empty."""
    shown: list[dict[str, object]] = []
    for area in areas:
        groups = []
        for group in area.groups:
            rows = [(setting, states.get(setting.url, "")) for setting in group.settings]
            groups.append({"name": group.name, "settings": rows})
        shown.append({"key": area.key, "name": area.name, "groups": groups})
    return shown


def _own(request: HttpRequest, user: User) -> dict[str, str]:
    """Return the state of each of the user's settings, by the name of its URL."""
    devices = len(sessions_of(request, user, timezone.now()))
    delegates = user.delegates.count()
    pages = Page.objects.editable_by(user).filter(kind=Page.Kind.BOOKING).count()
    accounts = Connection.objects.live_of(user).count()
    return {
        "profile": zone_name(user.time_zone),
        "notifications": _mails(user),
        "account_email": user.email,
        "mfa_index": _second_steps(user),
        "usersessions_list": _count_text(devices, ngettext("%(count)d device", "%(count)d devices", devices)),
        "delegates": _count_text(delegates, ngettext("%(count)d person", "%(count)d people", delegates)),
        "booking-pages": _count_text(pages, ngettext("%(count)d page", "%(count)d pages", pages)),
        "connected-calendars": _count_text(accounts, ngettext("%(count)d account", "%(count)d accounts", accounts)),
        **_tokens(user),
    }


def _count_text(count: int, text: str) -> str:
    """Return the text with the count, or “None” if there are none."""
    return text % {"count": count} if count else _("None")


def _mails(user: User) -> str:
    kinds = [field.name for field in MailChoices._meta.get_fields()]
    chosen = sum(getattr(user, name) for name in kinds)
    return _("%(chosen)d of %(count)d emails") % {"chosen": chosen, "count": len(kinds)}


def _second_steps(user: User) -> str:
    """Return which second steps the user has set up."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    texts = []
    if passkeys := kinds.count(Authenticator.Type.WEBAUTHN):
        texts.append(_count_text(passkeys, ngettext("%(count)d passkey", "%(count)d passkeys", passkeys)))
    if Authenticator.Type.TOTP in kinds:
        texts.append(_("Authenticator app"))
    return " · ".join(texts) or _("Only your password")


def _tokens(user: User) -> dict[str, str]:
    """Return how many programs, browsers and assistants are connected, in words."""
    live, kinds = user.api_tokens.live(timezone.now()), ApiToken.MadeFor
    count = live.aggregate(**{kind.value: Count("pk", filter=Q(made_for=kind)) for kind in kinds})
    tokens, browsers, assistants = count[kinds.PROGRAM], count[kinds.EXTENSION], count[kinds.AGENT]
    return {
        "api-tokens": _count_text(tokens, ngettext("%(count)d token", "%(count)d tokens", tokens)),
        "extension": _count_text(browsers, ngettext("%(count)d browser", "%(count)d browsers", browsers)),
        "assistants": _count_text(assistants, ngettext("%(count)d assistant", "%(count)d assistants", assistants)),
    }


def _organizations(user: User) -> dict[str, str]:
    """Return the state of each of the organization's settings, by the name of its URL."""
    members = members_of(user.organization_id).filter(is_active=True).count()
    webhooks = Endpoint.objects.of(user).count()
    return {
        "organization": user.organization.name,
        "brand": _brand(user.organization),
        "team": _count_text(members, ngettext("%(count)d person", "%(count)d people", members)),
        "deliveries": _("Some failed") if failed_of(user).exists() else "",
        "webhooks": _count_text(webhooks, ngettext("%(count)d webhook", "%(count)d webhooks", webhooks)),
    }


def _brand(organization: Organization) -> str:
    parts = [_("own colour") if organization.brand_colour else "", _("logo") if organization.logo_id else ""]
    return " · ".join(part for part in parts if part) or _("Default")
