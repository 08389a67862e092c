"""Each refusal of the application has a code, and codes are what the reference says."""

from accounts.errors import Refusal
from api.codes import API_PROBLEMS, DEAD, REFUSALS, code_of
from links.errors import DeadLink
from links.liveness import DeadReason
from tests.tables import table


def every_refusal(kind=Refusal):
    for one in kind.__subclasses__():
        if not one.__module__.startswith("tests."):
            yield one
        yield from every_refusal(one)


def test_every_refusal_has_a_code():
    assert set(every_refusal()) == set(REFUSALS)


def test_each_code_means_one_status():
    own = ((status, code) for code, (status, _sentence) in API_PROBLEMS.items())
    listed = [*REFUSALS.values(), *((410, code) for code in DEAD.values()), *own]
    assert [code for _status, code in listed if code != code.lower() or not code.replace("-", "").isalpha()] == []
    statuses = {}
    for status, code in listed:
        statuses.setdefault(code, set()).add(int(status))
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}
    assert all(400 <= status < 600 for found in statuses.values() for status in found)


@table("reason", DeadReason)
def test_dead_links_say_why(reason):
    assert code_of(DeadLink(reason)) == (410, f"link-{reason}")
