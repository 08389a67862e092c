"""The codes of the problems that the API answers with. Programs rely on them: a code never changes its meaning."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

import accounts.errors as account
import bookings.errors as booking
import calendars.errors as calendar
import deliveries.errors as delivery
import links.errors as link
import pages.errors as page
from accounts.errors import Refusal
from core.text import LazyText
from links.liveness import DeadReason

# Problems of the API itself, by their code: the status and the title.
API_PROBLEMS: dict[str, tuple[int, LazyText]] = {
    "malformed": (HTTPStatus.BAD_REQUEST, _("The body is not JSON in UTF-8.")),
    "unauthorized": (HTTPStatus.UNAUTHORIZED, _("Send a valid API token: “Authorization: Bearer ao1_…”.")),
    "forbidden-origin": (HTTPStatus.FORBIDDEN, _("Other websites may not call this address.")),
    "insufficient-scope": (
        HTTPStatus.FORBIDDEN,
        _("The token may not do this. Make one with the scope that is missing."),
    ),
    "not-found": (HTTPStatus.NOT_FOUND, _("There is nothing here, or it is not yours.")),
    "method-not-allowed": (HTTPStatus.METHOD_NOT_ALLOWED, _("This address does not take that method.")),
    "too-large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The body is larger than 1 MB.")),
    "unsupported-media-type": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        _("Send JSON, with “Content-Type: application/json”."),
    ),
    "invalid": (HTTPStatus.UNPROCESSABLE_ENTITY, _("Some values cannot be taken. See “errors”.")),
    "rate-limited": (HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests. Try again later.")),
    "internal": (HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong here. It has been noted.")),
    "unavailable": (HTTPStatus.SERVICE_UNAVAILABLE, _("The database cannot be used at the moment. Try again soon.")),
}
REFUSALS: dict[type[Refusal], tuple[int, str]] = {
    account.SignUpsClosed: (403, "sign-ups-closed"),
    account.InvitationDead: (410, "invitation-dead"),
    account.AddressTaken: (409, "address-taken"),
    account.LastAdmin: (409, "last-admin"),
    account.SuperuserOnly: (403, "above-you"),
    account.TooManyAttempts: (429, "rate-limited"),
    account.NoSecondFactor: (409, "no-second-factor"),
    account.AmbiguousOrganization: (409, "which-organization"),
    account.PublicAddressTaken: (409, "public-address-taken"),
    account.AdminsOnly: (403, "for-admins"),
    account.TokenAlreadyMade: (409, "made-already"),
    account.TooManyTokens: (409, "too-many-tokens"),
    account.KeyReused: (409, "idempotency-key-reused"),
    account.UnknownLetters: (404, "not-found"),
    account.PairingPending: (409, "pairing-pending"),
    account.PairingDenied: (403, "pairing-denied"),
    account.PairingExpired: (410, "pairing-over"),
    delivery.NotFailed: (409, "not-failed"),
    delivery.TooManyEndpoints: (409, "too-many-webhooks"),
    delivery.NothingToSend: (410, "erased"),
    calendar.CalendarRefusal: (409, "calendar-refused"),
    calendar.Blocked: (422, "calendar-blocked"),
    calendar.ServerAway: (409, "calendar-away"),
    calendar.ServerBusy: (409, "calendar-busy"),
    calendar.Unauthorized: (409, "calendar-unauthorized"),
    calendar.FileRefused: (409, "calendar-address-refused"),
    calendar.SecretLost: (409, "calendar-secret-lost"),
    calendar.AccessEnded: (409, "calendar-access-ended"),
    calendar.ScopeMissing: (409, "calendar-scope-missing"),
    calendar.OtherAccount: (409, "calendar-other-account"),
    calendar.HandshakeOver: (409, "calendar-handshake-over"),
    calendar.ClientRefused: (409, "calendar-client-refused"),
    calendar.TokenOver: (409, "calendar-token-over"),
    calendar.WebPage: (422, "calendar-web-page"),
    calendar.CannotSeal: (409, "calendar-cannot-seal"),
    calendar.Gone: (410, "calendar-gone"),
    calendar.NoCalendars: (409, "no-calendars"),
    calendar.AlreadyConnected: (409, "already-connected"),
    calendar.TooManyConnections: (409, "too-many-connections"),
    calendar.TooManyCalendars: (409, "too-many-calendars"),
    calendar.NotACalendar: (422, "not-a-calendar"),
    calendar.CalendarCut: (409, "calendar-cut"),
    calendar.CalendarTooLarge: (409, "calendar-too-large"),
    calendar.ReadOnlyCalendar: (409, "calendar-read-only"),
    page.NotYours: (403, "not-yours"),
    page.AddressInUse: (409, "address-in-use"),
    page.StillUsed: (409, "still-used"),
    page.WrongChoice: (422, "wrong-choice"),
    page.TeamNeedsAutomaticBooking: (422, "teams-book-at-once"),
    link.UnknownLink: (404, "not-found"),
    link.DeadLink: (410, "link-dead"),
    link.NothingToShare: (409, "nothing-to-share"),
    link.TooLateToExtend: (409, "too-late-to-extend"),
    link.MayNotActForOwner: (403, "not-for-them"),
    link.NoHostsChosen: (422, "nobody-to-meet"),
    link.NoPageYet: (422, "no-page-yet"),
    link.TooManyLinkRequests: (429, "asked-enough"),
    link.NewLinkWouldNotWork: (409, "no-use"),
    link.LinkWasReusable: (409, "was-reusable"),
    link.PageArchived: (409, "page-gone"),
    link.PagePaused: (409, "page-paused"),
    link.ParentEnded: (409, "parent-over"),
    booking.SlotTaken: (409, "slot-taken"),
    booking.NotOfferedHere: (409, "not-offered"),
    booking.EventTypePaused: (409, "paused"),
    booking.AnswersMissing: (422, "answers-missing"),
    booking.OnlyForRecipient: (403, "only-for-recipient"),
    booking.AlreadySent: (409, "already-sent"),
    booking.PageClosed: (410, "page-closed"),
    booking.TooManyBookings: (429, "too-many-bookings"),
    booking.GuestInvitedOften: (429, "guest-invited-often"),
    booking.HasUpcomingMeetings: (409, "still-ahead"),
    booking.UpcomingMeetingsChanged: (409, "ahead-changed"),
    booking.Busy: (503, "busy"),
    booking.UnknownBooking: (404, "not-found"),
    booking.TimesMissing: (422, "times-missing"),
    booking.Overlapping: (422, "overlapping"),
    booking.MeetingChanged: (409, "changed"),
    booking.NotTakingPlace: (409, "ended"),
    booking.AlreadyStarted: (409, "begun"),
    booking.TooLate: (409, "too-late"),
    booking.HostLeft: (409, "host-left"),
    booking.NotRequested: (409, "not-requested"),
    booking.NotStarted: (409, "not-over"),
    booking.HostBusy: (409, "host-busy"),
    booking.NoFeed: (409, "no-feed"),
    booking.UnknownFeed: (404, "not-found"),
    booking.WithdrawnFeed: (410, "feed-withdrawn"),
}
DEAD: dict[DeadReason, str] = {
    DeadReason.USED: "link-used",
    DeadReason.REVOKED: "link-revoked",
    DeadReason.EXPIRED: "link-expired",
    DeadReason.DELETED: "link-deleted",
    DeadReason.PAUSED: "link-paused",
}
# Seconds after which to try again, where that helps.
RETRY_AFTER = {"busy": 2, "unavailable": 5}


def code_of(refusal: Refusal) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    status, code = REFUSALS[type(refusal)]
    return (status, DEAD[refusal.reason]) if isinstance(refusal, link.DeadLink) else (status, code)
