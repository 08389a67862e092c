"""Colleagues who may make links in one's name."""

import pytest
from django.urls import reverse
from hypothesis import example, given

from accounts.models import HistoryEntry
from links.actions.reusable import may_act_for
from tests.builders import add_colleague
from tests.junk import all_junk, forms, junk_settings
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.mark.feature("C3")
def test_delegates_are_allowed_and_removed(client, ana, ben, zoe):
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")
    client.force_login(ben)
    page = markup(client.get(reverse("delegates")))
    assert "Cem Kaya" in page
    assert "Zoe Stranger" not in page
    response = client.post(reverse("delegates"), {"delegates": [cem.pk]}, follow=True)
    assert response.redirect_chain == [(reverse("delegates"), 302)]
    assert "Saved." in markup(response)
    assert (may_act_for(cem, ben), may_act_for(ben, cem), may_act_for(zoe, ben)) == (True, False, False)
    assert f'value="{cem.pk}" checked' in markup(client.get(reverse("delegates")))
    client.post(reverse("delegates"), {})
    assert not may_act_for(cem, ben)
    entries = HistoryEntry.objects.filter(subject="user", subject_id=ben.pk, verb="delegates").order_by("pk")
    assert list(entries.values_list("actor", "details")) == [
        (ben.pk, {"delegates": [cem.pk]}),
        (ben.pk, {"delegates": []}),
    ]


@pytest.mark.parametrize("who", ["zoe", "ben"])
@pytest.mark.feature("C3")
def test_nobody_outside_and_not_oneself(client, ben, zoe, who):
    client.force_login(ben)
    wrong = {"zoe": zoe, "ben": ben}[who]
    response = client.post(reverse("delegates"), {"delegates": [wrong.pk]})
    assert response.status_code == 422
    assert 'id="id_delegates_error"' in markup(response)
    assert not ben.delegates.exists()


@pytest.mark.feature("C3")
def test_user_without_colleagues_reads_why(client, zoe):
    client.force_login(zoe)
    assert "You have no colleagues here yet." in markup(client.get(reverse("delegates")))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("C3")
def test_list_costs_constant_number_of_queries(client, ana, count, django_assert_num_queries):
    for one in range(count):
        ana.delegates.add(add_colleague(ana, f"Member {one}", f"m{one}@acme.example"))
    client.force_login(ana)
    # Session, user, who is allowed, colleagues.
    with django_assert_num_queries(4):
        client.get(reverse("delegates"))


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("delegates"))
@given(sent=forms("delegates"))
@pytest.mark.feature("C3")
def test_junk_is_taken_for_nobody_or_refused(client, ana, ben, sent):
    client.force_login(ben)
    assert client.post(reverse("delegates"), sent).status_code in {302, 422}
    assert not ben.delegates.exists()
