"""The commands of docs/api.md run as they stand, in a shell, against a server."""

import re
import subprocess
import sys

import pytest

from api.mount import api
from bookings.actions import book
from links.models import Link
from tests.api.client import token_of
from tests.builders import NOW, submission
from tests.scheduler.test_layers import ROOT

GUIDE = (ROOT / "docs" / "api.md").read_text()
STEPS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)


(SCRIPT,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def served(step):
    """Whether the API has what the command asks for."""
    (path,) = re.findall(r"\$SITE/api/v1(/\S*?)\"", step)
    form = re.sub(r"\$\w+", "[^/]+", path)
    return any(
        re.fullmatch(form, re.sub(r"\{[^}]+\}", "7", known))
        for bound in api._get_bound_routers()
        for known in bound.path_operations
    )


def test_guide_has_five_commands():
    assert [step.count("curl ") for step in STEPS] == [0, 1, 1, 1, 1, 1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_guide_leads_from_token_to_meeting(live_server, ben):
    prepare, *steps = STEPS
    done = [step for step in steps if served(step)]
    prepare = prepare.replace("https://meet.example.com", live_server.url).replace("ao1_...", token_of(ben).text())
    script = "set -eo pipefail\n" + prepare + "".join(done) + 'echo "$PAGE $LINK"\n'
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=300, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    link = Link.objects.get()
    assert run.stdout.splitlines()[0] == "Ben Ode"
    assert run.stdout.splitlines()[-1] == f"{ben.pages.get().pk} {link.pk}"
    assert (link.metadata, link.recipient_email) == ({"deal": "4711"}, "priya@example.com")
    assert link.uses == (1 if len(done) == len(steps) else 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_script_tells_who_has_booked(live_server, ben, tmp_path):
    (tmp_path / "mint.py").write_text(SCRIPT)
    (tmp_path / "people.csv").write_text("name,email,crm\nPriya,priya@example.com,4711\nTom,tom@example.com,4712\n")
    known = {"SITE": live_server.url, "TOKEN": token_of(ben).text()}

    def said():
        command = [sys.executable, "mint.py", "people.csv"]
        run = subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, timeout=300, check=False)
        assert (run.returncode, run.stderr) == (0, "")
        return [line.split() for line in run.stdout.splitlines()]

    last, first = said()
    tom, priya = Link.objects.order_by("-pk")
    assert last == ["4712", "tom@example.com", tom.address(), "not-opened"]
    (event_type,) = ben.pages.get().event_types.all()
    booking = book(submission=submission(event_type.pk), link=priya, now=NOW).booking
    assert said() == [last, [*first[:3], "booked", str(booking.uid)]]
    assert Link.objects.count() == 2
