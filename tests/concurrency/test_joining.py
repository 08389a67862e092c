"""Of several who sign up first, or take up one invitation, one does."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from accounts.actions import invitation_key, invite
from accounts.models import Organization, User
from tests.concurrency import operations
from tests.concurrency.stages import open_stage

CALLERS = 8


def sign_up_first(crowd, database):
    return Counter(
        crowd.all_at_once(database, [(operations.sign_up, {"number": n, "signups": "first"}) for n in range(CALLERS)])
    )


@pytest.mark.feature("O31")
def test_several_first_sign_ups_make_one(unguarded, crowd):
    answers = sign_up_first(crowd, unguarded())
    assert answers == {"made": 1, "SignUpsClosed": CALLERS - 1}
    assert (Organization.objects.count(), User.objects.count()) == (1, 1)


def test_control_without_lock_several_are_first(unguarded, crowd, failpoints, figure):
    failpoints.set(hold_sign_up="skip then meet 2")
    answers = sign_up_first(crowd, unguarded())
    assert answers["made"] > 1
    figure(f"without hold_sign_up: {answers['made']} of {CALLERS} were the first")


@pytest.mark.parametrize("role", User.Role)
@pytest.mark.feature("O32")
def test_an_invitation_admits_one(arena, crowd, role):
    owner, now = open_stage().owner, datetime.now(UTC)
    invitation = invite(actor=owner, email=f"{role}-{owner.email}", role=role, now=now)
    key = invitation_key(invitation)
    answers = Counter(crowd.all_at_once(arena, [(operations.accept, {"key": key, "now": now})] * CALLERS))
    assert answers == {"joined": 1, "InvitationDead": CALLERS - 1}
    assert list(owner.organization.users.exclude(pk=owner.pk).values_list("role", flat=True)) == [role]
