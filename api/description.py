"""The API's description: OpenAPI 3.1, as it is served and as the reference is made of it.

`manage.py openapi` writes it to a file, which is committed: its diff shows what a change of an operation changes for
programs. Making the description takes seconds, serving the file does not.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from api.door import Api
from api.problems import MEDIA_TYPE

FILE = Path(__file__).with_name("openapi.json")
PREFIX = "/api/v1/"
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "Why the request was refused (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "suggestions": {
            "type": "array",
            "description": "With `slot-taken`: free times instead, the nearest first.",
            "items": {"type": "string", "format": "date-time"},
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "header": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def render_description(api: Api) -> str:
    """Return the description of the API as the text of the file that is committed with the project."""
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))
    schema["servers"] = [{"url": "/"}]
    schema["components"]["schemas"]["Problem"] = PROBLEM
    for operations in schema["paths"].values():
        for operation in operations.values():
            _complete(operation)
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _complete(operation: dict[str, Any]) -> None:
    """Say which scope is needed, and that whatever else is answered is a problem."""
    scope = operation["x-scope"]
    operation["security"] = [] if operation.get("x-open") else [{"Bearer": [scope] if scope else []}]
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    operation["responses"]["default"] = {"description": "A problem", "content": {MEDIA_TYPE: problem}}


@cache
def load_description() -> tuple[bytes, str]:
    """Return the file's content, named as this installation is, and its digest."""
    schema = json.loads(FILE.read_text())
    schema["info"]["title"] = settings.PRODUCT_NAME
    content = (json.dumps(schema, ensure_ascii=False) + "\n").encode()
    return content, hashlib.sha256(content).hexdigest()
