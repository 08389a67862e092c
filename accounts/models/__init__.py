"""The models of accounts."""

from accounts.models.api_tokens import ApiToken, Scope
from accounts.models.history import HistoryEntry
from accounts.models.organizations import Invitation, Organization, SignIn, User, unused_slug
from accounts.models.pairings import Pairing
from accounts.models.pictures import Picture
from accounts.models.zone_records import ZoneRecord

__all__ = [
    "ApiToken",
    "HistoryEntry",
    "Invitation",
    "Organization",
    "Pairing",
    "Picture",
    "Scope",
    "SignIn",
    "User",
    "ZoneRecord",
    "unused_slug",
]
