"""docs/webhooks.md: its receiver runs as it stands, and its tables name what there is."""

import os
import re
import socket
import subprocess
import sys
import time
from ipaddress import ip_network

import pytest
import time_machine
from django.conf import settings

from core.database import read_clock
from deliveries.models import HookEvent
from deliveries.webhooks.actions import send_test
from deliveries.webhooks.signing import secret_text
from tests.builders import NOW
from tests.webhooks.receiver import call_all, endpoint_at

PAGE = (settings.BASE_DIR / "docs" / "webhooks.md").read_text()
RECEIVER = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)[0]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port):
    for _try in range(600):
        with socket.socket() as line:
            line.settimeout(0.1)
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@pytest.mark.django_db
@pytest.mark.parametrize("is_right", [True, False])
@pytest.mark.race
def test_the_receiver_runs_as_written(ana, settings, is_right):
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = (ip_network("127.0.0.0/8"),), True
    port = free_port()
    endpoint = endpoint_at(f"http://127.0.0.1:{port}/", ana)
    other = endpoint_at("https://crm.example/", ana)
    known = {"SECRET": secret_text(endpoint if is_right else other), "PORT": str(port)}
    command = [sys.executable, "-c", RECEIVER]
    program = subprocess.Popen(command, env=os.environ | known, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        # By the real clock: receivers refuse what was signed long ago, or is yet to be.
        with time_machine.travel(read_clock(), tick=True):
            call = send_test(actor=ana, endpoint_id=endpoint.pk, now=NOW.replace(year=2020))
            call_all(1)
    finally:
        program.terminate()
        said = program.communicate(timeout=20)[0].decode()
    call.refresh_from_db()
    assert ((call.sent_at is not None), said.startswith("endpoint.ping {'by': {")) == (is_right, is_right)


def test_the_receiver_has_ten_lines():
    assert len([line for line in RECEIVER.splitlines() if line.strip()]) <= 10


def test_the_table_names_each_event():
    assert set(re.findall(r"`((?:booking|link|endpoint)\.\w+)`", PAGE)) == set(HookEvent.values)
