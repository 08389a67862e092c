"""What every answer of the API has in common, and what the door refuses before any operation is called."""

import json
import logging
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from accounts.models import ApiToken, Scope
from api.auth import MOST_FORGED, forgeries
from core.outages import Outage
from scheduler import outage
from tests.api.client import Program, code_of, token_of
from tests.outages import database_error

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture(autouse=True)
def _no_forgeries():
    forgeries.__init__()


def test_me_is_one_statement(ben, django_assert_num_queries):
    program = Program(token_of(ben, Scope.LINKS_READ))
    with django_assert_num_queries(1):
        response = program("GET", "/me")
    said = response.json()
    assert (response.status_code, said["name"], said["organization"]["name"]) == (200, "Ben Ode", "Acme")
    assert said["token"]["scopes"] == ["links:read"]
    assert not said["is_admin"]


def test_answers_carry_limits_and_no_cookie(ben):
    response = Program(token_of(ben))("GET", "/me")
    assert response["RateLimit-Policy"] == '"token";q=600;w=60'
    assert response["RateLimit"].startswith('"token";r=59')
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Cookie" not in response["Vary"]


def test_preflight_needs_no_token(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Program()("OPTIONS", "/me", Origin="chrome-extension://abc")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Headers"] == "authorization, content-type, idempotency-key, request-id"


def test_session_opens_nothing(anas, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = anas.get("/api/v1/me")
    assert code_of(response) == (401, "unauthorized")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer  ", "ao1_abc"])
def test_other_headers_are_no_token(header):
    response = Program()("GET", "/me", Authorization=header)
    assert (code_of(response), response["WWW-Authenticate"]) == ((401, "unauthorized"), "Bearer")


def test_forged_token_is_named_so(ben, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Program()("GET", "/me", Authorization="Bearer ao1_" + "0" * 36)
    assert (code_of(response), response["WWW-Authenticate"]) == (
        (401, "unauthorized"), 'Bearer error="invalid_token"'
    )  # fmt: skip


def test_address_that_forges_has_to_wait(ben):
    statuses = [Program()("GET", "/me", Authorization="Bearer ao1_x").status_code for _ in range(MOST_FORGED + 1)]
    assert statuses == [401] * MOST_FORGED + [429]
    assert Program(token_of(ben))("GET", "/me").status_code == 200


def test_request_ids_come_back(ben):
    program = Program(token_of(ben))
    assert program("GET", "/me", **{"Request-Id": "from-my-proxy-1"})["Request-Id"] == "from-my-proxy-1"
    own = {program("GET", "/me", **{"Request-Id": odd})["Request-Id"] for odd in ("", "a b", "short", "x" * 101)}
    assert (len(own), {len(one) for one in own}) == (4, {32})


def test_limit_is_told_with_a_pause(ben):
    program = Program(token_of(ben))
    ApiToken.objects.update(allowance=0.2)
    response = program("GET", "/me")
    assert (code_of(response), response["Retry-After"]) == ((429, "rate-limited"), "1")


@pytest.mark.parametrize(
    ("method", "path", "headers", "problem"),
    [
        ("GET", "/no/such/thing", {}, (404, "not-found")),
        ("GET", "/me/", {}, (404, "not-found")),
        ("GET", "/", {}, (404, "not-found")),
        ("DELETE", "/me", {}, (405, "method-not-allowed")),
        ("POST", "/openapi.json", {}, (405, "method-not-allowed")),
        ("POST", "/me", {"Content-Length": "1000001"}, (413, "too-large")),
        ("POST", "/me", {"Content-Length": "6000001"}, (413, "too-large")),
    ],
)
def test_front_refuses_with_problems(ben, method, path, headers, problem):
    assert code_of(Program(token_of(ben))(method, path, **headers)) == problem


def test_other_media_types_are_refused():
    response = Client().post("/api/v1/me", data={"name": "x"})
    assert code_of(response) == (415, "unsupported-media-type")


def test_head_is_answered_like_get(ben):
    program = Program(token_of(ben))
    assert program("HEAD", "/me").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_outage_is_a_problem_with_a_pause(ben, monkeypatch):
    monkeypatch.setattr(outage, "outage", Outage(logging.getLogger("scheduler.outage"), "Answered with 503."))
    program = Program(token_of(ben))
    with mock.patch("api.auth.admit_request", side_effect=database_error(OperationalError, "57P01")):
        response = program("GET", "/me")
    assert (code_of(response), response["Retry-After"]) == ((503, "unavailable"), "5")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_faults_are_problems_without_details(ben):
    program = Program(token_of(ben))
    with mock.patch("api.auth.admit_request", side_effect=RuntimeError("s3cr3t")):
        response = program("GET", "/me")
    assert code_of(response) == (500, "internal")
    assert b"s3cr3t" not in response.content


def test_description_is_open_and_cached(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Program()("GET", "/openapi.json")
    assert json.loads(response.content)["openapi"] == "3.1.0"
    assert "public" in response["Cache-Control"]
    again = Program()("GET", "/openapi.json", **{"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
