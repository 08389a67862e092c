"""The gallery of mails: for development, and for nobody else."""

import pytest
from django.urls import reverse

from bookings.emails import RENDERERS
from owner.deliveries.gallery import sample
from tests.markup import markup

pytestmark = pytest.mark.django_db


def test_gallery_shows_every_kind_safely(client, settings):
    settings.DEBUG = True
    response = client.get(reverse("mail-gallery"))
    assert [mail["kind"] for mail in response.context["mails"]] == list(RENDERERS)
    page = markup(response)
    assert page.count("<iframe sandbox title=") == page.count("<pre tabindex") == len(RENDERERS)


def test_in_production_there_is_none(client):
    assert client.get(reverse("mail-gallery")).status_code == 404


def test_each_sample_is_for_its_own_reader():
    assert {kind: sample(kind)["recipient"]["role"] for kind in RENDERERS if kind.startswith(("host", "guest"))} == {
        kind: kind.split("_")[0] for kind in RENDERERS if kind.startswith(("host", "guest"))
    }
