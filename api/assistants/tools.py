"""The tools: what an assistant may call, how a call is read, and how it is told what came of it."""

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

    `hints` are what clients are told of what it does to the world.
    """

    do: Callable[[Any, Any], Mapping[str, Any]]
    takes: type[In]
    scope: Scope
    title: str
    hints: Mapping[str, bool]

    @property
    def name(self) -> str:
        return self.do.__name__


READS = {"readOnlyHint": True, "openWorldHint": False}
MAKES = {"readOnlyHint": False, "destructiveHint": False, "idempotentHint": False, "openWorldHint": False}
ENDS = {"readOnlyHint": False, "destructiveHint": True, "idempotentHint": True, "openWorldHint": False}
LISTED = (
    Tool(link_tools.list_pages, link_tools.NoArguments, Scope.LINKS_READ, "List booking pages", READS),
    Tool(link_tools.list_links, link_tools.LinksAsked, Scope.LINKS_READ, "List links", READS),
    Tool(link_tools.make_one_time_link, link_tools.NewLink, Scope.LINKS_WRITE, "Make a one-time link", MAKES),
    Tool(link_tools.revoke_link, link_tools.OneLink, Scope.LINKS_WRITE, "Revoke a link", ENDS),
    Tool(meeting_tools.find_times, meeting_tools.TimesAsked, Scope.SLOTS_READ, "Find free times", READS),
    Tool(meeting_tools.list_meetings, meeting_tools.MeetingsAsked, Scope.BOOKINGS_READ, "List meetings", READS),
    Tool(meeting_tools.get_meeting, meeting_tools.OneMeeting, Scope.BOOKINGS_READ, "Look at a meeting", READS),
    Tool(meeting_tools.cancel_meeting, meeting_tools.Cancelling, Scope.BOOKINGS_WRITE, "Cancel a meeting", ENDS),
)
TOOLS: Mapping[str, Tool] = {tool.name: tool for tool in LISTED}


def described() -> str:
    """Return the list of tools as the text of the file that is committed with the project."""
    tools = [
        {
            "name": tool.name,
            "title": tool.title,
            "description": " ".join((tool.do.__doc__ or "").split()),
            "inputSchema": tool.takes.model_json_schema(),
            "annotations": {"title": tool.title, **tool.hints},
        }
        for tool in LISTED
    ]
    return json.dumps(tools, indent=1, ensure_ascii=False) + "\n"


@cache
def listed_tools() -> list[dict[str, Any]]:
    """Return the tools as clients are told of them."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text())
    return found


def call_tool(request: HttpRequest, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Call the tool for the token's user. What is refused is told in words, so that the assistant can do better."""
    if tool.scope not in request.token.scopes:  # type: ignore[attr-defined]  # it is a Caller by now
        return _refused(f"{Problem('insufficient-scope').title} ({tool.scope})")
    try:
        found = tool.do(request.user, tool.takes.model_validate(arguments))
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, one['loc']))}: {error_sentence(one)}" for one in error.errors())
        return _refused("; ".join(wrong))
    except Refusal as refusal:
        return _refused(str(refusal))
    except Problem as problem:
        return _refused("; ".join([problem.title, *(one["detail"] for one in problem.errors)]))
    except ObjectDoesNotExist:
        return _refused(Problem("not-found").title)
    return {"content": [_text(json.dumps(found, ensure_ascii=False))], "structuredContent": found, "isError": False}


def _refused(text: str) -> dict[str, Any]:
    return {"content": [_text(text)], "isError": True}


def _text(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}
