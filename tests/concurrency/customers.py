"""Customers over HTTP, without a browser: they open the form, and send it. Answers are plain data."""

import html
import json
import re
from datetime import datetime
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from customer import form_token
from links.models import Link
from tests.concurrency import stages
from tests.patience import PATIENCE

TOKEN = re.compile(r'name="token" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Reply(NamedTuple):
    """What a server answered; status 0 where the line went dead instead."""

    status: int
    location: str = ""
    body: str = ""


def link_path(link: Link) -> str:
    """The path of the link's address."""
    address = link.address()
    assert address is not None
    return urlsplit(address).path


def ask(port: int, method: str, path: str, fields: dict[str, str] | None = None, *, host: str = "127.0.0.1") -> Reply:
    line = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        line.request(method, path, urlencode(fields) if fields else None, FORM if fields else {})
        response = line.getresponse()
        return Reply(response.status, response.headers.get("Location", ""), response.read().decode())
    except (ConnectionError, EOFError):
        return Reply(0)
    finally:
        line.close()


def form_path(entry: str, event_type: int, start: datetime) -> str:
    """The address of the form for one time; `entry` is that of a link or of a public page."""
    return f"{entry}book/?{urlencode({'event': event_type, 'start': int(start.timestamp())})}"


def open_form(*, port: int, entry: str, event_type: int, start: datetime, name: str = "Priya Shah") -> dict[str, str]:
    """Opens the form and fills it in; answers what is to be sent, and where to, as `path`."""
    path = form_path(entry, event_type, start)
    reply = ask(port, "GET", path)
    found = TOKEN.search(reply.body)
    assert reply.status == 200, reply
    assert found is not None
    return {
        "path": path,
        "token": html.unescape(found[1]),
        "start": str(int(start.timestamp())),
        "name": name,
        "email": stages.customer_of(start),
    }


def fill_in(*, link: Link, event_type: int, start: datetime) -> dict[str, str]:
    """What `open_form` gives, with a token made here: where thousands of forms are needed, only some are opened."""
    return {
        "path": form_path(link_path(link), event_type, start),
        "token": form_token.make("book", f"link {link.pk}", uuid4()),
        "start": str(int(start.timestamp())),
        "name": "Priya Shah",
        "email": stages.customer_of(start),
    }


def call_api(*, port: int, token: str, path: str, start: datetime) -> Reply:
    """Books for a customer through the API, as a program does; the body is the code of what is refused."""
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    body = {"start": start.isoformat(), "name": "Priya Shah", "email": stages.customer_of(start)}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        line.request("POST", f"/api/v1{path}", json.dumps(body), headers)
        response = line.getresponse()
        said = json.loads(response.read())
        return Reply(response.status, response.headers.get("Location", ""), said.get("code", ""))
    except (ConnectionError, EOFError):
        return Reply(0)
    finally:
        line.close()


def send_form(*, port: int, form: dict[str, str]) -> Reply:
    """Sends what `open_form` gave; without the body of the answer, which no race looks at."""
    fields = {name: value for name, value in form.items() if name != "path"}
    return ask(port, "POST", form["path"], fields)._replace(body="")
