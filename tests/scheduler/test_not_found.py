"""What is said of an address that leads nowhere, and the way on from there."""

import pytest

from tests.builders import open_account
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]
WAY_ON = 'href="/">Go to the start page</a>'


@pytest.mark.parametrize(("address", "led_on"), [("/nothing/", False), ("/meetings/1/", True)])
def test_who_is_signed_in_is_led_on(client, address, led_on):
    client.force_login(open_account("Ana Ruiz", "ana@acme.example", "Acme"))
    response = client.get(address)
    page = markup(response)
    assert (response.status_code, "We could not find this page" in page) == (404, True)
    assert (WAY_ON in page, "Copy the whole link" in page) == (led_on, not led_on)
