"""What PostgreSQL cannot be asked is refused by Django admin with a page, never a failure."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.page]

PAGES = reverse("admin:pages_page_changelist")
AUTOCOMPLETE = reverse("admin:autocomplete") + "?app_label=pages&model_name=page&field_name=host&term="


@pytest.mark.parametrize(
    "address", [f"{PAGES}?kind__exact=%00", f"{PAGES}?q=%00", f"{PAGES}?%00=1", f"{AUTOCOMPLETE}%00"]
)
def test_nul_in_a_search_or_filter(anas, address):
    response = anas.get(address)
    assert response.status_code in {302, 400}


@pytest.mark.parametrize("ticked", ["\x00", "x", "-1", "٣", "", "9" * 30, "9" * 5_000])
def test_a_ticked_row_that_is_no_id(anas, anas_page, ticked):
    response = anas.post(PAGES, {"action": "archive", "_selected_action": [ticked]})
    assert response.status_code == 400
    assert "We could not read your request" in response.content.decode()
    anas_page.refresh_from_db()
    assert anas_page.archived_at is None
