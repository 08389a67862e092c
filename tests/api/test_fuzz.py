"""Generated requests find no fault of the server, and nothing that the description does not say: `make test-api`."""

import subprocess

import pytest

from tests.api.client import token_of
from tests.scheduler.test_layers import ROOT

# In an environment of its own: it brings many packages that nothing else needs.
SCHEMATHESIS = ROOT / "var" / "schemathesis" / "bin" / "schemathesis"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
CASES, SECONDS = 20, 1_200


@pytest.mark.fuzz
@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="`make test-api` installs schemathesis")
@pytest.mark.django_db(transaction=True)
def test_generated_requests_find_no_fault(live_server, ana, monkeypatch):
    # So many requests are no limit here.
    monkeypatch.setattr("accounts.actions.api_tokens.MOST_ALLOWED", 10**9)
    token = token_of(ana, reach="organization")
    command = [
        str(SCHEMATHESIS), "run", f"{live_server.url}/api/v1/openapi.json", "--url", live_server.url,
        "--header", f"Authorization: Bearer {token.text()}", "--checks", CHECKS, "--max-examples", str(CASES),
        "--phases", "examples,coverage,fuzzing", "--request-timeout", "60", "--generation-deterministic",
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert run.returncode == 0, run.stdout[-5_000:]
