"""`make test` stays quick: no test asks for a page unless it says so."""

import pytest
from django.test import Client

from tests.tables import table
from tests.tiers import leaves_out


def test_a_page_without_its_mark_is_refused():
    with pytest.raises(pytest.fail.Exception, match="mark it `page`"):
        Client().get("/")


@table(
    ("markers", "source", "left_out"),
    [
        ("not (page or slow)", "pytestmark = pytest.mark.page\n", True),
        ("not (page or slow)", "pytestmark = [\n    pytest.mark.django_db,\n    pytest.mark.slow,\n]\n", True),
        ("not (page or slow)", "pytestmark = pytest.mark.django_db\n\n\n@pytest.mark.page\n", False),
        ("not (page or slow)", "", False),
        ("not (slow or browser)", "pytestmark = pytest.mark.page\n", False),
        ("page and not (walk or slow)", "pytestmark = pytest.mark.walk\n", True),
        ("page and not (walk or slow)", "pytestmark = pytest.mark.page\n", False),
        ("page or not (walk or slow)", "pytestmark = pytest.mark.walk\n", False),
        ("not (page) or screen", "pytestmark = pytest.mark.page\n", False),
        ("page", "pytestmark = pytest.mark.page\n", False),
        ("", "pytestmark = pytest.mark.page\n", False),
    ],
)
def test_files_of_unwanted_tiers_are_not_read(markers, source, left_out):
    assert leaves_out(markers, source) is left_out
