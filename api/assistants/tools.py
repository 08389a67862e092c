"""The tools that an assistant may call, how their arguments are validated, and the result that it gets."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from pydantic import ValidationError

from accounts.errors import Refusal
from accounts.models import Scope
from api.assistants import link_tools, meeting_tools
from api.problems import Problem
from api.sentences import error_sentence
from api.shapes import In

FILE = Path(__file__).with_name("tools.json")


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that takes the user, and arguments of this shape. Its docstring is the description that clients read.

    `hints` tell clients whether it only reads, and whether it destroys something.
    """

    do: Callable[[Any, Any], Mapping[str, Any]]
    takes: type[In]
    scope: Scope
    title: str
    hints: Mapping[str, bool]

    @property
    def name(self) -> str:
        return self.do.__name__


READ_HINTS = {"readOnlyHint": True, "openWorldHint": False}
MAKE_HINTS = {"readOnlyHint": False, "destructiveHint": False, "idempotentHint": False, "openWorldHint": False}
END_HINTS = {"readOnlyHint": False, "destructiveHint": True, "idempotentHint": True, "openWorldHint": False}
ALL_TOOLS = (
    Tool(link_tools.list_pages, link_tools.NoArguments, Scope.LINKS_READ, "List booking pages", READ_HINTS),
    Tool(link_tools.list_links, link_tools.ListLinksArguments, Scope.LINKS_READ, "List links", READ_HINTS),
    Tool(
        link_tools.make_one_time_link,
        link_tools.NewLinkArguments,
        Scope.LINKS_WRITE,
        "Make a one-time link",
        MAKE_HINTS,
    ),
    Tool(link_tools.revoke_link, link_tools.LinkArguments, Scope.LINKS_WRITE, "Revoke a link", END_HINTS),
    Tool(meeting_tools.find_times, meeting_tools.FindTimesArguments, Scope.SLOTS_READ, "Find free times", READ_HINTS),
    Tool(
        meeting_tools.list_meetings,
        meeting_tools.ListMeetingsArguments,
        Scope.BOOKINGS_READ,
        "List meetings",
        READ_HINTS,
    ),
    Tool(
        meeting_tools.get_meeting, meeting_tools.MeetingArguments, Scope.BOOKINGS_READ, "Look at a meeting", READ_HINTS
    ),
    Tool(
        meeting_tools.cancel_meeting, meeting_tools.CancelArguments, Scope.BOOKINGS_WRITE, "Cancel a meeting", END_HINTS
    ),
)
TOOLS: Mapping[str, Tool] = {tool.name: tool for tool in ALL_TOOLS}


def render_tools() -> str:
    """Return the list of tools as the text of the file that is committed with the project."""
    tools = [
        {
            "name": tool.name,
            "title": tool.title,
            "description": " ".join((tool.do.__doc__ or "").split()),
            "inputSchema": tool.takes.model_json_schema(),
            "annotations": {"title": tool.title, **tool.hints},
        }
        for tool in ALL_TOOLS
    ]
    return json.dumps(tools, indent=1, ensure_ascii=False) + "\n"


@cache
def listed_tools() -> list[dict[str, Any]]:
    """Return the list of tools that clients get."""
    stored: list[dict[str, Any]] = json.loads(FILE.read_text())
    return stored


def call_tool(request: HttpRequest, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Call the tool for the token's user. A refusal is returned in words, so that the assistant can correct itself."""
    if tool.scope not in request.token.scopes:  # type: ignore[attr-defined]  # it is a Caller by now
        return _error_result(f"{Problem('insufficient-scope').title} ({tool.scope})")
    try:
        result = tool.do(request.user, tool.takes.model_validate(arguments))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {error_sentence(fault)}" for fault in error.errors())
        return _error_result("; ".join(faults))
    except Refusal as refusal:
        return _error_result(str(refusal))
    except Problem as problem:
        return _error_result("; ".join([problem.title, *(error["detail"] for error in problem.errors)]))
    except ObjectDoesNotExist:
        return _error_result(Problem("not-found").title)
    return {"content": [_text(json.dumps(result, ensure_ascii=False))], "structuredContent": result, "isError": False}


def _error_result(text: str) -> dict[str, Any]:
    return {"content": [_text(text)], "isError": True}


def _text(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}
