"""The official client of the Model Context Protocol, with the site as its server."""

from functools import partial

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from accounts.models import Scope
from bookings.actions import book
from links.models import Link
from tests.api.client import token_of
from tests.builders import NOW, submission

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.page]


async def talk(url, token, mode, page):
    """Connects, lists the tools and calls two of them."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
    ):
        listed = await client.list_tools()
        made = await client.call_tool("make_one_time_link", {"page": page, "recipient_name": "Priya"})
        times = await client.call_tool("find_times", {"page": page})
        return client.protocol_version, [tool.name for tool in listed.tools], made, times


@pytest.mark.parametrize(("mode", "version"), [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
def test_official_client_makes_a_link(live_server, ana, anas_page, event_type, mode, version):
    token = token_of(ana, Scope.LINKS_READ, Scope.LINKS_WRITE)
    spoken, tools, made, times = anyio.run(partial(talk, live_server.url, token.text(), mode, anas_page.pk))
    assert (spoken, len(tools), made.is_error) == (version, 8, False)
    link = Link.objects.get()
    assert made.structured_content["address"] == link.address()
    assert (times.is_error, "(slots:read)" in times.content[0].text) == (True, True)
    book(submission=submission(event_type.pk), link=link, now=NOW)
    link.refresh_from_db()
    assert link.uses == 1
