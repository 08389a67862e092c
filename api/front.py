"""What wraps every operation of the API: request ids, limits of the body, and headers of the response.

The session's cookie is never looked at: a token in the header is the only way in. So any site may call (CORS), since
no browser sends a token by itself.
"""

import re
from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern

from accounts.access import cookieless
from accounts.actions.api_tokens import MOST_ALLOWED, REFILL
from api.problems import Problem, problem_response
from core.ids import read_number

View = Callable[..., HttpResponse]
# Bytes of a body.
MAX_BODY_BYTES = 1_000_000
JSON = "application/json"
# A request may bring an id of its own, such as one of a proxy's.
REQUEST_ID = re.compile(r"[\x21-\x7e]{8,100}")
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "link, location, retry-after, ratelimit, ratelimit-policy, request-id, idempotent-replayed, www-authenticate"
    ),
    "Cache-Control": "no-store",
    "RateLimit-Policy": f'"token";q={MOST_ALLOWED};w={MOST_ALLOWED // REFILL}',
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "authorization, content-type, idempotency-key, request-id",
    "Access-Control-Max-Age": "7200",
}


def is_api(request: HttpRequest) -> bool:
    """Return whether the request is for an address of the API."""
    return request.path_info.startswith(("/api/", "/mcp"))


def identify(request: HttpRequest) -> str:
    """Return the id of the request, and give it one if it has none."""
    request_id = getattr(request, "request_id", "")
    if not request_id:
        sent = request.headers.get("Request-Id", "")
        request_id = sent if REQUEST_ID.fullmatch(sent) else uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # read by the log, and by Caller
    return str(request_id)


def add_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give an answer the headers that every answer of the API has."""
    response["Request-Id"] = identify(request)
    for name, value in HEADERS.items():
        response.setdefault(name, value)
    if limit := request.META.get("api.limit"):
        response["RateLimit"] = limit
    return response


def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the whole answer to a request that is refused outside of its operation."""
    identify(request)
    return add_headers(request, problem_response(request, problem))


def behind_front(pattern: URLPattern) -> URLPattern:
    """Let the view of an address be called through `_front`. Return the same pattern."""
    pattern.callback = _front(pattern.callback)
    return pattern


def _front(view: Callable[..., HttpResponseBase]) -> View:
    @wraps(view)
    def fronted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        identify(request)
        if request.method == "OPTIONS":
            return add_headers(request, HttpResponse(status=204, headers=PREFLIGHT))
        problem = unread_body_problem(request)
        if problem is not None:
            return refuse(request, problem)
        return add_headers(request, _call_view(view, request, *args, **kwargs))

    return cookieless(fronted)


def _call_view(
    view: Callable[..., HttpResponseBase], request: HttpRequest, *args: object, **kwargs: object
) -> HttpResponse:
    """Call the view. HEAD is answered like GET; the server leaves the body out."""
    method = request.method
    request.method = "GET" if method == "HEAD" else method
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = method
    assert isinstance(response, HttpResponse)
    if isinstance(response, HttpResponseNotAllowed):
        return problem_response(request, Problem("method-not-allowed", headers={"Allow": response["Allow"]}))
    return response


def unread_body_problem(request: HttpRequest) -> Problem | None:
    """Return the problem of a body that is refused unread, because of its size or type; None if there is none."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if read_number(length.strip().lstrip("0") or "0", MAX_BODY_BYTES) is None:
        return Problem("too-large")
    if length.strip("0 ") and request.content_type != JSON:
        return Problem("unsupported-media-type")
    return None
