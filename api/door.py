"""The API as a whole: how operations are declared, how bodies are parsed, and how errors are answered."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI, Router
from ninja.errors import HttpError
from ninja.errors import ValidationError as NinjaValidationError
from ninja.parser import Parser

from accounts.errors import Refusal
from accounts.models import Scope
from api.auth import Bearer
from api.problems import Problem, problem_response, refusal_problem, validation_problem

Function = TypeVar("Function", bound=Callable[..., Any])
VERSION = "1.0"


class JsonBodies(Parser):
    """Reads bodies as objects of JSON in UTF-8, as strictly as RFC 8259 says. What it raises is answered with 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = json.loads(request.body.decode() or "{}", parse_constant=_reject_constant)
        if not isinstance(body, dict):
            raise ValueError
        return body

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        values: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        return {name: value for name, value in values.items() if value != ""}


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(name)


class NounRouter(Router):
    """The operations on one thing. Each needs a scope, any token, or none, and says so in its description."""

    def reads(self, path: str, scope: Scope | None, shape: Any) -> Callable[[Function], Function]:
        """Declare an operation that only reads."""
        return self._declare(["GET"], path, scope, {200: shape})

    def writes(
        self, path: str, scope: Scope | None, shapes: Mapping[int, Any], method: str = "POST"
    ) -> Callable[[Function], Function]:
        """Declare an operation that writes. `shapes` are its answers, by their status."""
        return self._declare([method], path, scope, shapes)

    def writes_without_token(self, path: str, shapes: Mapping[int, Any]) -> Callable[[Function], Function]:
        """Declare an operation that writes and needs no token."""
        return self._declare(["POST"], path, None, shapes, auth=None)

    def _declare(
        self,
        methods: list[str],
        path: str,
        scope: Scope | None,
        shapes: Mapping[int, Any],
        auth: type[Bearer] | None = Bearer,
    ) -> Callable[[Function], Function]:
        extra: dict[str, Any] = {"x-scope": "" if scope is None else str(scope)}
        if auth is None:
            extra["x-open"] = True

        def declare(view: Function) -> Function:
            declared: Callable[[Function], Function] = self.api_operation(
                methods,
                path,
                auth=None if auth is None else auth(scope),
                response=dict(shapes),
                operation_id=view.__name__,
                summary=(view.__doc__ or "").strip().partition("\n")[0].rstrip("."),
                description=(view.__doc__ or "").strip(),
                by_alias=True,
                openapi_extra=extra,
            )
            return declared(view)

        return declare


class Api(NinjaAPI):
    """The API. Its description is made by `api.description`, and served as a file."""

    def __init__(self) -> None:
        super().__init__(
            title="Admit One",
            version=VERSION,
            openapi_url=None,
            docs_url=None,
            urls_namespace="api",
            parser=JsonBodies(),
        )

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Return the response to an error. Unexpected errors go on to Django, where `scheduler.outage` answers them."""
        if isinstance(exc, Problem):
            return problem_response(request, exc)
        if isinstance(exc, Refusal):
            return problem_response(request, refusal_problem(exc))
        if isinstance(exc, HttpError):
            # Only of a body that could not be read: the parser's own error is its cause.
            return problem_response(request, Problem("malformed"))
        if isinstance(exc, NinjaValidationError):
            return problem_response(request, validation_problem(exc))
        if isinstance(exc, ValidationError):
            return problem_response(request, Problem("invalid", detail=" ".join(exc.messages)))
        if isinstance(exc, (ObjectDoesNotExist, Http404)):
            return problem_response(request, Problem("not-found"))
        raise exc
