"""Organizations, their users, how these signed in, and invitations."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Upper
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import NAMES, owner_language
from accounts.model_fields import PersonNameField, ZoneNameField
from accounts.models.mail_choices import MailChoices
from accounts.via import Via
from accounts.websites import LONGEST_WEBSITE
from core.dates import clock_or_default


class Organization(models.Model):
    """The tenant. Every row belongs to one, and no data crosses from one to another."""

    class FirstDay(models.IntegerChoices):
        SUNDAY = 0, WEEKDAYS[6]
        MONDAY = 1, WEEKDAYS[0]
        SATURDAY = 6, WEEKDAYS[5]

    class LinkLife(models.IntegerChoices):
        DAY = 1, _("24 hours")
        WEEK = 7, _("7 days")
        MONTH = 30, _("30 days")
        NEVER = 0, _("Never")

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("public address"), max_length=60, unique=True)
    link_life = models.PositiveSmallIntegerField(
        _("one-time links expire after"), choices=LinkLife, default=LinkLife.WEEK
    )
    first_day = models.PositiveSmallIntegerField(
        _("first day of the week"),
        choices=FirstDay,
        null=True,
        blank=True,
        help_text=_("Leave empty to follow the visitor's language."),
    )
    # For mails to those who chose none, and for visitors whose browser asks for none of ours. Empty: the site's.
    language = models.CharField(_("language"), max_length=10, choices=NAMES, blank=True)
    requires_second_factor = models.BooleanField(
        _("require a second step at sign-in"),
        default=False,
        help_text=_("Whoever has none is asked to set up a passkey or an authenticator app before anything else."),
    )
    brand_colour = models.CharField(_("brand colour"), max_length=7, blank=True, default="")
    logo = models.ForeignKey(
        "accounts.Picture", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("logo")
    )
    # Origins such as https://shop.example; none means any.
    websites = ArrayField(
        models.CharField(max_length=LONGEST_WEBSITE), default=list, blank=True, verbose_name=_("websites")
    )
    hide_product = models.BooleanField(_("hide the product’s name from customers"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organization_has_name"),
            models.CheckConstraint(condition=models.Q(language__in=["", *NAMES]), name="organization_language_known"),
            models.CheckConstraint(
                condition=models.Q(brand_colour__regex=r"^(#[0-9a-f]{6})?$"), name="organization_colour_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, *, organization: Organization, **fields: object
    ) -> "User":
        """Create a user in the organization. Without a password, nobody can sign in with one."""
        user = self.model(email=self.normalize_email(email), organization=organization, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a superuser with an organization of their own, for `manage.py createsuperuser`."""
        # Always create one: somebody else may have signed up an organization with this name and address.
        organization = Organization.objects.create(name="Administration", slug=unused_slug("Administration"))
        return self.create_user(
            email, password, organization=organization, role=User.Role.ADMIN, is_superuser=True, **fields
        )

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(MailChoices, AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by email, in exactly one organization."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        ADMIN = "admin", _("Admin")

    class Clock(models.TextChoices):
        BY_LANGUAGE = "", _("As usual in my language")
        H24 = "24", _("24 hours (14:30)")
        H12 = "12", _("12 hours (2:30 pm)")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="users", verbose_name=_("organization")
    )
    email = models.EmailField(_("email"))
    name = PersonNameField(_("name"), max_length=100)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    time_zone = ZoneNameField(_("time zone"), max_length=64, default="UTC")
    clock = models.CharField(_("clock"), max_length=2, choices=Clock, blank=True, default=Clock.BY_LANGUAGE)
    # Empty: the browser's on screens, and the organization's in mails.
    language = models.CharField(_("language"), max_length=10, choices=NAMES, blank=True)
    photo = models.ForeignKey(
        "accounts.Picture", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("photo")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Deactivate instead of deleting, so that meetings keep their host.")
    )
    delegates = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="delegated_by",
        verbose_name=_("colleagues who may make links for me"),
    )
    # A page's id; no foreign key, because this app does not know pages.
    shared_page = models.PositiveBigIntegerField(_("page last shared"), null=True, editable=False)
    checklist_dismissed_at = models.DateTimeField(_("checklist dismissed at"), null=True, blank=True)
    sessions_ended = models.PositiveIntegerField(_("how often all sessions were ended"), default=0)
    date_joined = models.DateTimeField(_("joined at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    # Set where a program acts for the user. Never stored.
    via: Via | None = None

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Upper("email"), name="user_email_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="user_has_name"),
            models.CheckConstraint(condition=models.Q(language__in=["", *NAMES]), name="user_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_admin(self) -> bool:
        """Whether the user may act for the whole organization. A program may not, unless its token reaches so far."""
        return self.role == self.Role.ADMIN and (self.via is None or self.via.reaches_organization)

    @cached_property
    def has_colleagues(self) -> bool:
        """Whether anybody else is or was in the organization. A member has an admin, so it is asked of admins only."""
        others = User.objects.filter(organization_id=self.organization_id).exclude(pk=self.pk)
        return not self.is_admin or others.exists()

    @property
    def sees_owners(self) -> bool:
        """Whether lists tell the user whose each thing is: admins see things of others, unless they are alone."""
        return self.is_admin and self.has_colleagues

    @property
    def is_staff(self) -> bool:
        """Whether the user may open Django admin. What they see there is limited to their organization."""
        return self.is_active and (self.is_admin or self.is_superuser)

    @property
    def mail_language(self) -> str:
        """The language of mails to the user."""
        return owner_language(self.language, self.organization.language)

    @property
    def shown_clock(self) -> str:
        """The clock on which the user reads times, "12" or "24"."""
        return clock_or_default(self.clock)

    def get_session_auth_hash(self) -> str:
        """Return what each session of the user holds. Once it changes they are all over."""
        by_password = super().get_session_auth_hash()
        return f"{by_password}:{self.sessions_ended}" if self.sessions_ended else by_password

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


class SignIn(models.Model):
    """One time that somebody signed in, and how. The user sees their own."""

    class How(models.TextChoices):
        FIRST = "first", _("With a new account")
        PASSWORD = "password", _("Password")
        CODE = "code", _("Code by email")
        PASSKEY = "passkey", _("Passkey")

    class SecondStep(models.TextChoices):
        NONE = "", _("None")
        APP = "totp", _("Authenticator app")
        KEY = "webauthn", _("Security key")
        RECOVERY_CODE = "recovery_codes", _("Recovery code")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(_("when"))
    how = models.CharField(_("how"), max_length=10, choices=How)
    second_step = models.CharField(
        _("second step"), max_length=20, choices=SecondStep, blank=True, default=SecondStep.NONE
    )
    address = models.GenericIPAddressField(_("from the address"), null=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_newest")]

    def __str__(self) -> str:
        return f"{self.user}: {self.at:%Y-%m-%d %H:%M}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        """Return the invitations that can still be accepted."""
        return self.filter(accepted_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """An invitation of a colleague by email. The address that accepts it is signed and never stored."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"))
    role = models.CharField(_("role"), max_length=10, choices=User.Role, default=User.Role.MEMBER)
    # Nobody, where the operator did it by `manage.py invite`.
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                Upper("email"),
                condition=models.Q(accepted_at=None),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def inviter(self) -> str:
        """Who invited, as the invited person reads it."""
        return self.invited_by.name if self.invited_by else gettext("Whoever runs this site")


def unused_slug(name: str) -> str:
    """Return an unused public address made from the name, with a number added if it is taken."""
    stem = slugify(name)[:50] or "organization"
    slug, number = stem, 2
    while Organization.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
