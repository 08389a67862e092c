"""`manage.py invite`: invite somebody from the machine itself, above all the first admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import invite_by_operator
from accounts.errors import Refusal
from accounts.mail import join_address, send_invitation
from accounts.models import Organization, User
from core.text import validate_mailable, validate_one_line


class Command(BaseCommand):
    help = "Mails an invitation and prints its address. Without an organization yet, the first one is made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whom to invite")
        parser.add_argument("--admin", action="store_true", help="as admin; else as member")
        parser.add_argument("--organization", default="", help="its name; a new name makes a new organization")

    def handle(self, *args: object, **options: Any) -> None:
        email, organization = options["email"].strip(), options["organization"].strip()
        try:
            validate_email(email)
            validate_mailable(email)
            User._meta.get_field("email").run_validators(email)
            validate_one_line(organization)
            if organization:
                Organization._meta.get_field("name").run_validators(organization)
            invitation = invite_by_operator(
                email=email,
                role=User.Role.ADMIN if options["admin"] else User.Role.MEMBER,
                organization=organization,
                now=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        sent = _("An email is on its way.") if send_invitation(invitation) else _("The email could not be sent.")
        text = _("%(email)s is invited to %(organization)s, until %(day)s. %(sent)s The address, which works once:")
        day = f"{invitation.expires_at:%Y-%m-%d}"
        name = invitation.organization.name
        self.stdout.write(text % {"email": invitation.email, "organization": name, "day": day, "sent": sent})
        self.stdout.write(join_address(invitation))
