"""How requests are read before a view is called."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """A request whose address and form are read as UTF-8, whatever charset it declares.

    Django accepts every charset that Python knows. Some are no text encodings and raise an error before any view is
    called, and some produce lone surrogates, which the database cannot store.
    """

    def _set_content_type_params(self, meta: dict[str, str]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """Django's handler with this request class."""

    request_class = Request
