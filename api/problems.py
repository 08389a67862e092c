"""Refusals as the API answers them: RFC 9457, with a code that programs can rely on."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja.errors import ValidationError

from accounts.errors import Refusal
from api.codes import OWN, RETRY_AFTER, code_of
from api.sentences import error_sentence, not_known

MEDIA_TYPE = "application/problem+json"
# What is named in a body by its place, and elsewhere by its name.
BODY, HEADER = "body", "header"


class Problem(Exception):
    """What a request is refused with. `errors` name the values that cannot be taken; `more` are further members."""

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
        self.status = status or OWN[code][0]
        self.title = title or str(OWN[code][1])
        self.headers = dict(headers or {})
        if code in RETRY_AFTER:
            self.headers.setdefault("Retry-After", str(RETRY_AFTER[code]))


def wrong(pointer: str, detail: str) -> Problem:
    """Return the problem of one value of the body that cannot be taken, named by its JSON pointer."""
    return Problem("invalid", errors=[{"pointer": pointer, "detail": detail}])


def judge_names(request: HttpRequest, known: Collection[str]) -> None:
    """Raise Problem for an unknown parameter in the query: without that, a misspelt filter would find everything."""
    if strange := sorted(set(request.GET) - set(known)):
        raise Problem("invalid", errors=[{"parameter": name, "detail": not_known()} for name in strange])


def refused(refusal: Refusal) -> Problem:
    """Return the problem that a refusal of the application is answered with."""
    status, code = code_of(refusal)
    return Problem(code, status=status, title=str(refusal))


def invalid(error: ValidationError) -> Problem:
    """Return the problem of values that do not fit their types, each named by its place."""
    return Problem("invalid", errors=[_named(one["loc"], error_sentence(one)) for one in error.errors])


def _named(place: Sequence[str | int], message: str) -> dict[str, str]:
    where, *rest = place
    if where == BODY:
        # The first is the name of the function's argument.
        return {"pointer": "".join(f"/{_escaped(part)}" for part in rest[1:]), "detail": message}
    name = str(rest[-1]) if rest else str(where)
    return {"header" if where == HEADER else "parameter": name, "detail": message}


def _escaped(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the answer that says what the problem is."""
    said = {
        "type": f"{settings.BASE_URL}{reverse('api-reference')}#{problem.code}",
        "title": problem.title,
        "status": int(problem.status),
        "code": problem.code,
        "detail": problem.detail,
        "request_id": getattr(request, "request_id", ""),
        **({"errors": list(problem.errors)} if problem.errors else {}),
        **problem.more,
    }
    text = json.dumps(said, ensure_ascii=False)
    return HttpResponse(text, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers)
