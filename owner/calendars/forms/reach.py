"""The forms that ask how a calendar is reached. No secret typed there is shown again, not even where it is refused."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from calendars.models import Connection
from calendars.providers import Access
from calendars.secrets import access_to
from calendars.services import Account, caldav_account, ics_account
from core.guarded_http import PUBLIC_PORTS, AddressRefused, read_target
from core.text import LazyText, validate_one_line
from owner.calendars.cards import NEXTCLOUD_DAV, Service

LONGEST_ADDRESS = 500
FILE_SCHEMES = {"webcal": "https", "webcals": "https"}
# Where the pages of a Nextcloud begin: whatever page was copied, its calendars are beside them.
NEXTCLOUD_PAGES = ("/index.php", "/apps", "/login", "/remote.php")


class PastedSecret(forms.PasswordInput):
    """A field for a secret that is visible while it is pasted. Like a password, it is never shown again."""

    input_type = "text"


class AccessForm(forms.Form):
    """How a calendar server is reached. For a connection that exists, only the password is asked for."""

    address = forms.CharField(max_length=LONGEST_ADDRESS, validators=[validate_one_line])
    user = forms.CharField(max_length=254, validators=[validate_one_line])
    password = forms.CharField(label=_("App password"), max_length=200, widget=forms.PasswordInput)

    # The server tells the names of its calendars.
    calendar_name = ""

    def __init__(
        self, data: QueryDict | None = None, *, service: Service, connection: Connection | None = None
    ) -> None:
        super().__init__(data)
        self.service, self.connection = service, connection
        _set_texts(self.fields["address"], service.address_label, service.address_hint)
        _set_texts(self.fields["user"], service.user_label)
        _set_texts(self.fields["password"], _("App password"), service.password_hint)
        if connection is not None or service.address:
            del self.fields["address"]
        if connection is not None:
            del self.fields["user"]

    def clean_address(self) -> str:
        url = read_address(self.cleaned_data["address"])
        parts = urlsplit(url)
        if self.service.slug != "nextcloud" or NEXTCLOUD_DAV in url:
            return url
        path = min((parts.path.partition(ending)[0] for ending in NEXTCLOUD_PAGES), key=len)
        return read_address(f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}{NEXTCLOUD_DAV}")

    def reach(self) -> tuple[Account, Access]:
        """Return the account, and how to go there."""
        url, user = (self.connection.url, self.connection.account) if self.connection else self._typed()
        return caldav_account(url, user), access_to(url, user, self.cleaned_data["password"])

    def _typed(self) -> tuple[str, str]:
        return self.cleaned_data.get("address") or self.service.address, self.cleaned_data["user"]


class FileForm(forms.Form):
    """The address of a calendar's file, which is a secret."""

    calendar_address = forms.CharField(
        max_length=LONGEST_ADDRESS, validators=[validate_one_line], widget=PastedSecret(attrs={"inputmode": "url"})
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[validate_one_line],
        help_text=_("What you call this calendar, such as Work."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, service: Service, connection: Connection | None = None
    ) -> None:
        super().__init__(data)
        _set_texts(self.fields["calendar_address"], service.address_label, service.address_hint)
        _set_texts(self.fields["name"], _("Name"), _("What you call this calendar, such as Work."))
        if connection is not None:
            del self.fields["name"]

    def clean_calendar_address(self) -> str:
        return read_address(self.cleaned_data["calendar_address"])

    @property
    def calendar_name(self) -> str:
        name: str = self.cleaned_data.get("name", "")
        return name

    def reach(self) -> tuple[Account, Access]:
        """Return the account, and how to go there."""
        url = self.cleaned_data["calendar_address"]
        return ics_account(url), access_to(url)


ReachForm = AccessForm | FileForm


def reach_form(data: QueryDict | None, service: Service, connection: Connection | None = None) -> ReachForm:
    """Return the form that asks how the service is reached."""
    kind = FileForm if service.kind == Connection.Kind.ICS else AccessForm
    return kind(data, service=service, connection=connection)


def read_address(text: str) -> str:
    """Return the address that was typed or pasted, as one that can be asked. Raise ValidationError."""
    url = text.strip().strip("<>\"'")
    scheme, found, rest = url.partition("://")
    if not found:
        scheme, rest = "https", url.removeprefix("webcal:").removeprefix("//")
    url = f"{FILE_SCHEMES.get(scheme.lower(), scheme.lower())}://{rest}"
    if "@" in rest.partition("/")[0]:
        raise ValidationError(_("Leave user and password out of the address."), code="userinfo")
    try:
        target = read_target(url)
    except AddressRefused as error:
        raise ValidationError(_("Enter an address such as https://cloud.example.com."), code="address") from error
    if target.scheme == "http" and not settings.PRIVATE_PLAIN_HTTP:
        raise ValidationError(_("Begin with https://, so that nobody can read along."), code="plain")
    if target.port not in PUBLIC_PORTS and not settings.PRIVATE_NETWORKS:
        raise ValidationError(_("Calendar servers are reached on port 443 or 8443 only."), code="port")
    if len(url) > LONGEST_ADDRESS:
        raise ValidationError(_("That address is too long."), code="length")
    return url


def _set_texts(field: forms.Field, label: LazyText, hint: LazyText = "") -> None:
    field.label, field.help_text = label, hint
    # Browsers would fill in the user's password for this site.
    autocomplete = "new-password" if field.widget.input_type == "password" else "off"
    field.widget.attrs |= {"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"}
