"""Refusals as the API answers them: RFC 9457, with a code that programs can rely on."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja.errors import ValidationError

from accounts.errors import Refusal
from api.codes import API_PROBLEMS, RETRY_AFTER, code_of
from api.sentences import error_sentence, not_known

MEDIA_TYPE = "application/problem+json"
# Pydantic's names of the places of errors. In a body an error is located by a JSON pointer, elsewhere by a name.
BODY, HEADER = "body", "header"


class Problem(Exception):
    """An error response (RFC 9457). `errors` locate the invalid values; `more` are further members."""

    def __init__(
        self,
        code: str,
        *,
        status: int | None = None,
        title: str = "",
        detail: str = "",
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.code, self.detail, self.errors, self.more = code, detail, errors, more
        self.status = status or API_PROBLEMS[code][0]
        self.title = title or str(API_PROBLEMS[code][1])
        self.headers = dict(headers or {})
        if code in RETRY_AFTER:
            self.headers.setdefault("Retry-After", str(RETRY_AFTER[code]))


def body_problem(pointer: str, detail: str) -> Problem:
    """Return the problem of one invalid value in the body, located by its JSON pointer."""
    return Problem("invalid", errors=[{"pointer": pointer, "detail": detail}])


def validate_parameter_names(request: HttpRequest, known: Collection[str]) -> None:
    """Raise Problem for an unknown parameter in the query: without that, a misspelt filter would find everything."""
    if unknown := sorted(set(request.GET) - set(known)):
        raise Problem("invalid", errors=[{"parameter": name, "detail": not_known()} for name in unknown])


def refusal_problem(refusal: Refusal) -> Problem:
    """Return the problem for a refusal of the application."""
    status, code = code_of(refusal)
    return Problem(code, status=status, title=str(refusal))


def validation_problem(error: ValidationError) -> Problem:
    """Return the problem of values that fail validation, each located."""
    return Problem("invalid", errors=[_located_error(fault["loc"], error_sentence(fault)) for fault in error.errors])


def _located_error(place: Sequence[str | int], message: str) -> dict[str, str]:
    where, *rest = place
    if where == BODY:
        # The first is the name of the function's argument.
        return {"pointer": "".join(f"/{_escape(part)}" for part in rest[1:]), "detail": message}
    name = str(rest[-1]) if rest else str(where)
    return {"header" if where == HEADER else "parameter": name, "detail": message}


def _escape(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the HTTP response for a problem."""
    members = {
        "type": f"{settings.BASE_URL}{reverse('api-reference')}#{problem.code}",
        "title": problem.title,
        "status": int(problem.status),
        "code": problem.code,
        "detail": problem.detail,
        "request_id": getattr(request, "request_id", ""),
        **({"errors": list(problem.errors)} if problem.errors else {}),
        **problem.more,
    }
    text = json.dumps(members, ensure_ascii=False)
    return HttpResponse(text, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers)
