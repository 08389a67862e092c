"""Settings > Assistants: a button that makes a token, and the settings that common clients need."""

import json
from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.actions import make_api_token
from accounts.errors import TokenAlreadyMade, TooManyTokens
from accounts.form_recovery import form_data, status
from accounts.models import ApiToken, Scope
from owner.settings.forms.api_tokens import AssistantForm

LIFE = timedelta(days=90)
# The token can read, and make links. To cancel meetings, an assistant needs another token.
SCOPES = (Scope.LINKS_READ, Scope.LINKS_WRITE, Scope.SLOTS_READ, Scope.BOOKINGS_READ)


@owner_view(FORM)
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
def assistants(request: MemberRequest) -> HttpResponse:
    """Say what assistants can do, and make a token for one, after the password was given again."""
    form = AssistantForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _show_new_token(request, str(form.cleaned_data["key"]))
        except TokenAlreadyMade as refusal:
            messages.info(request, str(refusal))
            return redirect("api-tokens")
        except TooManyTokens as refusal:
            form.add_error(None, str(refusal))
    address = f"{settings.BASE_URL}{reverse('mcp')}"
    context = {"form": form, "address": address, "may": [scope.label for scope in SCOPES]}
    return render(request, "owner/settings/assistants.html", context, status=status(request))


def _show_new_token(request: MemberRequest, key: str) -> HttpResponse:
    token = make_api_token(
        actor=request.user,
        name=_("Assistant"),
        scopes=SCOPES,
        life=LIFE,
        made_for=ApiToken.MadeFor.AGENT,
        form=key,
        now=timezone.now(),
    )
    lines = client_lines(f"{settings.BASE_URL}{reverse('mcp')}", token.text())
    return render(request, "owner/settings/assistant_made.html", {"text": token.text(), "lines": lines})


def client_lines(address: str, token: str) -> list[dict[str, str]]:
    """Return what to paste, and where, for each of the common clients."""
    header = {"Authorization": f"Bearer {token}"}
    cursor = {"mcpServers": {"admit-one": {"url": address, "headers": header}}}
    code = {"servers": {"admit-one": {"type": "http", "url": address, "headers": header}}}
    command = f'claude mcp add --transport http admit-one {address} --header "Authorization: Bearer {token}"'
    return [
        {"id": "claude-code", "name": "Claude Code", "where": _("In a terminal"), "text": command},
        {"id": "cursor", "name": "Cursor", "where": "~/.cursor/mcp.json", "text": json.dumps(cursor, indent=2)},
        {"id": "vs-code", "name": "VS Code", "where": ".vscode/mcp.json", "text": json.dumps(code, indent=2)},
        {
            "id": "others",
            "name": _("n8n and others"),
            "where": _("Streamable HTTP, with bearer authentication"),
            "text": f"{address}\n{token}",
        },
    ]
