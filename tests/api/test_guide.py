"""The commands of docs/api.md run as they stand, in a shell, against a server."""

import re
import subprocess

import pytest

from api.mount import api
from links.models import Link
from tests.api.client import token_of
from tests.scheduler.test_layers import ROOT

GUIDE = (ROOT / "docs" / "api.md").read_text()
STEPS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)


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
