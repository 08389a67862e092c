"""Lines of JSON, for programs that read the log: when, where, what, and who asked."""

import json
import logging

import pytest

from scheduler.logs import JsonLines, NoTokens
from tests.builders import NOW


def written(record):
    NoTokens().filter(record)
    line = JsonLines().format(record)
    assert "\n" not in line
    return json.loads(line)


def record_of(**more):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/l/00aSECRET/",), None)
    record.created, record.process = NOW.timestamp(), 7
    vars(record).update(more)
    return record


def test_a_line_says_when_where_and_what():
    assert written(record_of()) == {
        "time": "2030-01-07T08:00:00.000+00:00",
        "level": "WARNING",
        "logger": "django.request",
        "process": 7,
        "message": "Not Found: /l/[token]/",
    }


@pytest.mark.django_db
def test_a_request_says_who_asked(rf, ana, settings, django_assert_num_queries):
    request = rf.post("/x", REMOTE_ADDR="203.0.113.7")
    stranger = written(record_of(request=request))
    request._cached_user = ana
    with django_assert_num_queries(0):
        users = written(record_of(request=request))
    assert {name: stranger[name] for name in ("method", "address", "user")} == {
        "method": "POST", "address": "203.0.113.7", "user": None,
    }  # fmt: skip
    assert users["user"] == ana.pk


def test_a_trace_stays_on_its_line():
    try:
        raise ValueError("at /b/00aSECRET/")
    except ValueError as error:
        record = record_of(exc_info=(type(error), error, error.__traceback__))
    trace = written(record)["trace"]
    assert trace.startswith("Traceback")
    assert trace.endswith("ValueError: at /b/[token]/")
