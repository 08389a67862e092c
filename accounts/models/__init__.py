"""The models of accounts."""

from accounts.models.api_tokens import ApiToken, ApiTokenQuerySet, Scope
from accounts.models.history import HistoryEntry
from accounts.models.organizations import (
    Invitation,
    InvitationQuerySet,
    Organization,
    SignIn,
    User,
    UserManager,
    unused_slug,
)
from accounts.models.pairings import Pairing, PairingQuerySet
from accounts.models.pictures import Picture
from accounts.models.zone_records import ZoneRecord

__all__ = [
    "ApiToken",
    "ApiTokenQuerySet",
    "HistoryEntry",
    "Invitation",
    "InvitationQuerySet",
    "Organization",
    "Pairing",
    "PairingQuerySet",
    "Picture",
    "Scope",
    "SignIn",
    "User",
    "UserManager",
    "ZoneRecord",
    "unused_slug",
]
