"""`make test` stays quick: no test asks for a page unless it says so."""

import pytest
from django.test import Client


def test_a_page_without_its_mark_is_refused():
    with pytest.raises(pytest.fail.Exception, match="mark it `page`"):
        Client().get("/")
