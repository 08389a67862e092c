"""Large requests are refused before anything is read of them."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from scheduler.body_limit import RejectLargeBodies
from scheduler.body_size import MAX_BODY_BYTES, is_large
from tests.markup import markup

pytestmark = pytest.mark.page


class Untouched:
    """A body that must not be read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("The body was read.")

    readline = read


@pytest.mark.parametrize("path", ["/", "/settings/profile/", "/accounts/login/", "/l/x/book/", "/nothing/", "/admin/"])
@pytest.mark.django_db
def test_300_megabytes_are_refused_unread(path):
    sent = {"CONTENT_LENGTH": "300000000", "wsgi.input": Untouched()}
    answer = Client().generic("POST", path, **sent)
    assert (answer.status_code, "too long" in markup(answer), answer["Cache-Control"]) == (413, True, "no-store")
    assert (dict(answer.cookies), Session.objects.count()) == ({}, 0)


SIZES = [("", False), ("0", False), (str(MAX_BODY_BYTES), False), (str(MAX_BODY_BYTES + 1), True), ("9" * 5_000, True)]
SIZES += [("0000000007", False), ("-1", False), ("x", False), ("٣٠٠٠٠٠٠٠٠٠", False), (" 300000000 ", True)]


@pytest.mark.parametrize(("length", "large"), SIZES)
def test_the_size_is_read_as_django_does(length, large):
    assert is_large(length) is large


def test_others_go_on():
    assert RejectLargeBodies(lambda request: "answered")(RequestFactory().post("/", {"a": "b"})) == "answered"
