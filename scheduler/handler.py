"""How a request is read before any view is asked."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Reads addresses and forms as UTF-8, whatever a request says of itself.

    Django believes every charset that Python knows: those that are no text encoding end in a failure before any view is
    asked, and some make lone surrogates, which no database keeps.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """Django's own, with these requests."""

    request_class = Request
